#include "app/views/manifold/view.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "app/frame.h"
#include "app/model/results.h"
#include "app/model/save.h"
#include "app/ui/floating_digit.h"
#include "app/ui/pictures.h"
#include "app/ui/stepper.h"
#include "app/views/manifold/plane.h"
#include "app/views/manifold/state.h"
#include "app/views/manifold/strips.h"

namespace app {
namespace {

constexpr float kBoth = 900;    // grid and strips side by side
constexpr float kStrips = 340;  // the least width of those
constexpr float kCaption = 20;

constexpr Choice kSideChoices[] = {{"manifold_side_8", "8"},
                                   {"manifold_side_12", "12"},
                                   {"manifold_side_16", "16"},
                                   {"manifold_side_20", "20"},
                                   {"manifold_side_24", "24"}};
static_assert(std::size(kManifoldSides) == std::size(kSideChoices));
constexpr Choice kOthersChoices[] = {{"manifold_others_zero", "others at 0"},
                                     {"manifold_others_z", "at my z"}};

void SideSwitch(Frame& frame, const Rect& rect) {
  ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const auto* const side =
      std::find(std::begin(kManifoldSides), std::end(kManifoldSides), manifold.side);
  const int current = static_cast<int>(side - std::begin(kManifoldSides));
  const int chosen = Segmented(frame.ui, kSideChoices, current, rect);
  Explain(frame.ui, rect,
          "n digits on a side of the grid: digit i stands at the quantile (i + ½)/n of N(0, 1), so "
          "that each has the same share of the prior.");
  if (chosen < static_cast<int>(std::size(kManifoldSides))) manifold.side = kManifoldSides[chosen];
}

void OthersSwitch(Frame& frame, const Rect& rect) {
  bool& follow = frame.state.views.Of<ManifoldState>().others_follow_z;
  follow = Segmented(frame.ui, kOthersChoices, follow ? 1 : 0, rect) == 1;
  Explain(frame.ui, rect, "Where the dimensions stand that the grid does not vary.");
}

// "→ z1" between arrows.
void DimensionStepper(Frame& frame, Axis axis, const Rect& rect) {
  ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const bool across = axis == Axis::kAcross;
  const std::string label =
      across ? DimensionName(manifold.across) + " across" : DimensionName(manifold.up) + " up";
  const int step = Stepper(frame.ui, across ? "manifold_across" : "manifold_up", label, rect, true);
  if (step != 0) StepDimension(manifold, axis, step, LatentDim(frame));
}

// ---- The grid.

PlanePoint PlaceOf(const Rect& rect, ImVec2 at) {
  return {std::clamp((at.x - rect.x) / rect.width, 0.0f, 1.0f),
          std::clamp((rect.bottom() - at.y) / rect.height, 0.0f, 1.0f)};
}

// The place as many digits away as the arrow keys say, from where z is.
bool MoveByKeys(const Frame& frame, PlanePoint& place) {
  const ImGuiID id = ImGui::GetItemID();
  const float step = 1 / static_cast<float>(frame.state.views.Of<ManifoldState>().side);
  const struct {
    ImGuiKey key;
    float across;
    float up;
  } moves[] = {{ImGuiKey_LeftArrow, -step, 0},
               {ImGuiKey_RightArrow, step, 0},
               {ImGuiKey_UpArrow, 0, step},
               {ImGuiKey_DownArrow, 0, -step}};
  bool moved = false;
  for (const auto& move : moves) {
    ImGui::SetKeyOwner(move.key, id);  // not to the next control
    if (!ImGui::IsKeyPressed(move.key, id, ImGuiInputFlags_Repeat)) continue;
    place.across = std::clamp(place.across + move.across, step / 2, 1 - step / 2);
    place.up = std::clamp(place.up + move.up, step / 2, 1 - step / 2);
    moved = true;
  }
  if (moved) ImGui::GetCurrentContext()->NavDisableHighlight = false;  // the keys are in use
  return moved;
}

void Take(Frame& frame, PlanePoint place, bool glide) {
  const vae::Vector z = ManifoldZ(frame.state, place);
  if (glide) {
    TakeZ(frame.state, z, kOfManifold);
  } else {
    FollowZ(frame.state, z, kOfManifold);
  }
}

void GridInput(Frame& frame, const Rect& rect) {
  frame.ui.rects["manifold"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  const bool pressed = ImGui::InvisibleButton("manifold", {rect.width, rect.height});
  const Press& press = frame.ui.press;
  const bool scrolls = press.by_finger() && press.swipe == Swipe::kUpDown && !press.rested &&
                       ImGui::GetScrollMaxY() > 0;
  if (!scrolls) TakeDrag(frame.ui);
  const ImGuiIO& io = ImGui::GetIO();
  const bool held = ImGui::IsItemActive() && io.MouseDown[ImGuiMouseButton_Left];
  frame.state.views.Of<ManifoldState>().pointed.reset();
  if (frame.pinch.active || scrolls) return;
  const PlanePoint at = PlaceOf(rect, io.MousePos);
  if (ImGui::IsItemHovered() || held) {
    frame.state.views.Of<ManifoldState>().pointed = at;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  // A finger takes z by a tap, once it has rested, or across; up and down where nothing scrolls.
  const bool begins = press.by_finger() ? press.rested_now : ImGui::IsItemActivated();
  if ((held && begins) || (pressed && press.tap())) {
    Take(frame, at, /*glide=*/true);
  } else if (held && !press.tap() && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    Take(frame, at, /*glide=*/false);
  }
  if (!ImGui::IsItemFocused()) return;
  PlanePoint place = ManifoldPlace(frame.state, frame.state.z);
  const bool by_key = pressed && !io.MouseReleased[ImGuiMouseButton_Left];
  if (MoveByKeys(frame, place) || by_key) Take(frame, place, /*glide=*/true);
}

// Where z is: a disc, or a ring when z is before or behind the plane.
void Mark(const Frame& frame, const Rect& rect) {
  if (frame.z_shown.size() != frame.state.z.size()) return;
  const PlanePoint place = ManifoldPlace(frame.state, frame.z_shown);
  const ImVec2 at{rect.x + std::clamp(place.across * rect.width, 5.0f, rect.width - 5),
                  rect.bottom() - std::clamp(place.up * rect.height, 5.0f, rect.height - 5)};
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.AddCircle(at, 7, frame.ui.theme.digit_ground, 0, 5);
  canvas.AddCircle(at, 7, IM_COL32_WHITE, 0, 3.5f);
  canvas.AddCircle(at, 7, frame.ui.theme.accent, 0, 2);
  if (OnManifold(frame.state, frame.z_shown)) {
    canvas.AddCircleFilled(at, 6, frame.ui.theme.accent);
  }
}

void PointedDigit(Frame& frame, const Rect& rect) {
  const ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const vae::Vector& z = frame.results.views.Of<ManifoldResults>().pointed_z;
  if (!manifold.pointed || z.size() != frame.state.z.size()) return;
  const ImVec2 at{rect.x + manifold.pointed->across * rect.width,
                  rect.bottom() - manifold.pointed->up * rect.height};
  const std::array<std::string, 2> lines{
      DimensionName(manifold.across) + " " + Signed(z(manifold.across)),
      DimensionName(manifold.up) + " " + Signed(z(manifold.up))};
  FloatingDigit(frame.ui, "manifold_pointed", at,
                frame.pictures.views.Of<ManifoldPictures>().pointed.id, lines);
}

void Grid(Frame& frame, const Rect& rect) {
  GridInput(frame, rect);
  if (frame.results.views.Of<ManifoldResults>().digits.cols() > 0) {
    Picture(rect, frame.pictures.views.Of<ManifoldPictures>().digits.id);
    Mark(frame, rect);
  }
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    const Rect ring = rect.Inset(-3);
    ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(), frame.ui.theme.accent,
                                        kDigitCorner + 3, 0, 2);
  }
}

void GridCaption(const Frame& frame, const Rect& rect) {
  const ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const std::string caption = DimensionName(manifold.across) + " → and " +
                              DimensionName(manifold.up) + " ↑ at quantiles of N(0, 1)";
  Text(frame.ui.fonts.caption, frame.ui.theme.muted,
       {rect.x, rect.y + rect.height - kCaption / 2 + 3}, caption);
}

// ---- What stands where.

constexpr Choice kShown[] = {{"manifold_grid", "Grid"}, {"manifold_strips", "Each dimension"}};

void ShownSwitch(Frame& frame, const Rect& rect) {
  bool& strips = frame.state.views.Of<ManifoldState>().strips;
  strips = Segmented(frame.ui, kShown, strips ? 1 : 0, rect) == 1;
}

void Save(Frame& frame, const Rect& row) {
  const ManifoldResults& results = frame.results.views.Of<ManifoldResults>();
  SaveSheet(frame, row, "latentpad-manifold.png", results.digits, results.side);
}

void Strips(Frame& frame, const Rect& rect) {
  const float text = Paragraph(
      frame.ui.fonts.caption, frame.ui.theme.muted, rect.min(), rect.width,
      "What each dimension does from −2 to +2. The arrows lay it across → or up ↑ the grid.");
  DimensionStrips(frame, {rect.x, rect.y + text + 6, rect.width, rect.height - text - 6});
}

void GridAndCaption(Frame& frame, const Rect& grid) {
  Grid(frame, grid);
  GridCaption(frame, {grid.x, grid.y, grid.width, grid.height + kCaption});
  PointedDigit(frame, grid);
}

float BothView(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float control = ui.control_height;
  float x = rect.x;
  SideSwitch(frame, {x, rect.y, SegmentedWidth(ui, kSideChoices), control});
  x += SegmentedWidth(ui, kSideChoices) + kGap;
  if (LatentDim(frame) > 2) {
    OthersSwitch(frame, {x, rect.y, SegmentedWidth(ui, kOthersChoices), control});
  }
  Save(frame, {rect.x, rect.y, rect.width, control});
  const float top = rect.y + control + kGap;
  const float side =
      std::max(std::min(rect.bottom() - top - kCaption, rect.width - kStrips - 32), 180.0f);
  const Rect grid{rect.x, top, side, side};
  const float left = grid.right() + 32;
  Strips(frame, {left, top, rect.right() - left, grid.height});
  GridAndCaption(frame, grid);
  return grid.bottom() + kCaption - rect.y;
}

// What is shown, and what the grid varies. Returns the height.
float OneControls(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float control = ui.control_height;
  float y = rect.y;
  const float shown = std::min(SegmentedWidth(ui, kShown), rect.width - kSaveRoom);
  ShownSwitch(frame, {rect.x, y, shown, control});
  if (frame.state.views.Of<ManifoldState>().strips) {
    Save(frame, {rect.x, y, rect.width, control});
    return control;
  }
  const float sides = std::min(SegmentedWidth(ui, kSideChoices), rect.width);
  const bool beside = shown + kGap + sides <= rect.width;
  if (!beside) y += control + 8;
  SideSwitch(frame, {beside ? rect.x + shown + kGap : rect.x, y, sides, control});
  y += control + 8;
  const bool others = LatentDim(frame) > 2;
  const float other = others ? SegmentedWidth(ui, kOthersChoices) : 0;
  const float stepper = std::min(StepperWidth(ui, "z10 across") + 8, (rect.width - 8) / 2);
  const bool one_row = 2 * (stepper + 8) + other + kSaveRoom <= rect.width;
  DimensionStepper(frame, Axis::kAcross, {rect.x, y, stepper, control});
  DimensionStepper(frame, Axis::kUp, {rect.x + stepper + 8, y, stepper, control});
  if (!one_row) y += control + 8;
  if (others) {
    OthersSwitch(frame, {one_row ? rect.x + 2 * (stepper + 8) : rect.x, y, other, control});
  }
  Save(frame, {rect.x, y, rect.width, control});
  return y + control - rect.y;
}

// The grid or the strips.
float OneView(Frame& frame, const Rect& rect) {
  float y = rect.y + OneControls(frame, rect) + kGap;
  if (frame.state.views.Of<ManifoldState>().strips) {
    const float height =
        std::max(rect.bottom() - y, 40.0f * static_cast<float>(LatentDim(frame)) + 46);
    Strips(frame, {rect.x, y, rect.width, height});
    return y + height - rect.y;
  }
  const bool scrolls = frame.ui.control_height >= 44;
  const float rest = std::max(rect.bottom() - y - kCaption, scrolls ? rect.width : 180.0f);
  const float side = std::min(rect.width, rest);
  GridAndCaption(frame, {rect.x + (rect.width - side) / 2, y, side, side});
  return y + side + kCaption - rect.y;
}

}  // namespace

float ManifoldView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  if (LatentDim(frame) < 2) {
    Text(frame.ui.fonts.body, frame.ui.theme.muted, rect.center(),
         "A grid needs two latent dimensions; this model has one.", Align::kCenter);
    return rect.height;
  }
  KeepInside(frame.state.views.Of<ManifoldState>(), LatentDim(frame));
  const bool both = rect.width >= kBoth;
  ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  manifold.strips_shown = both || manifold.strips;
  const ManifoldResults& made = frame.results.views.Of<ManifoldResults>();
  if (made.stale_rows > 0 || made.strips_stale) frame.state.moving = true;
  return both ? BothView(frame, rect) : OneView(frame, rect);
}

