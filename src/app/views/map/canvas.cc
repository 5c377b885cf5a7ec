#include "app/views/map/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

#include "app/model/class_colors.h"
#include "app/ui/floating_digit.h"
#include "app/views/map/pictures.h"
#include "app/views/map/results.h"
#include "app/views/map/state.h"
#include "explore/class_labels.h"

namespace app {
namespace {

constexpr float kThumbnail = 36;
constexpr float kNumeralRadius = 10;
constexpr vae::Index kMostPoints = 12000;  // of a draw list, whose indices have 16 bits

ImDrawList& Canvas() { return *ImGui::GetWindowDrawList(); }

bool DigitsBeneath(const Frame& frame) {
  return frame.state.views.Of<MapState>().digits_beneath &&
         frame.results.views.Of<MapResults>().kind == MapKind::kPlane;
}

void DrawTiles(const Frame& frame, const Rect& canvas) {
  const MapTiles& tiles = frame.results.views.Of<MapResults>().tiles;
  const Texture& texture = frame.pictures.views.Of<MapPictures>().tiles;
  if (tiles.known.empty() || texture.id == nullptr) return;
  const auto corner = [&](int column, int row) {
    return ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                    {static_cast<float>(tiles.left + column) * tiles.step,
                     static_cast<float>(tiles.top - row) * tiles.step});
  };
  Canvas().AddImage(texture.id, corner(0, 0), corner(tiles.columns, tiles.rows));
}

// In logical pixels, a whole number of quarters of a device pixel. Points grow more slowly than the
// map when one zooms in, and leave digits beneath them visible.
float DotRadius(const Frame& frame, const Rect& canvas) {
  const float fitted =
      FitCamera(frame.results.views.Of<MapResults>().box, canvas.width, canvas.height).scale;
  const float zoom = frame.state.views.Of<MapState>().shown.scale / fitted;
  const float base = std::clamp(std::min(canvas.width, canvas.height) / 190, 1.3f, 2.2f);
  const float radius = std::min(base * std::pow(zoom, 0.35f), 5.0f);
  const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
  const float shown = DigitsBeneath(frame) ? 0.75f * radius : radius;
  return std::max(std::round(shown * ratio * 4) / 4, 1.0f) / ratio;
}

// One triangle a dot, around the circle in the middle of its texture.
class Dots {
 public:
  Dots(const Texture& texture, float pixel_ratio, int most)
      : reach_(static_cast<float>(texture.width) / (2 * pixel_ratio)),
        list_(Canvas()),
        room_(most) {
    list_.PushTextureID(texture.id);
    list_.PrimReserve(3 * most, 3 * most);
  }
  ~Dots() {
    list_.PrimUnreserve(3 * room_, 3 * room_);
    list_.PopTextureID();
  }
  Dots(const Dots&) = delete;
  Dots& operator=(const Dots&) = delete;

  void Add(ImVec2 at, ImU32 color) {
    --room_;
    constexpr float kHalfWidth = std::numbers::sqrt3_v<float>;
    Corner(at, {-kHalfWidth, 1}, color);
    Corner(at, {kHalfWidth, 1}, color);
    Corner(at, {0, -2}, color);
  }

 private:
  void Corner(ImVec2 at, ImVec2 offset, ImU32 color) {
    list_.PrimVtx({at.x + offset.x * reach_, at.y + offset.y * reach_},
                  {0.5f + offset.x / 2, 0.5f + offset.y / 2}, color);
  }

