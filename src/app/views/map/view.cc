#include "app/views/map/view.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/class_colors.h"
#include "app/model/fetch_notice.h"
#include "app/model/learning.h"
#include "app/model/models.h"
#include "app/views/map/canvas.h"
#include "app/views/map/state.h"

namespace app {
namespace {

constexpr float kBetween = 8;
constexpr float kLeastCanvas = 220;
constexpr float kWorthIt = 320;  // the canvas is high enough for a text below it

constexpr Choice kModes[] = {{"map_pan", "Drag the map"}, {"map_take", "Drag the code"}};

const char* Hint(const Frame& frame) {
  const bool takes = frame.state.views.Of<MapState>().mode == MapMode::kTake;
  if (frame.ui.control_height >= 44) {
    return takes ? "Drag to move the code. Two fingers pan and zoom, a double tap shows all."
                 : "Tap a place to take its code. Two fingers zoom, a double tap shows all.";
  }
  return takes ? "Drag to move the code. The wheel zooms, a double click shows all."
               : "Click a place to take its code, or drag your digit. The wheel zooms, a double "
                 "click shows all.";
}

const char* Explanation(MapKind kind) {
  switch (kind) {
    case MapKind::kPlane:
      return "Each dot is a test digit, placed by its two numbers; every place is a code.";
    case MapKind::kEmbedding:
      return "Each dot is a test digit; digits with similar codes stand close together.";
    case MapKind::kPca:
      return "Each dot is a test digit; the two directions are those in which codes vary most.";
  }
  return "";
}

// What lies under the points, or how they are laid out: as much choice as the model has.
void KindSwitch(Frame& frame, const Rect& rect) {
  MapState& map = frame.state.views.Of<MapState>();
  const vae::Index latent_dim = frame.state.z.size();
  if (latent_dim == 2) {
    static constexpr Choice kBeneath[] = {{"map_points", "Plain"},
                                          {"map_digits", "Digits beneath"}};
    map.digits_beneath = Segmented(frame.ui, kBeneath, map.digits_beneath ? 1 : 0, rect) == 1;
    Explain(
        frame.ui, rect,
        "Each test digit stands at μ of its q(z|x). Beneath: what the decoder draws at each z.");
  } else if (latent_dim > 2) {
    static constexpr Choice kKinds[] = {{"map_tsne", "t-SNE"}, {"map_pca", "PCA"}};
    map.pca = Segmented(frame.ui, kKinds, map.pca ? 1 : 0, rect) == 1;
    Explain(frame.ui, rect,
            "Each test digit stands for μ of its q(z|x), flattened to two dimensions. t-SNE keeps "
            "neighbours together, p(j|i) ~ exp(−|μi − μj|²/2σi²); distances between groups mean "
            "little. PCA is the plane along which μ varies most.");
  }
}

void Zoom(Frame& frame, const Rect& canvas, float factor) {
  ZoomMap(frame.state.views.Of<MapState>(), frame.results.views.Of<MapResults>().box, canvas,
          canvas.center(), factor);
}

void ZoomButtons(Frame& frame, const Rect& rect, const Rect& canvas) {
  const float side = rect.height;
  const float fit = ButtonWidth(frame.ui, "Fit");
  const Rect first{rect.right() - fit - 2 * (side + kBetween), rect.y, side, side};
  const Rect second{first.right() + kBetween, rect.y, side, side};
  const Rect third{second.right() + kBetween, rect.y, fit, side};
  const bool ready = frame.results.views.Of<MapResults>().ready;
  if (Button(frame.ui, "map_zoom_out", "−", first, ready)) {
    Zoom(frame, canvas, 1 / kZoomStep);
  }
  if (Button(frame.ui, "map_zoom_in", "+", second, ready)) {
    Zoom(frame, canvas, kZoomStep);
  }
  if (Button(frame.ui, "map_fit", "Fit", third, ready && frame.state.views.Of<MapState>().camera)) {
    FitMap(frame.state.views.Of<MapState>());
  }
}

float ZoomWidth(const Ui& ui) {
  return 2 * (ui.control_height + kBetween) + ButtonWidth(ui, "Fit");
}

// Switches and buttons on one row where they fit, else on two.
bool OnOneRow(const Ui& ui, float width) {
  constexpr float kKind = 210;
  return kKind + SegmentedWidth(ui, kModes) + ZoomWidth(ui) + 2 * kGap <= width;
}

float ControlsHeight(const Ui& ui, float width) {
  return OnOneRow(ui, width) ? ui.control_height : 2 * ui.control_height + kBetween;
}

void Controls(Frame& frame, const Rect& rect, const Rect& canvas) {
  const Ui& ui = frame.ui;
  MapState& map = frame.state.views.Of<MapState>();
  const bool one_row = OnOneRow(ui, rect.width);
  const float height = ui.control_height;
  const float modes = one_row ? SegmentedWidth(ui, kModes) : rect.width;
  const float zoom = rect.right() - ZoomWidth(ui);
  const Rect mode{rect.x, one_row ? rect.y : rect.y + height + kBetween, modes, height};
  const float kind = one_row ? mode.right() + kGap : rect.x;
  const float most = zoom - kGap - kind;
  KindSwitch(frame, {kind, rect.y, one_row ? std::min(210.0f, most) : most, height});
  map.mode = static_cast<MapMode>(Segmented(ui, kModes, static_cast<int>(map.mode), mode));
  ZoomButtons(frame, {rect.x, rect.y, rect.width, height}, canvas);
}

// A class: its colour and its numeral. Pressed, it stands out from the others.
void LegendEntry(Frame& frame, int digit, const Rect& rect) {
  const Ui& ui = frame.ui;
  std::optional<int>& highlight = frame.state.views.Of<MapState>().highlight;
  const bool chosen = highlight == digit;
  char name[32];
  std::snprintf(name, sizeof name, "map_class_%d", digit);
  if (Button(ui, name, "", rect)) {
    highlight = chosen ? std::nullopt : std::optional<int>(digit);
  }
  Tooltip(ui, chosen ? "Shows all classes alike again." : "Highlights this class.");
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  if (chosen) {
    canvas.AddRect(rect.min(), rect.max(), ui.theme.accent, kControlCorner, 0, 2);
  }
  const bool faint = highlight && !chosen;
  const ImVec2 middle = rect.center();
  canvas.AddCircleFilled({middle.x - 9, middle.y}, 5.5f,
                         Faded(ClassColor(ui.theme, digit), faint ? 0.4f : 1));
  const char numeral[] = {static_cast<char>('0' + digit), 0};
  Text(ui.fonts.control, faint ? ui.theme.muted : ui.theme.text, {middle.x + 3, middle.y}, numeral);
}

int LegendRows(float width) { return width < 520 ? 2 : 1; }

float LegendHeight(const Ui& ui, float width) {
  return LegendRows(width) == 1 ? ui.control_height : 2 * ui.control_height + kBetween;
}

void Legend(Frame& frame, const Rect& rect) {
  const float height = frame.ui.control_height;
  const int columns = 10 / LegendRows(rect.width);
  const auto count = static_cast<float>(columns);
  const float width = (rect.width - (count - 1) * kBetween) / count;
  for (int digit = 0; digit < 10; ++digit) {
    LegendEntry(
        frame, digit,
        {rect.x + static_cast<float>(digit % columns) * (width + kBetween),
         rect.y + static_cast<float>(digit / columns) * (height + kBetween), width, height});
  }
}

void MapCanvas(Frame& frame, const Rect& canvas) {
  const Theme& theme = frame.ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(canvas.min(), canvas.max(), theme.ground, kDigitCorner);
  const bool ready = frame.results.views.Of<MapResults>().ready;
  if (ready) {
    HandleMapInput(frame, canvas);
    const bool focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
    DrawMapCanvas(frame, canvas);
    list.AddRect(canvas.min(), canvas.max(), focused ? theme.accent : theme.line, kDigitCorner, 0,
                 focused ? 2.0f : 1.0f);
    DrawMapHover(frame, canvas);
  } else if (frame.state.model && frame.state.model->name == kMine &&
             !frame.state.test_digits.offered) {
    Text(frame.ui.fonts.body, theme.muted, canvas.center(),
         "There are no test digits here to place.", Align::kCenter);
  } else {
    FetchNotice(frame, canvas, "map_retry",
                frame.state.model ? MapKey(frame.state.model->name) : "", "loading the map");
  }
}

}  // namespace

// The map as high as there is room, and what belongs to it below.
float MapView(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float controls = ControlsHeight(ui, rect.width);
  const float legend = LegendHeight(ui, rect.width);
  const std::string text =
      std::string(Explanation(frame.results.views.Of<MapResults>().kind)) + "\n" + Hint(frame);
  const float words = Paragraph(ui.fonts.caption, 0, {}, rect.width, text) + kGap;
  const float below = kGap + controls + kBetween + legend;
  // Where fingers point the page scrolls.
  const bool scrolls = ui.control_height >= 44;
  const float least = scrolls ? std::clamp(0.45f * ImGui::GetIO().DisplaySize.y, 260.0f,
                                           std::max(rect.width, 260.0f))
                              : kLeastCanvas;
  const bool worded = scrolls || rect.height - below - words >= kWorthIt;
  const float rest = rect.height - below - (worded ? words : 0);
  const Rect canvas{rect.x, rect.y, rect.width, std::max(rest, least)};
  MapCanvas(frame, canvas);
  float y = canvas.bottom() + kGap;
  Controls(frame, {rect.x, y, rect.width, controls}, canvas);
  y += controls + kBetween;
  Legend(frame, {rect.x, y, rect.width, legend});
  y += legend;
  if (worded) {
    y += kGap;
    y += Paragraph(ui.fonts.caption, ui.theme.muted, {rect.x, y}, rect.width, text);
  }
  return y - rect.y;
}

}  // namespace app