namespace {

// While z moves, a few rows of the grid are new in each frame.
void UpdateGrid(const Theme& theme, bool all, const ManifoldResults& results,
                ManifoldPictures& pictures) {
  if (all || pictures.digits.width != results.side * vae::kDigitSide) {
    return UpdateSheet(theme, results.digits, pictures.digits, Filter::kLinear, results.side);
  }
  for (int row = 0; row < results.side; ++row) {
    if (results.row_versions[static_cast<size_t>(row)] <= pictures.digits_version) continue;
    UpdateSheetRow(theme, results.digits, row, pictures.digits, results.side);
  }
}

}  // namespace

void UpdateManifoldPictures(const Theme& theme, bool all, const AppState& /*state*/,
                            const Results& all_results, Pictures& all_pictures) {
  const ManifoldResults& results = all_results.views.Of<ManifoldResults>();
  ManifoldPictures& pictures = all_pictures.views.Of<ManifoldPictures>();
  const auto stale = [all](uint64_t shown, uint64_t made) {
    return made > 0 && (all || shown != made);
  };
  if (stale(pictures.digits_version, results.digits_version)) {
    UpdateGrid(theme, all, results, pictures);
    pictures.digits_version = results.digits_version;
  }
  if (stale(pictures.strips_version, results.strips_version)) {
    UpdateSheet(theme, results.strips, pictures.strips, Filter::kLinear, kStripSteps);
    pictures.strips_version = results.strips_version;
  }
  if (stale(pictures.pointed_version, results.pointed_version)) {
    UpdateDigitPicture(theme, results.pointed_digit, pictures.pointed);
    pictures.pointed_version = results.pointed_version;
  }
}

}  // namespace app
