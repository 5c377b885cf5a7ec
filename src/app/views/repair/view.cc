#include "app/views/repair/view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/fetch_notice.h"
#include "app/model/results.h"
#include "app/ui/overlay.h"
#include "app/ui/pictures.h"
#include "app/views/repair/brush.h"
#include "app/views/repair/state.h"

namespace app {
namespace {

constexpr float kBrush = 0.14f;  // of the damaged picture's width
constexpr float kCaption = 20;   // below a picture
constexpr float kStepGap = 8;
constexpr float kArrow = 40;
constexpr float kLeastSlider = 180;  // with its label and figure; else the controls take two rows
constexpr float kSmall = 480;
constexpr char kStepTip[] =
    "The digit before it, encoded and decoded once more by the current model: x′ = decoder(μ(x)). "
    "Click to take its code. "
    "The figure is the root mean square difference to the digit without damage.";

constexpr Choice kHalfChoices[] = {{"repair_none", "None"},
                                   {"repair_left", "Left"},
                                   {"repair_right", "Right"},
                                   {"repair_top", "Top"},
                                   {"repair_bottom", "Bottom"}};

constexpr char kAboutError[] =
    "The root mean square difference to the digit without damage, √(Σ(x − x′)²/784): 0 is equal, "
    "black paper about 0.3.";

// What a picture is, on the left below it, and how far it is from the digit on the right.
void CaptionBelow(const Frame& frame, const Rect& picture, const char* what, float error) {
  const Ui& ui = frame.ui;
  const float y = picture.bottom() + kCaption / 2 + 1;
  Text(ui.fonts.caption, ui.theme.text, {picture.x + 2, y}, what);
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(error));
  Text(ui.fonts.caption, ui.theme.muted, {picture.right() - 2, y}, text, Align::kRight);
  Explain(ui, {picture.x, picture.bottom(), picture.width, kCaption}, kAboutError);
}

void HalfSwitch(Frame& frame, const Rect& rect) {
  MissingHalf& missing = frame.state.views.Of<RepairState>().damage.missing;
  missing =
      static_cast<MissingHalf>(Segmented(frame.ui, kHalfChoices, static_cast<int>(missing), rect));
}

void NoiseSlider(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  Damage& damage = frame.state.views.Of<RepairState>().damage;
  const float y = rect.center().y;
  const float label = Text(ui.fonts.caption, ui.theme.muted, {rect.x, y}, "noise") + kGap;
  const Rect track{rect.x + label, rect.y, rect.width - label - 44, rect.height};
  Slider(ui, "repair_noise", track, damage.noise, 0, kMostDamageNoise);
  Tooltip(ui, "Salt and pepper: the share of pixels that turn black or white.");
  char value[16];
  std::snprintf(value, sizeof value, "%ld %%", std::lround(100 * damage.noise));
  Text(ui.fonts.caption, ui.theme.text, {rect.right(), y}, value, Align::kRight);
}

// Buttons from the right end of `rect`.
void DamageButtons(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  Damage& damage = frame.state.views.Of<RepairState>().damage;
  const float reset = ButtonWidth(ui, "Reset");
  const float again = ButtonWidth(ui, "Again");
  Rect place{rect.right() - reset - 8 - again, rect.y, again, rect.height};
  if (Button(ui, "repair_again", "Again", place, damage.noise > 0))
    damage.seed = NextSeed(damage.seed);
  Tooltip(ui, "Throws the salt and pepper anew.");
  place = {rect.right() - reset, rect.y, reset, rect.height};
  if (Button(ui, "repair_reset", "Reset", place, IsDamaged(damage))) {
    SetDamage(frame.state,
              {.noise = 0, .seed = damage.seed, .missing = MissingHalf::kNone, .erased = {}});
  }
  Tooltip(ui, "Takes all damage back.");
}

// Returns the height.
float DamageControls(Frame& frame, const Rect& rect) {
  const float height = frame.ui.control_height;
  Rect halves{rect.x, rect.y, SegmentedWidth(frame.ui, kHalfChoices), height};
  const float buttons = ButtonWidth(frame.ui, "Reset") + 8 + ButtonWidth(frame.ui, "Again");
  const float label = kGap + TextWidth(frame.ui.fonts.caption, "missing");
  const float others = label + halves.width + 24 + kPadding + buttons;
  if (others + kLeastSlider > rect.width) {
    Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, rect.y + kCaption / 2}, "missing");
    halves.y += kCaption;
    halves.width = rect.width;
    HalfSwitch(frame, halves);
    const Rect below{rect.x, halves.bottom() + 8, rect.width, height};
    DamageButtons(frame, below);
    NoiseSlider(frame, {below.x, below.y, below.width - buttons - kPadding, height});
    return below.bottom() - rect.y;
  }
  Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, rect.y + height / 2}, "missing");
  halves.x += label;
  HalfSwitch(frame, halves);
  const float left = halves.right() + 24;
  const float slider = std::min(260.0f, rect.width - others);
  NoiseSlider(frame, {left, rect.y, slider, height});
  const float buttons_left = left + slider + kPadding;
  DamageButtons(frame, {buttons_left, rect.y, buttons, height});
  const float from = buttons_left + buttons + 24;
  const char* const hint = "figures: difference to your digit";
  if (from + TextWidth(frame.ui.fonts.caption, hint) < rect.right()) {
    Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.right(), rect.y + height / 2}, hint,
         Align::kRight);
  }
  return height;
}

