// Colours of the figures: those of the page on paper, and ten for the classes.
#pragma once

#include <array>
#include <cstddef>

#include "explore/class_colors.h"

namespace figure {

// sRGB, each in [0, 1].
struct Color {
  float red = 0;
  float green = 0;
  float blue = 0;
  float alpha = 1;
};

constexpr Color Rgb(unsigned hex, float alpha = 1) {
  const auto part = [hex](int shift) { return static_cast<float>((hex >> shift) & 0xff) / 255.0f; };
  return {part(16), part(8), part(0), alpha};
}

constexpr Color Faded(Color color, float alpha) {
  color.alpha *= alpha;
  return color;
}

inline constexpr Color kGround = Rgb(0xfffdf9);
inline constexpr Color kLine = Rgb(0xe2ddd0);
inline constexpr Color kText = Rgb(0x22242b);
inline constexpr Color kMuted = Rgb(0x69655a);
inline constexpr Color kAccent = Rgb(0x2b5cd9);
inline constexpr Color kSecond = Rgb(0xd9532b);
inline constexpr Color kDigitGround = Rgb(0x16171b);
inline constexpr Color kDigitInk = Rgb(0xffffff);

// Of the digits 0 to 9.
inline constexpr std::array<Color, 10> kClassColors = [] {
  std::array<Color, 10> colors{};
  for (size_t i = 0; i < colors.size(); ++i) colors[i] = Rgb(vae::kClassColors[i]);
  return colors;
}();

}  // namespace figure
