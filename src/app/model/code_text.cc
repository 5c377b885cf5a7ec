#include "app/model/code_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace app {

std::string CodeToText(const AppState& state) {
  using Json = nlohmann::ordered_json;
  if (!state.model) return {};
  Json z = Json::array();
  // Four decimals: more than moves a pixel, and short enough to read.
  for (const float value : state.z) z.push_back(std::round(double{value} * 1e4) / 1e4);
  return Json{{"model", state.model->name}, {"z", z}}.dump();
}

void CopyCode(AppState& state) {
  state.requests.push_back({Request::Kind::kCopy, CodeToText(state), {}});
}

}  // namespace app
