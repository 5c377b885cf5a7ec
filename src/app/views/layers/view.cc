#include "app/views/layers/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/model/weight_pictures.h"
#include "app/ui/floating_digit.h"
#include "app/views/layers/state.h"

namespace app {
namespace {

constexpr float kWantedTile = 34;  // where the page scrolls
constexpr float kLeastTile = 22;
constexpr float kTileGap = 4;
constexpr float kBar = 3;  // below a tile: how strong its unit is
constexpr float kLine = 17;
constexpr int kColumns = 25;  // of the textures

constexpr Choice kLayerChoices[] = {{"layers_first", "looks for"}, {"layers_last", "draws with"}};

struct Words {
  const char* title;
  const char* order;
  const char* about;
};

Words WordsOf(PixelLayer layer) {
  if (layer == PixelLayer::kFirst) {
    return {"What the first layer looks for",
            "from the units that your digit excites most to those that it inhibits",
            "Each picture is one unit of the encoder, h = tanh(w·x + b): its weights w, where it "
            "wants ink in one colour and where it wants none in the other. The bar below is h, "
            "between −1 and 1, for your digit. Draw, and the units change places."};
  }
  return {
      "What the last layer draws with", "those that do most of the drawing at the current z first",
      "Each picture is one unit of the decoder: what it adds to the picture's logits, and what "
      "it takes away where its bar is of the other colour. The reconstruction is the sigmoid of "
      "all of them together, each as strong as its bar, g = tanh(w·z + b)."};
}

// ---- A layer.

struct Grid {
  int columns = 1;
  int rows = 1;
  float tile = 0;  // side of a picture
  float step = 0;  // from one to the next

