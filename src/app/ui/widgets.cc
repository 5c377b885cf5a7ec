#include "app/ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace app {
namespace {

constexpr float kKnobRadius = 6.5f;

ImDrawList& Canvas() { return *ImGui::GetWindowDrawList(); }

// An invisible item of Dear ImGui at `rect`, registered under `name`. Returns true when pressed.
bool Item(const Ui& ui, const char* name, const Rect& rect) {
  ui.rects[name] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  return ImGui::InvisibleButton(name, {std::max(rect.width, 1.0f), std::max(rect.height, 1.0f)});
}

// The ring around the item that the keyboard is on.
void FocusRing(const Ui& ui, const Rect& rect, float corner) {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return;
  const Rect ring = rect.Inset(-2.5f);
  Canvas().AddRect(ring.min(), ring.max(), ui.theme.accent, corner + 2.5f, 0, 2);
}

// A hand over what can be pressed.
void PointingHand() {
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

}  // namespace

float TextWidth(ImFont* font, std::string_view text) {
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

float Text(ImFont* font, ImU32 color, ImVec2 at, std::string_view text, Align align) {
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  const float width = TextWidth(font, text);
  if (align == Align::kCenter) at.x -= width / 2;
  if (align == Align::kRight) at.x -= width;
  Canvas().AddText(font, size, {at.x, at.y - size / 2}, color, text.data(),
                   text.data() + text.size());
  return width;
}

float Paragraph(ImFont* font, ImU32 color, ImVec2 at, float width, std::string_view text) {
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  const char* const end = text.data() + text.size();
  if (color != 0) Canvas().AddText(font, size, at, color, text.data(), end, width);
  return font->CalcTextSizeA(size, FLT_MAX, width, text.data(), end).y;
}

void Card(const Ui& ui, const Rect& rect, std::string_view title, std::string_view caption) {
  Canvas().AddRectFilled(rect.min(), rect.max(), ui.theme.panel, kCorner);
  Canvas().AddRect(rect.min(), rect.max(), ui.theme.line, kCorner);
  const float y = rect.y + kPadding + 9;
  const float title_width = Text(ui.fonts.strong, ui.theme.text, {rect.x + kPadding, y}, title);
  // A caption that does not fit beside the title is left out rather than cut.
  if (title_width + TextWidth(ui.fonts.caption, caption) + 3 * kPadding > rect.width) return;
  Text(ui.fonts.caption, ui.theme.muted, {rect.right() - kPadding, y}, caption, Align::kRight);
}

Rect SquareOnCard(const Rect& card, bool titled, float besides) {
  const float side = std::min(card.height - besides, card.width - 2 * kPadding);
  const float top = kPadding + (titled ? kTitleHeight : 0);
  return {card.center().x - side / 2, card.y + top, side, side};
}

float ButtonWidth(const Ui& ui, const char* label) {
  return TextWidth(ui.fonts.control, label) + 28;
}

bool Button(const Ui& ui, const char* name, const char* label, const Rect& rect, bool enabled,
            ButtonStyle style) {
  ImGui::BeginDisabled(!enabled);
  const bool pressed = Item(ui, name, rect);
  ImGui::EndDisabled();
  const Theme& theme = ui.theme;
  const bool hovered = enabled && ImGui::IsItemHovered();
  const bool held = enabled && ImGui::IsItemActive();
  const bool primary = enabled && style == ButtonStyle::kPrimary;
  ImU32 fill = primary ? theme.accent : theme.panel;
  if (hovered) fill = Mix(fill, primary ? theme.text : theme.soft, primary ? 0.12f : 0.6f);
  if (held) fill = primary ? Mix(theme.accent, theme.text, 0.25f) : theme.soft;
  Canvas().AddRectFilled(rect.min(), rect.max(), fill, kControlCorner);
  if (!primary) {
    const ImU32 border = hovered ? Mix(theme.line, theme.muted, 0.4f) : theme.line;
    Canvas().AddRect(rect.min(), rect.max(), border, kControlCorner);
  }
  const ImU32 color = primary ? theme.on_accent : theme.text;
  Text(ui.fonts.control, enabled ? color : Faded(theme.muted, 0.6f), rect.center(), label,
       Align::kCenter);
  if (enabled) PointingHand();
  FocusRing(ui, rect, kControlCorner);
  return pressed && enabled;
}

float SegmentedWidth(const Ui& ui, std::span<const Choice> choices) {
  float width = 6;
  for (const Choice& choice : choices) width += TextWidth(ui.fonts.control, choice.label) + 24;
  return width;
}

int Segmented(const Ui& ui, std::span<const Choice> choices, int current, const Rect& rect) {
  const Theme& theme = ui.theme;
  Canvas().AddRectFilled(rect.min(), rect.max(), theme.soft, kControlCorner + 2);
  const float spare =
      (rect.width - SegmentedWidth(ui, choices)) / static_cast<float>(choices.size());
  float x = rect.x + 3;
  int result = current;
  int index = 0;
  for (const Choice& choice : choices) {
    const float width = TextWidth(ui.fonts.control, choice.label) + 24 + spare;
    const Rect part{x, rect.y + 3, width, rect.height - 6};
    if (Item(ui, choice.name, part)) result = index;
    const bool chosen = index == current;
    if (chosen) {
      const ImU32 fill = theme.night ? Mix(theme.panel, theme.text, 0.16f) : theme.panel;
      Canvas().AddRectFilled(part.min(), part.max(), fill, kControlCorner - 1);
      if (!theme.night) Canvas().AddRect(part.min(), part.max(), theme.line, kControlCorner - 1);
    }
    const ImU32 color = chosen || ImGui::IsItemHovered() ? theme.text : theme.muted;
    Text(ui.fonts.control, color, part.center(), choice.label, Align::kCenter);
    PointingHand();
    FocusRing(ui, part, kControlCorner - 1);
    x += width;
    ++index;
  }
  return result;
}

namespace {

constexpr float kTabsRow = 44;
constexpr float kLeastTabPadding = 8;  // on both sides together
constexpr float kMostTabPadding = 24;
// Where there is room the tabs' widths are multiples of this. Releases of a font differ by tenths
// of a pixel a label, which add up along the row.
constexpr float kTabStep = 8;

ImFont* TabFont(const Ui& ui, float width) {
  return width < 480 ? ui.fonts.caption : ui.fonts.control;
}

float TabsText(ImFont* font, std::span<const Choice> choices) {
  float text = 0;
  for (const Choice& choice : choices) text += TextWidth(font, choice.label);
  return text;
}

// How many tabs a row holds, the same number in each.
size_t TabsInRow(const Ui& ui, std::span<const Choice> choices, float width) {
  const auto count = static_cast<float>(choices.size());
  const float needed = TabsText(TabFont(ui, width), choices) + kLeastTabPadding * count;
  return needed <= width ? choices.size() : (choices.size() + 1) / 2;
}

// The widths of one row's tabs.
std::vector<float> TabWidths(ImFont* font, std::span<const Choice> tabs, float row_width) {
  std::vector<float> widths;
  float sum = 0;
  for (const Choice& tab : tabs) {
    const float width = TextWidth(font, tab.label) + kMostTabPadding;
    widths.push_back(kTabStep * std::ceil(width / kTabStep));
    sum += widths.back();
  }
  if (sum <= row_width) return widths;
  const float rest = row_width - TabsText(font, tabs);
  const float padding = std::min(kMostTabPadding, rest / static_cast<float>(tabs.size()));
  for (size_t i = 0; i < tabs.size(); ++i) widths[i] = TextWidth(font, tabs[i].label) + padding;
  return widths;
}

}  // namespace

float TabsHeight(const Ui& ui, std::span<const Choice> choices, float width) {
  return TabsInRow(ui, choices, width) < choices.size() ? 2 * (kTabsRow - 6) : kTabsRow;
}

int Tabs(const Ui& ui, std::span<const Choice> choices, int current, const Rect& rect) {
  const Theme& theme = ui.theme;
  Canvas().AddLine({rect.x, rect.bottom()}, {rect.right(), rect.bottom()}, theme.line);
  ImFont* const font = TabFont(ui, rect.width);
  const size_t in_row = TabsInRow(ui, choices, rect.width);
  const size_t rows = (choices.size() + in_row - 1) / in_row;
  const float height = rect.height / static_cast<float>(rows);
  int result = current;
  for (size_t row = 0; row < rows; ++row) {
    const size_t first = row * in_row;
    const auto tabs = choices.subspan(first, std::min(in_row, choices.size() - first));
    const std::vector<float> widths = TabWidths(font, tabs, rect.width);
    Rect part{rect.x, rect.y + static_cast<float>(row) * height, 0, height};
    for (size_t i = 0; i < tabs.size(); ++i) {
      const int index = static_cast<int>(first + i);
      part.width = widths[i];
      if (Item(ui, tabs[i].name, part)) result = index;
      const bool chosen = index == current;
      const ImU32 color = chosen || ImGui::IsItemHovered() ? theme.text : theme.muted;
      Text(font, color, part.center(), tabs[i].label, Align::kCenter);
      if (chosen) {
        const float beside = (part.width - TextWidth(font, tabs[i].label)) / 3;
        Canvas().AddRectFilled({part.x + beside, part.bottom() - 2},
                               {part.right() - beside, part.bottom()}, theme.accent, 1);
      }
      PointingHand();
      FocusRing(ui, part.Inset(2), 6);
      part.x = part.right();
    }
  }
  return result;
}

float SliderX(const Rect& rect, float value, float least, float most) {
  const float t = std::clamp((value - least) / (most - least), 0.0f, 1.0f);
  return rect.x + kKnobRadius + t * (rect.width - 2 * kKnobRadius);
}

float SliderValue(const Rect& rect, float x, float least, float most) {
  const float t = (x - rect.x - kKnobRadius) / (rect.width - 2 * kKnobRadius);
  return least + std::clamp(t, 0.0f, 1.0f) * (most - least);
}

void TakeDrag(const Ui& ui) { ui.drag_taken = ui.drag_taken || ImGui::IsItemActive(); }

SliderInput SliderBehavior(const Ui& ui, const char* name, const Rect& rect, float& value,
                           float least, float most) {
  Item(ui, name, rect);
  const Press& press = ui.press;
  const bool finger = press.by_finger();
  if (!finger || press.swipe != Swipe::kUpDown) TakeDrag(ui);
  SliderInput input;
  input.hovered = ImGui::IsItemHovered();
  input.active = ImGui::IsItemActive();
  input.double_clicked = input.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  const ImGuiIO& io = ImGui::GetIO();
  const bool released = ImGui::IsItemDeactivated() && io.MouseReleased[ImGuiMouseButton_Left];
  const bool follows = finger ? press.swipe == Swipe::kAcross || (released && press.tap())
                              : input.active && !input.double_clicked;
  // Not what is left of a double click or double tap.
  const bool single = io.MouseClickedLastCount[ImGuiMouseButton_Left] < 2;
  if (follows && (input.active || released) && single) {
    const float moved = SliderValue(rect, io.MousePos.x, least, most);
    input.changed = moved != value;
    value = moved;
  }
  if (input.hovered || input.active) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  FocusRing(ui, rect, 6);
  return input;
}

void Knob(const Ui& ui, ImVec2 center, ImU32 color, const SliderInput& input) {
  if (input.hovered || input.active) {
    Canvas().AddCircleFilled(center, kKnobRadius + 6, Faded(color, input.active ? 0.22f : 0.13f));
  }
  Canvas().AddCircleFilled(center, kKnobRadius + 1.5f, ui.theme.panel);
  Canvas().AddCircleFilled(center, kKnobRadius, color);
}

bool Slider(const Ui& ui, const char* name, const Rect& rect, float& value, float least,
            float most) {
  const SliderInput input = SliderBehavior(ui, name, rect, value, least, most);
  const float y = rect.center().y;
  const float x = SliderX(rect, value, least, most);
  Canvas().AddRectFilled({rect.x, y - 1.5f}, {rect.right(), y + 1.5f}, ui.theme.line, 1.5f);
  Canvas().AddRectFilled({rect.x, y - 1.5f}, {x, y + 1.5f}, ui.theme.accent, 1.5f);
  Knob(ui, {x, y}, ui.theme.accent, input);
  return input.changed;
}

void FlowArrow(const Ui& ui, ImVec2 center, float along) {
  const auto line = [&](float from, float rise, float to) {
    Canvas().AddLine({center.x + along * from, center.y + rise}, {center.x + along * to, center.y},
                     ui.theme.muted, 1.5f);
  };
  line(-7, 0, 6);
  line(2, -5, 7);
  line(2, 5, 7);
}

void Picture(const Rect& rect, ImTextureID texture, ImVec2 uv0, ImVec2 uv1) {
  // Where the middle of a pixel is on the border of two texels, rounding would choose one or the
  // other from pixel to pixel.
  const auto aside = [](ImVec2 uv) { return ImVec2{uv.x + 1e-4f, uv.y + 1e-4f}; };
  Canvas().AddImageRounded(texture, rect.min(), rect.max(), aside(uv0), aside(uv1), IM_COL32_WHITE,
                           kDigitCorner);
}

void PictureRing(const Ui& ui, const Rect& rect, bool current) {
  const bool focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
  if (!current && !focused && !ImGui::IsItemHovered()) return;
  const Rect ring = rect.Inset(-2);
  Canvas().AddRect(ring.min(), ring.max(), Faded(ui.theme.accent, current ? 1.0f : 0.6f),
                   kDigitCorner + 2, 0, 2);
}

void Explain(const Ui& ui, const Rect& rect, const char* text) {
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::Dummy({rect.width, rect.height});
  Tooltip(ui, text);
}

void ScrollWindow(const Ui& ui) {
  ImGuiWindow* const window = ImGui::GetCurrentWindow();
  const auto drags = [&] {
    if (ui.drag_taken || ui.press.window != window->ID) return false;
    if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) return false;
    if (!ImGui::IsAnyItemActive()) return true;
    if (ImGui::GetActiveID() == ImGui::GetWindowScrollbarID(window, ImGuiAxis_Y)) return false;
    // One up or down that began on a button, too, which is then not pressed.
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 4);
    return ImGui::GetScrollMaxY() > 0 && std::abs(moved.y) >= std::max(8.0f, std::abs(moved.x));
  };
  if (drags()) {
    ImGui::ClearActiveID();
    ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseDelta.y);
  }
  // Scrolled in the next frame, also back from where there is nothing any more; what depends on
  // where things are follows in the one after that.
  const float content = std::trunc(window->DC.CursorMaxPos.y - window->DC.CursorStartPos.y);
  float* const drawn = window->StateStorage.GetFloatRef(window->GetID("drawn_scroll"));
  if (window->ScrollTarget.y < FLT_MAX || content != window->ContentSize.y ||
      *drawn != window->Scroll.y) {
    ui.frame_in = 0;
  }
  *drawn = window->Scroll.y;
}

