// What the views are set to, as far as an address holds it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

struct ViewSettings {
  bool map_pca = MapState().pca;
  bool map_digits_beneath = MapState().digits_beneath;
  int manifold_across = ManifoldState().across;
  int manifold_up = ManifoldState().up;
  int manifold_side = ManifoldState().side;
  bool manifold_others_follow_z = ManifoldState().others_follow_z;
  vae::Path morph_path = MorphState().path;
  bool morph_loop = MorphState().loop;
  int morph_sample = MorphState().sample;
  Damage damage = RepairState().damage;

  bool operator==(const ViewSettings&) const = default;
};

ViewSettings SettingsOf(const AppState& state);
void Apply(const ViewSettings& settings, AppState& state);

// In compact form (compact.h) and back, all but the strokes of `damage`. Nothing comes back of text
// that is damaged or says what no control can be set to; what later versions append is passed over.
std::string SettingsToText(const ViewSettings& settings);
std::optional<ViewSettings> SettingsFromText(std::string_view text);

}  // namespace app