  float row() const { return tile + kBar + 2 + kTileGap; }
  float height() const { return static_cast<float>(rows) * row(); }
};

Grid GridOf(float width, int columns, int count) {
  Grid grid;
  grid.columns = columns;
  grid.step = (width + kTileGap) / static_cast<float>(columns);
  grid.tile = grid.step - kTileGap;
  grid.rows = (count + columns - 1) / columns;
  return grid;
}

int ColumnsOf(float width, float tile) {
  return std::max(4, static_cast<int>((width + kTileGap) / (tile + kTileGap)));
}

// The largest tiles with which all `count` fit the height; the smallest, and as many rows as fit,
// where they never do. A height of 0 is as much as is needed.
Grid FitGrid(float width, float height, int count) {
  if (height <= 0) return GridOf(width, ColumnsOf(width, kWantedTile), count);
  const int most = ColumnsOf(width, kLeastTile);
  Grid grid = GridOf(width, most, count);
  for (int columns = 4; columns < most; ++columns) {
    const Grid larger = GridOf(width, columns, count);
    if (larger.height() <= height) return larger;
  }
  grid.rows = std::clamp(static_cast<int>(height / grid.row()), 1, grid.rows);
  return grid;
}

// "unit 137", "h = +0.93"
std::array<std::string, 2> AboutUnit(PixelLayer layer, int unit, float activation) {
  return {"unit " + std::to_string(unit + 1),
          (layer == PixelLayer::kFirst ? "h = " : "g = ") + Signed(activation)};
}

void Tile(const Frame& frame, const LayerResults& layer, const Texture& sheet, int unit,
          const Rect& rect) {
  const Theme& theme = frame.ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const WeightPlace place = PlaceOfUnit(sheet, unit, kColumns);
  canvas.AddImageRounded(sheet.id, rect.min(), rect.max(), place.uv0, place.uv1, IM_COL32_WHITE, 3);
  const float activation = layer.activation(unit);
  const float y = rect.bottom() + 2;
  canvas.AddRectFilled({rect.x, y}, {rect.right(), y + kBar}, theme.line, kBar / 2);
  const float middle = rect.center().x;
  const float reach = activation * rect.width / 2;
  canvas.AddRectFilled({std::min(middle, middle + reach), y},
                       {std::max(middle, middle + reach), y + kBar},
                       activation < 0 ? theme.second : theme.accent, kBar / 2);
}

// The place in the order of what is at `at`; -1 for none.
int PlaceAt(const Grid& grid, const Rect& rect, ImVec2 at, int count) {
  const int column = static_cast<int>((at.x - rect.x) / grid.step);
  const int row = static_cast<int>((at.y - rect.y) / grid.row());
  const bool inside = rect.Contains(at) && column < grid.columns &&
                      at.x - rect.x - static_cast<float>(column) * grid.step <= grid.tile;
  const int place = row * grid.columns + column;
  return inside && place < count ? place : -1;
}

// The pointed unit with a ring. Arrow keys are not for it: nothing can be done to a unit.
void Point(Frame& frame, PixelLayer which, const Grid& grid, const Rect& rect) {
  const LayerResults& layer = frame.results.views.Of<LayersResults>().of(which);
  std::optional<LayersState::Pointed>& pointed = frame.state.views.Of<LayersState>().pointed;
  const bool finger = frame.ui.press.by_finger();
  if (!ImGui::IsWindowHovered() || (finger && !frame.ui.press.rested)) return;
  const int place =
      PlaceAt(grid, rect, ImGui::GetIO().MousePos, static_cast<int>(layer.order.size()));
  if (place < 0) return;
  pointed = {which, layer.order[static_cast<size_t>(place)]};
  const Rect tile{rect.x + static_cast<float>(place % grid.columns) * grid.step,
                  rect.y + static_cast<float>(place / grid.columns) * grid.row(), grid.tile,
                  grid.tile};
  const Rect ring = tile.Inset(-2);
  ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(), frame.ui.theme.accent, 5, 0, 2);
}

// A line about the order, and the units; all of them where `rect` has no height. Returns the
// height.
float LayerGrid(Frame& frame, PixelLayer which, const Rect& rect) {
  const Ui& ui = frame.ui;
  const Words words = WordsOf(which);
  const LayerResults& layer = frame.results.views.Of<LayersResults>().of(which);
  const Texture& sheet =
      frame.pictures.views.Of<LayersPictures>().images[static_cast<size_t>(which)];
  const auto count = static_cast<int>(layer.order.size());
  float y = rect.y;
  Text(ui.fonts.strong, ui.theme.text, {rect.x, y + 9}, words.title);
  y += 22;
  // Measured with a number as long as any.
  const auto order = [&](int shown) {
    const std::string number = shown < count
                                   ? std::to_string(shown) + " of " + std::to_string(count)
                                   : "all " + std::to_string(count);
    return number + " units, " + words.order;
  };
  const float lines = Paragraph(ui.fonts.caption, 0, {}, rect.width, order(count - 1));
  const float taken = 22 + lines + 8;
  const Grid grid = FitGrid(rect.width, rect.height > 0 ? rect.height - taken : 0, count);
  const int shown = std::min(count, grid.rows * grid.columns);
  Paragraph(ui.fonts.caption, ui.theme.muted, {rect.x, y}, rect.width, order(shown));
  Explain(ui, {rect.x, rect.y, rect.width, taken - 8}, words.about);
  y = rect.y + taken;
  const Rect tiles{rect.x, y, rect.width, grid.height()};
  ui.rects[which == PixelLayer::kFirst ? "layers_units_first" : "layers_units_last"] = tiles;
  for (int place = 0; place < shown; ++place) {
    const Rect tile{tiles.x + static_cast<float>(place % grid.columns) * grid.step,
                    tiles.y + static_cast<float>(place / grid.columns) * grid.row(), grid.tile,
                    grid.tile};
    // Most of them are often below the window's edge.
    if (!ImGui::IsRectVisible(tile.min(), {tile.right(), tile.bottom() + kBar + 2})) continue;
    Tile(frame, layer, sheet, layer.order[static_cast<size_t>(place)], tile);
  }
  Point(frame, which, grid, tiles);
  return y + tiles.height - rect.y;
}

void LayerSwitch(Frame& frame, const Rect& rect) {
  PixelLayer& layer = frame.state.views.Of<LayersState>().layer;
  const int chosen = Segmented(frame.ui, kLayerChoices, static_cast<int>(layer), rect);
  layer = static_cast<PixelLayer>(chosen);
}

// The colours in words. Returns the height.
float Legend(const Frame& frame, const Rect& rect) {
  const Theme& theme = frame.ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  float x = rect.x;
  const auto entry = [&](ImU32 color, const char* text) {
    canvas.AddCircleFilled({x + 4, rect.y + kLine / 2}, 4, color);
    x += 14 + Text(frame.ui.fonts.caption, theme.muted, {x + 14, rect.y + kLine / 2}, text) + 16;
  };
  entry(theme.accent, "positive");
  entry(theme.second, "negative");
  return kLine;
}

void PointedUnit(Frame& frame) {
  const auto& pointed = frame.state.views.Of<LayersState>().pointed;
  const LayersPictures& pictures = frame.pictures.views.Of<LayersPictures>();
  // The texture is made after the frame in which it is pointed at.
  if (!pointed || pictures.pointed_unit != pointed) {
    if (pointed) frame.state.moving = true;
    return;
  }
  const LayerResults& layer = frame.results.views.Of<LayersResults>().of(pointed->layer);
  if (pointed->unit >= layer.activation.size()) return;
  FloatingDigit(frame.ui, "layers_pointed", ImGui::GetIO().MousePos, pictures.pointed.id,
                AboutUnit(pointed->layer, pointed->unit, layer.activation(pointed->unit)));
}

}  // namespace