  float reach_;  // half the texture's side, in logical pixels
  ImDrawList& list_;
  int room_;
};

// The colours of the classes' points: of a highlighted one strong, of the others faint.
std::array<ImU32, 10> PointColors(const Frame& frame) {
  std::array<ImU32, 10> colors;
  const std::optional<int>& highlight = frame.state.views.Of<MapState>().highlight;
  const float calm = DigitsBeneath(frame) ? 0.55f : 0.75f;
  for (int digit = 0; digit < 10; ++digit) {
    const float alpha = !highlight ? calm : digit == *highlight ? 0.9f : 0.1f;
    colors[static_cast<size_t>(digit)] = Faded(ClassColor(frame.ui.theme, digit), alpha);
  }
  return colors;
}

void DrawPoints(Frame& frame, const Rect& canvas) {
  const MapResults& map = frame.results.views.Of<MapResults>();
  const Texture& dot = frame.pictures.views.Of<MapPictures>().dot;
  if (dot.id == nullptr) {
    frame.state.moving = true;  // the texture is made after this frame
    return;
  }
  const std::vector<uint8_t>& labels = frame.state.model->map->data.labels;
  const std::array<ImU32, 10> colors = PointColors(frame);
  const vae::Index count = map.position.cols();
  const vae::Index stride = (count + kMostPoints - 1) / kMostPoints;
  const Rect around = canvas.Inset(-8);
  Dots dots(dot, ImGui::GetIO().DisplayFramebufferScale.x, static_cast<int>(count / stride + 1));
  const auto draw = [&](auto wanted) {
    for (vae::Index i = 0; i < count; i += stride) {
      const uint8_t label = labels[static_cast<size_t>(i)];
      if (label > 9 || !wanted(label)) continue;
      const ImVec2 at = ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                                 {map.position(0, i), map.position(1, i)});
      if (around.Contains(at)) dots.Add(at, colors[label]);
    }
  };
  const std::optional<int>& highlight = frame.state.views.Of<MapState>().highlight;
  draw([&](int label) { return label != highlight; });
  draw([&](int label) { return label == highlight; });
}

// Each class's numeral where its points are, but not over another.
void DrawNumerals(const Frame& frame, const Rect& canvas) {
  const Theme& theme = frame.ui.theme;
  const std::optional<int>& highlight = frame.state.views.Of<MapState>().highlight;
  const vae::Matrix& medians = frame.results.views.Of<MapResults>().medians;
  vae::Matrix places(2, medians.cols());
  for (vae::Index digit = 0; digit < medians.cols(); ++digit) {
    const ImVec2 at = ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                               {medians(0, digit), medians(1, digit)});
    places.col(digit) << at.x, at.y;
    if (highlight && *highlight != digit) places.col(digit).setConstant(NAN);
  }
  vae::KeepApart(places, 2 * kNumeralRadius + 1);
  for (vae::Index digit = 0; digit < medians.cols(); ++digit) {
    if (!places.col(digit).allFinite()) continue;  // not shown, or no digit of this class
    const ImVec2 at{places(0, digit), places(1, digit)};
    Canvas().AddCircleFilled(at, kNumeralRadius, Faded(theme.panel, 0.88f));
    Canvas().AddCircle(at, kNumeralRadius, ClassColor(theme, static_cast<int>(digit)), 0, 1.5f);
    const char numeral[] = {static_cast<char>('0' + digit), 0};
    Text(frame.ui.fonts.strong, theme.text, at, numeral, Align::kCenter);
  }
}

void DrawTrail(const Frame& frame, const Rect& canvas) {
  const std::vector<MapPlace>& trail = frame.results.views.Of<MapResults>().trail;
  const auto count = static_cast<float>(trail.size());
  for (size_t i = 1; i < trail.size(); ++i) {
    const float age = 1 - static_cast<float>(i) / count;
    Canvas().AddLine(ToScreen(frame.state.views.Of<MapState>().shown, canvas, trail[i - 1]),
                     ToScreen(frame.state.views.Of<MapState>().shown, canvas, trail[i]),
                     Faded(frame.ui.theme.accent, 0.75f - 0.6f * age), 1.75f);
  }
}

void DrawEllipse(const Frame& frame, const Rect& canvas) {
  if (!frame.results.views.Of<MapResults>().ellipse) return;
  constexpr int kSegments = 64;
  const MapPlace own = frame.results.views.Of<MapResults>().own;
  const auto [major, minor] = *frame.results.views.Of<MapResults>().ellipse;
  // Dear ImGui smooths the edges of shapes that go round clockwise, on a screen with y downwards.
  const float turn = major.x * minor.y - major.y * minor.x > 0 ? -1.0f : 1.0f;
  std::array<ImVec2, kSegments> outline;
  for (int i = 0; i < kSegments; ++i) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kSegments;
    const float a = std::cos(angle);
    const float b = turn * std::sin(angle);
    outline[static_cast<size_t>(i)] =
        ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                 {own.x + a * major.x + b * minor.x, own.y + a * major.y + b * minor.y});
  }
  Canvas().AddConvexPolyFilled(outline.data(), kSegments, Faded(frame.ui.theme.accent, 0.16f));
  Canvas().AddPolyline(outline.data(), kSegments, frame.ui.theme.accent, ImDrawFlags_Closed, 1.5f);
}

