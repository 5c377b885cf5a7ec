// The program's own controls on top of Dear ImGui's input handling: each draws itself in the theme,
// takes its rectangle from the caller, and is registered under a name for scripts and tests.
#pragma once

#include <imgui.h>

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "app/ui/press.h"
#include "app/ui/theme.h"

namespace app {

// In logical pixels.
struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  ImVec2 min() const { return {x, y}; }
  ImVec2 max() const { return {right(), bottom()}; }
  ImVec2 center() const { return {x + width / 2, y + height / 2}; }
  bool Contains(ImVec2 p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }

  // A smaller rectangle inside.
  Rect Inset(float by) const { return {x + by, y + by, width - 2 * by, height - 2 * by}; }
};

// What every panel and control needs while a frame is drawn.
struct Ui {
  const Theme& theme;
  const Fonts& fonts;
  std::map<std::string, Rect>& rects;  // name -> place on screen, this frame's
  bool& drag_taken;                    // a drag is for the item that is pressed, not for scrolling
  double& frame_in;                    // how many seconds later a frame is wanted without an event
  Press& press;                        // the one under way, or the last
  float control_height = 34;           // 44 where fingers point
};

// For an item that does something while it is dragged: called after it.
void TakeDrag(const Ui& ui);

// At the end of a window that can scroll: a drag scrolls it, as fingers expect, unless an item took
// it. However it was scrolled, frames are asked for until everything on it is in its new place.
void ScrollWindow(const Ui& ui);

enum class Align { kLeft, kCenter, kRight };

// One line of text, vertically centred on `y`. Returns its width.
float Text(ImFont* font, ImU32 color, ImVec2 at, std::string_view text, Align align = Align::kLeft);
float TextWidth(ImFont* font, std::string_view text);

// Text broken at `width`, from its upper left corner. Returns its height; with a transparent colour
// nothing is drawn.
float Paragraph(ImFont* font, ImU32 color, ImVec2 at, float width, std::string_view text);

// The surface of a panel, with a title and, on the right, a caption.
void Card(const Ui& ui, const Rect& rect, std::string_view title, std::string_view caption);
// The square on such a card, in its middle, that leaves `besides` of its height to everything else:
// its edges, its title and what stands below the square.
Rect SquareOnCard(const Rect& card, bool titled, float besides);

enum class ButtonStyle { kPlain, kPrimary };

// Returns true when pressed. Disabled buttons are drawn fainter and never return true.
bool Button(const Ui& ui, const char* name, const char* label, const Rect& rect,
            bool enabled = true, ButtonStyle style = ButtonStyle::kPlain);
// The width that a button with this label wants.
float ButtonWidth(const Ui& ui, const char* label);

struct Choice {
  const char* name;
  const char* label;
};

// Side by side, one chosen. Returns the choice, which is `current` unless another was pressed.
int Segmented(const Ui& ui, std::span<const Choice> choices, int current, const Rect& rect);
float SegmentedWidth(const Ui& ui, std::span<const Choice> choices);

// Tabs, the current one underlined: on a line, closer together where it is short, else on two.
float TabsHeight(const Ui& ui, std::span<const Choice> choices, float width);
int Tabs(const Ui& ui, std::span<const Choice> choices, int current, const Rect& rect);

// A value on a track. Returns true while it is being changed.
bool Slider(const Ui& ui, const char* name, const Rect& rect, float& value, float least,
            float most);

// Where `value` of [least, most] is on a slider's track.
float SliderX(const Rect& rect, float value, float least, float most);
// And back: the value at x.
float SliderValue(const Rect& rect, float x, float least, float most);

struct SliderInput {
  bool changed = false;
  bool double_clicked = false;
  bool hovered = false;
  bool active = false;
};

// The behaviour of a slider without its look.
SliderInput SliderBehavior(const Ui& ui, const char* name, const Rect& rect, float& value,
                           float least, float most);
// The knob of a slider.
void Knob(const Ui& ui, ImVec2 center, ImU32 color, const SliderInput& input);

// From one thing to what it becomes: `along` is 1 to the right, -1 to the left.
void FlowArrow(const Ui& ui, ImVec2 center, float along);

// A picture with round corners.
void Picture(const Rect& rect, ImTextureID texture, ImVec2 uv0 = {0, 0}, ImVec2 uv1 = {1, 1});

// A ring around the picture in `rect` of the last item, which can be pressed: full while it is the
// current one, else fainter while the pointer or the keyboard is on it.
void PictureRing(const Ui& ui, const Rect& rect, bool current);

// An explanation of the last item: while the mouse rests on it, or once a finger has.
void Tooltip(const Ui& ui, const char* text);

// The one that a finger asked for. At the end of a frame.
void ShowExplanation(const Ui& ui);

// The same for what is no control, or several: an area.
void Explain(const Ui& ui, const Rect& rect, const char* text);

}  // namespace app