void UpdateLayersPictures(const Theme& theme, bool all, const AppState& state,
                          const Results& all_results, Pictures& all_pictures) {
  const LayersResults& results = all_results.views.Of<LayersResults>();
  LayersPictures& pictures = all_pictures.views.Of<LayersPictures>();
  if (results.images_version == 0) return;
  const auto& pointed = state.views.Of<LayersState>().pointed;
  const bool images = all || pictures.images_version != results.images_version;
  const bool unit = pointed && (all || pictures.pointed_unit != pointed ||
                                pictures.pointed_version != results.images_version);
  if (!images && !unit) return;
  const WeightRamp ramp(theme);
  if (images) {
    for (size_t i = 0; i < pictures.images.size(); ++i) {
      UpdateWeightSheet(ramp, results.layers[i].images, pictures.images[i], kColumns);
    }
    pictures.images_version = results.images_version;
  }
  if (!unit || pointed->unit >= results.of(pointed->layer).images.cols()) return;
  UpdateWeightPicture(ramp, results.of(pointed->layer).images.col(pointed->unit), pictures.pointed);
  pictures.pointed_unit = pointed;
  pictures.pointed_version = results.images_version;
}

float LayersView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  frame.state.views.Of<LayersState>().pointed.reset();
  // Only in the first frame after the tab was chosen.
  if (frame.pictures.views.Of<LayersPictures>().images[0].id == nullptr) {
    frame.state.moving = true;
    return rect.height;
  }
  float y = rect.y;
  const float control = frame.ui.control_height;
  const float legend = 4 + kLine;
  LayerSwitch(frame, {rect.x, y, std::min(rect.width, 300.0f), control});
  y += control + kGap;
  // Where fingers point the page scrolls.
  const bool scrolls = control >= 44;
  const float height = scrolls ? 0 : std::max(rect.bottom() - y - legend, 120.0f);
  y += LayerGrid(frame, frame.state.views.Of<LayersState>().layer, {rect.x, y, rect.width, height});
  y += 4 + Legend(frame, {rect.x, y + 4, rect.width, kLine});
  PointedUnit(frame);
  return y - rect.y;
}

}  // namespace app
