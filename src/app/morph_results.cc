#include "app/results.h"

namespace app {

void UpdateMorph(AppState&, Results&) {}

}  // namespace app
