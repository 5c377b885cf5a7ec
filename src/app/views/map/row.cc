#include <algorithm>

#include "app/views/map/canvas.h"
#include "app/views/map/state.h"
#include "app/views/map/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Origin kOrigin = {kOfMap, "map", "taken from the map", "from the map"};

constexpr Option kLayouts[] = {{"tsne", "t-SNE"}, {"pca", "PCA"}};
constexpr Option kDrags[] = {{"pan", "the map"}, {"take", "the code"}};
constexpr Option kClasses[] = {{"all", "all"}, {"0", "0"}, {"1", "1"}, {"2", "2"},
                               {"3", "3"},     {"4", "4"}, {"5", "5"}, {"6", "6"},
                               {"7", "7"},     {"8", "8"}, {"9", "9"}};

const MapState& StateOf(const AppState& state) { return state.views.Of<MapState>(); }
MapState& StateOf(AppState& state) { return state.views.Of<MapState>(); }

constexpr Setting kSettings[] = {
    {.key = 'c',
     .name = "map_layout",
     .label = "Layout",
     .kind = Setting::Kind::kChoice,
     .options = kLayouts,
     .get = [](const AppState& state) { return StateOf(state).pca ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { StateOf(state).pca = value == 1; },
     .offered = [](const AppState& state, const Results&) { return state.z.size() > 2; }},
    {.key = 'd',
     .name = "map_beneath",
     .label = "Digits beneath",
     .get = [](const AppState& state) { return StateOf(state).digits_beneath ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { StateOf(state).digits_beneath = value == 1; },
     .offered = [](const AppState& state, const Results&) { return state.z.size() == 2; }},
    {.name = "map_drag",
     .label = "A drag moves",
     .kind = Setting::Kind::kChoice,
     .options = kDrags,
     .get = [](const AppState& state) { return static_cast<float>(StateOf(state).mode); },
     .set = [](AppState& state,
               float value) { StateOf(state).mode = static_cast<MapMode>(value); }},
    {.name = "map_class",
     .label = "Class that stands out",
     .kind = Setting::Kind::kChoice,
     .options = kClasses,
     .get =
         [](const AppState& state) {
           return static_cast<float>(StateOf(state).highlight.value_or(-1) + 1);
         },
     .set =
         [](AppState& state, float value) {
           std::optional<int>& highlight = StateOf(state).highlight;
           highlight.reset();
           if (value > 0) highlight = static_cast<int>(value) - 1;
         }},
};

bool Ready(const AppState&, const Results& results) { return results.views.Of<MapResults>().ready; }

// Around the middle of the canvas of the last frame.
void Zoom(AppState& state, const Results& results, float factor) {
  MapState& map = StateOf(state);
  if (map.shown.scale <= 0 || map.canvas_size.x <= 0) return;
  const Rect canvas{0, 0, map.canvas_size.x, map.canvas_size.y};
  ZoomMap(map, results.views.Of<MapResults>().box, canvas, canvas.center(), factor);
}

constexpr Command kCommands[] = {
    {.name = "map_zoom_out",
     .label = "Zoom out",
     .can = Ready,
     .act = [](AppState& state, const Results& results,
               int) { Zoom(state, results, 1 / kZoomStep); }},
    {.name = "map_zoom_in",
     .label = "Zoom in",
     .can = Ready,
     .act = [](AppState& state, const Results& results, int) { Zoom(state, results, kZoomStep); }},
    {.name = "map_fit",
     .label = "Show all of the map",
     .can = [](const AppState& state,
               const Results& results) { return Ready(state, results) && StateOf(state).camera; },
     .act = [](AppState& state, const Results&, int) { FitMap(StateOf(state)); }},
};

Json PlaceToJson(MapPlace place) { return {place.x, place.y}; }

void Describe(const AppState& state, const Results& all, Json& json) {
  static constexpr const char* kKinds[] = {"plane", "tsne", "pca"};
  const MapState& map = StateOf(state);
  const MapResults& results = all.views.Of<MapResults>();
  Json& ours = json["map"] = {{"loaded", results.ready}};
  if (!results.ready) return;
  ours["kind"] = kKinds[static_cast<int>(results.kind)];
  ours["points"] = results.position.cols();
  ours["mode"] = map.mode == MapMode::kPan ? "pan" : "take";
  ours["digitsBeneath"] = map.digits_beneath;
  ours["tilesDecoded"] = std::count(results.tiles.known.begin(), results.tiles.known.end(), true);
  ours["highlight"] = map.highlight ? Json(*map.highlight) : Json(nullptr);
  ours["fitted"] = !map.camera;
  ours["center"] = PlaceToJson(map.shown.center);
  ours["scale"] = map.shown.scale;
  ours["own"] = PlaceToJson(results.own);
  ours["z"] = PlaceToJson(results.z);
  ours["hover"] = map.hover ? PlaceToJson(*map.hover) : Json(nullptr);
  ours["hoverDigit"] = map.hover ? JsonArray(results.hover_digit) : Json(nullptr);
  ours["ellipse"] = nullptr;
  if (results.ellipse) {
    ours["ellipse"] = {PlaceToJson(results.ellipse->major), PlaceToJson(results.ellipse->minor)};
  }
  ours["trail"] = results.trail.size();
}

}  // namespace

extern const ViewRow kMapView;  // views.cc
constinit const ViewRow kMapView = {
    .name = "map",
    .label = "Map",
    .help = "the test digits by their codes, yours among them. Tap a place to see its digit.",
    .origin = &kOrigin,
    .compute = UpdateMap,
    .upload = UpdateMapPictures,
    .draw = MapView,
    .settings = kSettings,
    .commands = kCommands,
    .describe = Describe,
    // Whether there is a map to zoom, and whether it has been.
    .version = [](const AppState& state, const Results& results) {
      return uint64_t{results.views.Of<MapResults>().ready ? 1u : 0u} +
             uint64_t{StateOf(state).camera ? 2u : 0u};
    }};

}  // namespace app
