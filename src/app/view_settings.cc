#include "app/view_settings.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/compact.h"

namespace app {
namespace {

constexpr float kNoiseSteps = 1000;
constexpr auto kMostNoise = static_cast<uint32_t>(kMostDamageNoise * kNoiseSteps);
constexpr uint32_t kMostDimensions = 4096;  // of a model

// Reads numbers up to a limit each.
class Choices {
 public:
  explicit Choices(std::string_view text) : reader_(text) {}

  uint32_t Next(uint32_t most) {
    const uint32_t value = reader_.Unsigned();
    ok_ = ok_ && value <= most;
    return value;
  }

  bool ok() const { return ok_ && reader_.ok(); }

 private:
  CompactReader reader_;
  bool ok_ = true;
};

}  // namespace

ViewSettings SettingsOf(const AppState& state) {
  return {.map_pca = state.map.pca,
          .map_digits_beneath = state.map.digits_beneath,
          .manifold_across = state.manifold.across,
          .manifold_up = state.manifold.up,
          .manifold_side = state.manifold.side,
          .manifold_others_follow_z = state.manifold.others_follow_z,
          .morph_path = state.morph.path,
          .morph_loop = state.morph.loop,
          .morph_sample = state.morph.sample,
          .damage = state.repair.damage};
}

void Apply(const ViewSettings& settings, AppState& state) {
  state.map.pca = settings.map_pca;
  state.map.digits_beneath = settings.map_digits_beneath;
  state.manifold.across = settings.manifold_across;
  state.manifold.up = settings.manifold_up;
  state.manifold.side = settings.manifold_side;
  state.manifold.others_follow_z = settings.manifold_others_follow_z;
  state.morph.path = settings.morph_path;
  state.morph.loop = settings.morph_loop;
  state.morph.sample = settings.morph_sample;
  state.repair.damage = settings.damage;
}

// The order is part of the format of addresses: more may only be appended.
std::string SettingsToText(const ViewSettings& settings) {
  CompactWriter writer;
  writer.Unsigned(settings.map_pca);
  writer.Unsigned(settings.map_digits_beneath);
  writer.Unsigned(static_cast<uint32_t>(settings.manifold_across));
  writer.Unsigned(static_cast<uint32_t>(settings.manifold_up));
  writer.Unsigned(static_cast<uint32_t>(settings.manifold_side));
  writer.Unsigned(settings.manifold_others_follow_z);
  writer.Unsigned(settings.morph_path == vae::Path::kSpherical);
  writer.Unsigned(settings.morph_loop);
  writer.Unsigned(static_cast<uint32_t>(settings.morph_sample + 1));
  writer.Unsigned(static_cast<uint32_t>(std::lround(settings.damage.noise * kNoiseSteps)));
  writer.Unsigned(static_cast<uint32_t>(settings.damage.seed));
  writer.Unsigned(static_cast<uint32_t>(settings.damage.missing));
  return writer.Text();
}

std::optional<ViewSettings> SettingsFromText(std::string_view text) {
  Choices choices(text);
  ViewSettings settings;
  settings.map_pca = choices.Next(1) == 1;
  settings.map_digits_beneath = choices.Next(1) == 1;
  settings.manifold_across = static_cast<int>(choices.Next(kMostDimensions - 1));
  settings.manifold_up = static_cast<int>(choices.Next(kMostDimensions - 1));
  settings.manifold_side = static_cast<int>(choices.Next(UINT8_MAX));
  settings.manifold_others_follow_z = choices.Next(1) == 1;
  settings.morph_path = choices.Next(1) == 1 ? vae::Path::kSpherical : vae::Path::kLinear;
  settings.morph_loop = choices.Next(1) == 1;
  settings.morph_sample = static_cast<int>(choices.Next(kMaxSamples)) - 1;
  settings.damage.noise = static_cast<float>(choices.Next(kMostNoise)) / kNoiseSteps;
  settings.damage.seed = choices.Next(uint32_t{kMostSeed});
  settings.damage.missing =
      static_cast<MissingHalf>(choices.Next(static_cast<uint32_t>(MissingHalf::kBottom)));
  const bool possible = settings.manifold_across != settings.manifold_up &&
                        std::find(std::begin(kManifoldSides), std::end(kManifoldSides),
                                  settings.manifold_side) != std::end(kManifoldSides);
  if (!choices.ok() || !possible) return std::nullopt;
  return settings;
}

}  // namespace app
