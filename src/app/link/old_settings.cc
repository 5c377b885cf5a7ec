#include "app/link/old_settings.h"

#include <string>

#include "app/controls.h"
#include "app/model/compact.h"

namespace app {
namespace {

// In the order of the field. Later ones that it may have had are passed over.
struct OldSetting {
  enum class Form {
    kValue,
    kName,         // the name of the option is the number
    kPlusOne,      // the value plus one
    kThousandths,  // the value times 1000
  };
  const char* name;
  Form form = Form::kValue;
};

constexpr OldSetting kOrder[] = {
    {"map_layout"},
    {"map_beneath"},
    {"manifold_across"},
    {"manifold_up"},
    {"manifold_side", OldSetting::Form::kName},
    {"manifold_others"},
    {"morph_path"},
    {"morph_loop"},
    {"morph_sample", OldSetting::Form::kPlusOne},
    {"repair_noise", OldSetting::Form::kThousandths},
    {"repair_seed"},
    {"repair_missing"},
};

std::optional<float> ValueOf(const OldSetting& old, const Setting& setting, uint32_t number) {
  std::optional<float> value = static_cast<float>(number);
  if (old.form == OldSetting::Form::kName) value = ValueFromText(setting, std::to_string(number));
  if (old.form == OldSetting::Form::kPlusOne) value = *value - 1;
  if (old.form == OldSetting::Form::kThousandths) value = *value / 1000;
  if (value && !Allows(setting, *value)) value.reset();
  return value;
}

}  // namespace

std::optional<std::vector<std::pair<const Setting*, float>>> OldSettingsFromText(
    std::string_view text) {
  CompactReader reader(text);
  std::vector<std::pair<const Setting*, float>> values;
  uint32_t numbers[std::size(kOrder)] = {};
  for (size_t i = 0; i < std::size(kOrder); ++i) {
    const Setting* const setting = FindSetting(kOrder[i].name);
    numbers[i] = reader.Unsigned();
    const std::optional<float> value = ValueOf(kOrder[i], *setting, numbers[i]);
    if (!value) return std::nullopt;
    values.emplace_back(setting, *value);
  }
  // One dimension cannot lie along both axes.
  if (!reader.ok() || numbers[2] == numbers[3]) return std::nullopt;
  return values;
}

}  // namespace app