// Turns the pointer's movements into strokes that black out.
void TakeBrush(Frame& frame, const Rect& rect) {
  for (const PointerEvent& event : frame.pointer) {
    const vae::InkPoint point{.x = (event.position.x - rect.x) / rect.width,
                              .y = (event.position.y - rect.y) / rect.height};
    switch (event.kind) {
      case PointerEvent::Kind::kDown:
        if (BeginsIn(event, rect)) BeginErasing(frame.state, point, kBrush);
        break;
      case PointerEvent::Kind::kMove:
        ExtendErasing(frame.state, point);
        break;
      case PointerEvent::Kind::kUp:
        ExtendErasing(frame.state, point);
        EndErasing(frame.state);
        break;
      case PointerEvent::Kind::kTakeBack:
        TakeBackErasing(frame.state);
        break;
    }
  }
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) EndErasing(frame.state);
}

void BrushOutline(const Rect& rect) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetIO().MousePos;
  const float radius = kBrush * rect.width / 2;
  canvas.PushClipRect(rect.min(), rect.max(), true);
  canvas.AddCircle(at, radius + 0.5f, Faded(IM_COL32_BLACK, 0.5f), 0, 2.5f);
  canvas.AddCircle(at, radius, Faded(IM_COL32_WHITE, 0.8f), 0, 1.2f);
  canvas.PopClipRect();
}

void DamagedPicture(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const RepairState& repair = frame.state.views.Of<RepairState>();
  ui.rects["repair_damaged"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("repair_damaged", {rect.width, rect.height});
  TakeDrag(frame.ui);
  const bool hovered = ImGui::IsItemHovered();
  TakeBrush(frame, rect);
  Picture(rect, frame.pictures.views.Of<RepairPictures>().damaged.id);
  if (repair.damage.erased.empty()) {
    const char* const hint = "drag to black out";
    const ImVec2 at{rect.center().x, rect.bottom() - 16};
    const float width = TextWidth(ui.fonts.caption, hint) + 16;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - width / 2, at.y - 10},
                                              {at.x + width / 2, at.y + 10},
                                              Faded(ui.theme.digit_ground, 0.9f), 10);
    Text(ui.fonts.caption, Faded(ui.theme.digit_ink, 0.8f), at, hint, Align::kCenter);
  }
  if (hovered || frame.state.end_view_stroke != nullptr) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    BrushOutline(rect);
  }
  CaptionBelow(frame, rect, "damaged", frame.results.views.Of<RepairResults>().damaged_error);
}

void RestoredPicture(Frame& frame, const Rect& rect) {
  if (frame.results.views.Of<RepairResults>().restored.size() == 0) {
    FetchNotice(frame, rect, "repair_retry", kDenoisingModel, "fetching the denoising model");
    return;
  }
  frame.ui.rects["repair_restored"] = rect;
  Picture(rect, frame.pictures.views.Of<RepairPictures>().restored.id);
  Explain(frame.ui, rect,
          "x′ = decoder(μ(x)) of a model that was trained to draw clean digits from noisy ones.");
  CaptionBelow(frame, rect, rect.width < 180 ? "denoised" : "by the denoising model",
               frame.results.views.Of<RepairResults>().restored_error);
}