// The drawing, standing on its place.
void DrawOwn(const Frame& frame, const Rect& canvas) {
  const Theme& theme = frame.ui.theme;
  const ImVec2 at = ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                             frame.results.views.Of<MapResults>().own);
  if (!canvas.Contains(at)) return;
  const bool above = at.y - canvas.y > kThumbnail + 24;
  const float y = above ? at.y - kThumbnail - 16 : at.y + 16;
  const Rect picture{at.x - kThumbnail / 2, y, kThumbnail, kThumbnail};
  const Rect border = picture.Inset(-2);
  Canvas().AddLine(at, {at.x, above ? border.bottom() : border.y}, theme.accent, 2);
  Canvas().AddRectFilled(border.min(), border.max(), theme.accent, kDigitCorner);
  Canvas().AddImageRounded(frame.pictures.input.id, picture.min(), picture.max(), {0, 0}, {1, 1},
                           IM_COL32_WHITE, kDigitCorner - 2);
  Canvas().AddCircleFilled(at, 6, theme.panel);
  Canvas().AddCircleFilled(at, 4.5f, theme.accent);
  frame.ui.rects["map_own"] = {at.x - 8, at.y - 8, 16, 16};
}

// The current z, where it is not the drawing's.
void DrawZ(const Frame& frame, const Rect& canvas) {
  const Theme& theme = frame.ui.theme;
  const ImVec2 at = ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                             frame.results.views.Of<MapResults>().z);
  if (!canvas.Contains(at)) return;
  Canvas().AddCircleFilled(at, 9.5f, Faded(theme.text, 0.25f));
  Canvas().AddCircleFilled(at, 8, theme.panel);
  Canvas().AddCircle(at, 8, theme.accent, 0, 2.5f);
  Canvas().AddCircleFilled(at, 3, theme.accent);
  frame.ui.rects["map_z"] = {at.x - 8, at.y - 8, 16, 16};
}

const char* HoverCaption(MapKind kind) {
  switch (kind) {
    case MapKind::kPlane:
      return "decoded here";
    case MapKind::kEmbedding:
      return "by 10 neighbours";
    case MapKind::kPca:
      return "on this plane";
  }
  return "";
}

}  // namespace

void DrawMapCanvas(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  map.dot_radius = DotRadius(frame, canvas) * ImGui::GetIO().DisplayFramebufferScale.x;
  Canvas().PushClipRect(canvas.min(), canvas.max(), true);
  if (DigitsBeneath(frame)) {
    DrawTiles(frame, canvas);
    if (!frame.results.views.Of<MapResults>().tiles.complete) frame.state.moving = true;
  }
  DrawPoints(frame, canvas);
  DrawNumerals(frame, canvas);
  if (!frame.state.drawing.empty()) {
    DrawTrail(frame, canvas);
    DrawEllipse(frame, canvas);
    DrawOwn(frame, canvas);
  }
  if (frame.state.z_source != ZSource::kMean) DrawZ(frame, canvas);
  Canvas().PopClipRect();
}

void DrawMapHover(Frame& frame, const Rect& canvas) {
  const std::optional<MapPlace>& hover = frame.state.views.Of<MapState>().hover;
  if (!hover || frame.pictures.views.Of<MapPictures>().hover.id == nullptr) return;
  const std::string lines[] = {HoverCaption(frame.results.views.Of<MapResults>().kind)};
  FloatingDigit(frame.ui, "map_hover",
                ToScreen(frame.state.views.Of<MapState>().shown, canvas, *hover),
                frame.pictures.views.Of<MapPictures>().hover.id, lines);
}

}  // namespace app
