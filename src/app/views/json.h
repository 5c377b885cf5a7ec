// What scripts are told.
#pragma once

#include <nlohmann/json.hpp>

namespace app {

using Json = nlohmann::ordered_json;

// All of the values, column by column.
template <class Values>
Json JsonArray(const Values& values) {
  Json array = Json::array();
  for (const auto& value : values.reshaped()) array.push_back(value);
  return array;
}

}  // namespace app
