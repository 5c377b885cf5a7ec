#include "evaluate/classes.h"

#include <array>
#include <cctype>

namespace tools {
namespace {

struct Characters {
  std::string_view set;  // part of its name
  int first;             // label
  std::string_view characters;
};
constexpr std::string_view kMerged = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";
constexpr std::array<Characters, 4> kCharacters = {{
    {"letters", 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"balanced", 0, kMerged},
    {"bymerge", 0, kMerged},
    {"byclass", 0, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
}};

figure::Color Mixed(figure::Color color, figure::Color with, float share) {
  const auto mix = [share](float a, float b) { return (1 - share) * a + share * b; };
  return {mix(color.red, with.red), mix(color.green, with.green), mix(color.blue, with.blue)};
}

}  // namespace

std::vector<uint8_t> ClassesIn(std::span<const uint8_t> labels) {
  std::array<bool, 256> occurs = {};
  for (const uint8_t label : labels) occurs[label] = true;
  std::vector<uint8_t> classes;
  for (size_t label = 0; label < occurs.size(); ++label) {
    if (occurs[label]) classes.push_back(static_cast<uint8_t>(label));
  }
  return classes;
}

std::string ClassName(std::string_view dataset, uint8_t label) {
  std::string name(dataset);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const Characters& known : kCharacters) {
    if (name.find("emnist") == std::string::npos || name.find(known.set) == std::string::npos) {
      continue;
    }
    const int index = label - known.first;
    if (index < 0 || index >= static_cast<int>(known.characters.size())) break;
    return std::string(1, known.characters[static_cast<size_t>(index)]);
  }
  return std::to_string(label);
}

figure::Color ClassColor(uint8_t label) {
  const figure::Color color = figure::kClassColors[label % figure::kClassColors.size()];
  switch (label / figure::kClassColors.size() % 3) {
    case 1:
      return Mixed(color, figure::kText, 0.5f);
    case 2:
      return Mixed(color, figure::kGround, 0.5f);
    default:
      return color;
  }
}

}  // namespace tools
