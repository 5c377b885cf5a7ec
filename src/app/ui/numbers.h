// Numbers as people write them.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>

namespace app {

// "1 135", "60 000": in groups of three that no line end parts. Not below 0.
std::string Grouped(std::integral auto number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), "\u00a0");
  }
  return text;
}

}  // namespace app