namespace {

void BeginExplanation(const Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 9});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kControlCorner);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, ui.theme.night ? ui.theme.soft : ui.theme.text);
  ImGui::PushStyleColor(ImGuiCol_Border, ui.theme.line);
  ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.night ? ui.theme.text : ui.theme.panel);
  ImGui::PushFont(ui.fonts.caption);
}

void EndExplanation() {
  ImGui::PopFont();
  ImGui::PopStyleColor(3);
  ImGui::PopStyleVar(2);
}

void ExplanationText(const Ui& ui, const char* text) {
  if (ImGui::IsWindowAppearing()) ui.frame_in = 0;  // its size is known in the next frame
  const ImVec2 at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  ui.rects["explanation"] = {at.x, at.y, size.x, size.y};
  ImGui::PushTextWrapPos(std::min(330.0f, ImGui::GetIO().DisplaySize.x - 40));
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
}

// Above the finger where there is room, else below it.
void PlaceExplanation(ImVec2 finger) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const bool above = finger.y > 0.4f * screen.y;
  const float t = std::clamp(finger.x / screen.x, 0.0f, 1.0f);
  ImGui::SetNextWindowPos({8 + t * (screen.x - 16), finger.y + (above ? -28.0f : 28.0f)},
                          ImGuiCond_Always, {t, above ? 1.0f : 0.0f});
}

}  // namespace

void ShowExplanation(const Ui& ui) {
  if (ui.press.explanation.empty()) return;
  BeginExplanation(ui);
  PlaceExplanation(ui.press.at);
  if (ImGui::BeginTooltip()) {
    ExplanationText(ui, ui.press.explanation.c_str());
    ImGui::EndTooltip();
  }
  EndExplanation();
}

void Tooltip(const Ui& ui, const char* text) {
  constexpr auto kRested = ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_NoSharedDelay;
  if (ui.press.by_finger() || !ui.press.explanation.empty()) {
    if (!ui.press.rested_now) return;
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
    ui.press.explanation = text;
    if (!ui.drag_taken) ImGui::ClearActiveID();  // what was pressed for this does nothing more
    return;
  }
  if (ImGui::IsItemActive() || !ImGui::IsItemHovered()) return;
  if (!ImGui::IsItemHovered(kRested)) {
    const double rest = static_cast<double>(ImGui::GetStyle().HoverDelayNormal);
    ui.frame_in = std::min(ui.frame_in, rest + 0.02);
    return;
  }
  BeginExplanation(ui);
  if (ImGui::BeginTooltip()) {
    ExplanationText(ui, text);
    ImGui::EndTooltip();
  }
  EndExplanation();
}

}  // namespace app
