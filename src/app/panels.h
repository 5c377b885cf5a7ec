// The panels: each draws its part of the screen into a rectangle and edits the state. They compute
// nothing: what they show comes from Results.
#pragma once

#include <span>

#include "app/app.h"
#include "app/pictures.h"
#include "app/state.h"
#include "app/widgets.h"

namespace app {

struct View {
  Ui ui;
  AppState& state;
  const Results& results;
  const Pictures& pictures;
  const vae::Vector& z_shown;  // z, or on its way there
  std::span<const PointerEvent> pointer;
  const Pinch& pinch;
  double seconds;  // since the program started
};

// overlay.cc: whether `event` begins a stroke in `area` of the current window, with nothing in
// front of it, such as a card.
bool BeginsIn(const PointerEvent& event, const Rect& area);

// header_panel.cc: name, models, theme; on top of everything.
void HeaderPanel(View& view, const Rect& rect);

// draw_panel.cc: the pad, and its tools on two rows.
void DrawPanel(View& view, const Rect& rect);
void DrawPad(View& view, const Rect& rect);
void DrawTools(View& view, const Rect& rect);
float ToolsHeight(const Ui& ui);

// code_panel.cc: what the encoder sees and what it says, with sliders for z.
const char* CodeCaption(const AppState& state);  // where z comes from, in words
void CodePanel(View& view, const Rect& rect);
void InputSwitch(View& view, const Rect& rect);
void LatentSliders(View& view, const Rect& rect);
void CodeActions(View& view, const Rect& rect);

// reconstruction_panel.cc: what the decoder makes of z, and what the digit costs in nats.
void ReconstructionPanel(View& view, const Rect& rect);
void ReconstructionPicture(View& view, const Rect& rect);
void Losses(View& view, const Rect& rect);
inline constexpr float kLossesHeight = 62;

// code_panel.cc, for small screens: the same below the tools.
float CodeView(View& view, const Rect& rect);

// Each view draws itself into a rectangle of any size and returns the height that it takes, which
// can be more than the rectangle's. What they compute is in <view>_results.cc.
float MapView(View& view, const Rect& rect);       // map_view.cc
float ManifoldView(View& view, const Rect& rect);  // manifold_view.cc
float SampleView(View& view, const Rect& rect);    // sample_view.cc
float MorphView(View& view, const Rect& rect);     // morph_view.cc
float RepairView(View& view, const Rect& rect);    // repair_view.cc
float DigitsView(View& view, const Rect& rect);    // digits_view.cc

// error_panel.cc: the sentence of state.error, when there is one, over the bottom of the screen.
void ErrorPanel(View& view, const Rect& screen);

// notice_panel.cc: state.notice, for some seconds, in the same place.
void NoticePanel(View& view, const Rect& screen);

}  // namespace app
