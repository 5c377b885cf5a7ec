#include "app/setting.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace app {
namespace {

float MostOf(const Setting& setting) {
  return setting.kind == Setting::Kind::kChoice ? static_cast<float>(setting.options.size()) - 1
                                                : setting.most;
}

std::optional<float> Whole(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<float>(value);
}

std::optional<float> Number(const std::string& text) {
  char* end = nullptr;
  const float value = std::strtof(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
  if (value == 0 && std::signbit(value)) return std::nullopt;  // nothing writes it
  return value;
}

}  // namespace

std::string ValueToText(const Setting& setting, float value) {
  char text[24];
  switch (setting.kind) {
    case Setting::Kind::kChoice:
      return setting.options[static_cast<size_t>(value)].name;
    case Setting::Kind::kFlag:
    case Setting::Kind::kWhole:
      std::snprintf(text, sizeof text, "%ld", std::lround(value));
      return text;
    case Setting::Kind::kNumber:
      break;
  }
  std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
  return text;
}

std::optional<float> ValueFromText(const Setting& setting, std::string_view text) {
  std::optional<float> value;
  if (setting.kind == Setting::Kind::kChoice) {
    for (size_t i = 0; i < setting.options.size(); ++i) {
      if (text == setting.options[i].name) value = static_cast<float>(i);
    }
  } else {
    value = setting.kind == Setting::Kind::kNumber ? Number(std::string(text)) : Whole(text);
  }
  if (value && !Allows(setting, *value)) value.reset();
  return value;
}

bool Allows(const Setting& setting, float value) {
  // Not a number is not within any limits.
  if (!(value >= setting.least && value <= MostOf(setting))) return false;
  return setting.kind == Setting::Kind::kNumber || value == std::round(value);
}

bool IsOffered(const Setting& setting, const AppState& state, const Results& results) {
  return setting.offered == nullptr || setting.offered(state, results);
}

float LimitOf(const Setting& setting, const AppState& state, const Results& results) {
  return setting.limit == nullptr ? MostOf(setting) : setting.limit(state, results);
}

void Choose(const Setting& setting, AppState& state, const Results& results, float value) {
  if (setting.choose != nullptr) {
    setting.choose(state, results, value);
  } else {
    setting.set(state, value);
  }
}

}  // namespace app
