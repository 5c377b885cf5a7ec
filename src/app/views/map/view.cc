#include "app/views/map/view.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/fetch_notice.h"
#include "app/model/models.h"
#include "app/views/map/canvas.h"
#include "app/views/map/state.h"

namespace app {
namespace {

constexpr float kLineHeight = 17;  // of captions
constexpr float kSideWidth = 328;
constexpr float kBetween = 8;

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

// Two rows of switches and buttons. Returns their height.
float Controls(Frame& frame, const Rect& rect, const Rect& canvas, bool can_enlarge) {
  const Ui& ui = frame.ui;
  MapState& map = frame.state.views.Of<MapState>();
  const float height = ui.control_height;
  const float zoom = 2 * (height + kBetween) + ButtonWidth(ui, "Fit");
  KindSwitch(frame, {rect.x, rect.y, rect.width - zoom - kBetween, height});
  ZoomButtons(frame, {rect.x, rect.y, rect.width, height}, canvas);

  static constexpr Choice kModes[] = {{"map_pan", "Drag the map"}, {"map_take", "Drag the code"}};
  const char* const label = map.enlarged ? "Smaller" : "Larger";
  const float button = can_enlarge ? ButtonWidth(ui, "Smaller") + kBetween : 0;
  const float y = rect.y + height + kBetween;
  const int mode =
      Segmented(ui, kModes, static_cast<int>(map.mode), {rect.x, y, rect.width - button, height});
  map.mode = static_cast<MapMode>(mode);
  if (can_enlarge && Button(ui, "map_enlarge", label,
                            {rect.right() - button + kBetween, y, button - kBetween, height})) {
    map.enlarged = !map.enlarged;
    map.reveal = 3;
  }
  return 2 * height + kBetween;
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

// Two rows. Returns their height.
float Legend(Frame& frame, const Rect& rect) {
  const float height = frame.ui.control_height;
  const float width = (rect.width - 4 * kBetween) / 5;
  for (int digit = 0; digit < 10; ++digit) {
    LegendEntry(frame, digit,
                {rect.x + static_cast<float>(digit % 5) * (width + kBetween),
                 rect.y + static_cast<float>(digit / 5) * (height + kBetween), width, height});
  }
  return 2 * height + kBetween;
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
  } else {
    FetchNotice(frame, canvas, "map_retry",
                frame.state.model ? MapKey(frame.state.model->name) : "", "loading the map");
  }
}

// Brings the enlarged map into view, once the window knows how far it can scroll.
void Reveal(Frame& frame, const Rect& rect) {
  MapState& map = frame.state.views.Of<MapState>();
  if (map.reveal == 0) return;
  --map.reveal;
  frame.state.moving = true;
  if (map.enlarged) ImGui::SetScrollY(ImGui::GetScrollY() + rect.y - 64);
}

// The canvas on the left, everything else beside it.
float WideView(Frame& frame, const Rect& rect) {
  const float wanted =
      frame.state.views.Of<MapState>().enlarged ? 0.76f * ImGui::GetIO().DisplaySize.y : 0;
  const float height = std::max({rect.height, wanted, 220.0f});
  const Rect canvas{rect.x, rect.y, rect.width - kSideWidth - 16, height};
  const Rect side{canvas.right() + 16, rect.y, kSideWidth, height};
  float y = side.y;
  y += Controls(frame, {side.x, y, side.width, 0}, canvas, true) + kGap;
  y += Legend(frame, {side.x, y, side.width, 0}) + kGap;
  const float room = side.bottom() - y;
  const std::string hint = Hint(frame);
  const std::string about = Explanation(frame.results.views.Of<MapResults>().kind);
  ImFont* const font = frame.ui.fonts.caption;
  const ImU32 color = frame.ui.theme.muted;
  if (room >= 4 * kLineHeight) {
    Paragraph(font, color, {side.x, y}, side.width, about + "\n" + hint);
  } else if (room >= 2 * kLineHeight) {
    Paragraph(font, color, {side.x, y}, side.width, about);
  }
  MapCanvas(frame, canvas);
  Reveal(frame, rect);
  return height;
}

// One below the other, the map first.
float TallView(Frame& frame, const Rect& rect) {
  const float side =
      std::clamp(0.45f * ImGui::GetIO().DisplaySize.y, 260.0f, std::max(rect.width, 260.0f));
  const Rect canvas{rect.x, rect.y, rect.width, side};
  MapCanvas(frame, canvas);
  float y = canvas.bottom() + kGap;
  y += Controls(frame, {rect.x, y, rect.width, 0}, canvas, false) + kGap;
  y += Legend(frame, {rect.x, y, rect.width, 0}) + kGap;
  y += Paragraph(
      frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, y}, rect.width,
      std::string(Explanation(frame.results.views.Of<MapResults>().kind)) + "\n" + Hint(frame));
  return y - rect.y;
}

}  // namespace

float MapView(Frame& frame, const Rect& rect) {
  return rect.width > 640 ? WideView(frame, rect) : TallView(frame, rect);
}

}  // namespace app