void Step(Frame& frame, int step, const Rect& cell) {
  const Ui& ui = frame.ui;
  const RepairResults& repair = frame.results.views.Of<RepairResults>();
  char name[24];
  std::snprintf(name, sizeof name, "repair_%d", step + 1);
  ui.rects[name] = cell;
  ImGui::SetCursorScreenPos(cell.min());
  if (ImGui::InvisibleButton(name, {cell.width, cell.height})) {
    TakeZ(frame.state, repair.step_z.col(step), kOfRepair);
  }
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const SheetPlace place = PlaceInSheet(step, kRepairSteps);
  Picture(cell, frame.pictures.views.Of<RepairPictures>().steps.id, place.uv0, place.uv1);
  const bool current =
      frame.state.z_source == kOfRepair && frame.state.z == repair.step_z.col(step);
  PictureRing(ui, cell, current);
  Tooltip(ui, kStepTip);
  std::snprintf(name, sizeof name, "%d", step + 1);
  CaptionBelow(frame, cell, name, repair.step_errors(step));
}

int StripColumns(float width) { return width < 8 * 52 ? 4 : kRepairSteps; }

float StripHeight(float width, int columns, float cell) {
  const auto rows = static_cast<float>(kRepairSteps / columns);
  return width <= 0 ? 0 : kCaption + 4 + rows * (cell + kCaption) + (rows - 1) * kStepGap;
}

// Encode and decode by the current model, again and again. Returns the height.
float Strip(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const int columns = StripColumns(rect.width);
  const auto count = static_cast<float>(columns);
  const float cell = (rect.width - (count - 1) * kStepGap) / count;
  Text(ui.fonts.caption, ui.theme.muted, {rect.x + 2, rect.y + kCaption / 2},
       "encoded and decoded, again and again");
  for (int step = 0; step < kRepairSteps; ++step) {
    const auto column = static_cast<float>(step % columns);
    const auto row = static_cast<float>(step / columns);
    Step(frame, step,
         {rect.x + column * (cell + kStepGap),
          rect.y + kCaption + 4 + row * (cell + kCaption + kStepGap), cell, cell});
  }
  return StripHeight(rect.width, columns, cell);
}

// Damaged and restored side by side, as large as there is room for, the steps below. Returns the
// height.
float DrawPictures(Frame& frame, const Rect& rect) {
  const bool small = rect.width < kSmall;
  const float between = small ? kGap : kArrow;
  const int columns = StripColumns(rect.width);
  const auto count = static_cast<float>(columns);
  const float strip =
      StripHeight(rect.width, columns, (rect.width - (count - 1) * kStepGap) / count);
  const float widest = (rect.width - between) / 2;
  const float rest = small ? widest : rect.height - strip - kCaption - kGap;
  const float side = std::min(std::max(rest, 120.0f), widest);
  const Rect damaged{rect.x, rect.y, side, side};
  const Rect restored{damaged.right() + between, rect.y, side, side};
  DamagedPicture(frame, damaged);
  if (!small) FlowArrow(frame.ui, {restored.x - between / 2, restored.center().y}, 1);
  RestoredPicture(frame, restored);
  const float top = side + kCaption + kGap;
  return top + Strip(frame, {rect.x, rect.y + top, rect.width, 0});
}

}  // namespace

void UpdateRepairPictures(const Theme& theme, bool all, const AppState& /*state*/,
                          const Results& all_results, Pictures& all_pictures) {
  const RepairResults& results = all_results.views.Of<RepairResults>();
  RepairPictures& pictures = all_pictures.views.Of<RepairPictures>();
  if (results.damaged.size() == 0 || (!all && pictures.version == results.version)) return;
  pictures.version = results.version;
  UpdateDigitPicture(theme, results.damaged, pictures.damaged);
  UpdateSheet(theme, results.steps, pictures.steps);
  if (results.restored.size() > 0) UpdateDigitPicture(theme, results.restored, pictures.restored);
}

float RepairView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  const float top = DamageControls(frame, rect) + kGap;
  const Rect content{rect.x, rect.y + top, rect.width, std::max(rect.height - top, 0.0f)};
  // Only in the first frame after the tab was chosen.
  if (frame.pictures.views.Of<RepairPictures>().damaged.id == nullptr) {
    frame.state.moving = true;
    return rect.height;
  }
  return top + DrawPictures(frame, content);
}

}  // namespace app
