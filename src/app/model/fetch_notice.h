// What stands where something is shown once it has been fetched.
#pragma once

#include <string>

#include "app/frame.h"

namespace app {

// How much of `key` (of AppState::progress) has arrived, below the line `what`; when it could not
// be fetched, a button called `name` that lets it be asked for again.
void FetchNotice(Frame& frame, const Rect& rect, const char* name, const std::string& key,
                 const char* what);

}  // namespace app
