#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "app/model/results.h"
#include "app/views/map/canvas.h"
#include "app/views/map/results.h"
#include "app/views/map/state.h"

namespace app {
namespace {

constexpr float kWheelStep = 1.25f;  // of a turn of the wheel, a key
constexpr float kKeyStep = 6;        // logical pixels that an arrow key moves z by
constexpr float kLongKeyStep = 40;   // with Shift

bool ByFinger() { return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen; }

float Distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Whether the pointer is where z is, or the drawing: that can be dragged whatever a drag does
// elsewhere.
bool OnMarker(const Frame& frame, const Rect& canvas, ImVec2 at) {
  const MapCamera& camera = frame.state.views.Of<MapState>().shown;
  const float reach = ByFinger() ? 24.0f : 12.0f;
  if (Distance(ToScreen(camera, canvas, frame.results.views.Of<MapResults>().z), at) < reach)
    return true;
  return !frame.state.drawing.empty() &&
         Distance(ToScreen(camera, canvas, frame.results.views.Of<MapResults>().own), at) < reach;
}

// z as it was before the press.
void TakeBack(AppState& state) {
  const MapState& map = state.views.Of<MapState>();
  if (map.z_before.size() != state.z.size()) return;
  if (map.source_before == ZSource::kMean) {
    FollowDrawing(state);
  } else {
    TakeZ(state, map.z_before, map.source_before);
  }
}

void Press(Frame& frame, const Rect& canvas) {
  AppState& state = frame.state;
  MapState& map = state.views.Of<MapState>();
  const ImVec2 at = ImGui::GetIO().MousePos;
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    TakeBack(state);  // what the first click took
    FitMap(map);
    map.drag = MapDrag::kIgnored;
    return;
  }
  map.pressed_at = at;
  map.z_before = state.z;
  map.source_before = state.z_source;
  map.drag = MapDrag::kUndecided;
  if (map.mode == MapMode::kTake) {
    map.drag = MapDrag::kTake;
    TakeMapPlace(state, frame.results, ToMap(map.shown, canvas, at), Arrival::kAtOnce);
  }
}

void Pinched(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  if (map.drag == MapDrag::kTake) TakeBack(frame.state);
  map.drag = MapDrag::kIgnored;
  const Pinch& pinch = frame.pinch;
  if (pinch.scale == 1 && pinch.pan.x == 0 && pinch.pan.y == 0) return;
  const MapCamera moved = Zoomed(Panned(map.shown, pinch.pan), canvas, pinch.center, pinch.scale);
  map.shown = KeptNear(moved, frame.results.views.Of<MapResults>().box, canvas);
  map.camera = map.shown;
}

void Hold(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  if (frame.pinch.active) return Pinched(frame, canvas);
  const ImGuiIO& io = ImGui::GetIO();
  if (map.drag == MapDrag::kUndecided &&
      Distance(map.pressed_at, io.MousePos) > (ByFinger() ? 8.0f : 4.0f)) {
    const bool on_marker = OnMarker(frame, canvas, map.pressed_at);
    map.drag = on_marker ? MapDrag::kTake : MapDrag::kPan;
  }
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
  if (!moved) return;
  if (map.drag == MapDrag::kTake) {
    const ImVec2 at{std::clamp(io.MousePos.x, canvas.x, canvas.right()),
                    std::clamp(io.MousePos.y, canvas.y, canvas.bottom())};
    TakeMapPlace(frame.state, frame.results, ToMap(map.shown, canvas, at), Arrival::kAtOnce);
  } else if (map.drag == MapDrag::kPan && frame.ui.press.swipe == Swipe::kUpDown && !map.camera &&
             ImGui::GetScrollMaxY() > 0) {
    // All of the map is there to see: the finger wants to get past it.
    ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
  } else if (map.drag == MapDrag::kPan) {
    map.shown = KeptNear(Panned(map.shown, io.MouseDelta), frame.results.views.Of<MapResults>().box,
                         canvas);
    map.camera = map.shown;
  }
}

void Release(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  if (map.drag == MapDrag::kUndecided) {
    TakeMapPlace(frame.state, frame.results, ToMap(map.shown, canvas, map.pressed_at),
                 Arrival::kGlide);
  }
  map.drag = MapDrag::kNone;
}

void HandlePointer(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  const bool by_mouse = ImGui::IsItemActive() && ImGui::GetIO().MouseDown[0];
  if (by_mouse && map.drag == MapDrag::kNone) {
    Press(frame, canvas);
  } else if (by_mouse) {
    Hold(frame, canvas);
  } else if (map.drag != MapDrag::kNone) {
    Release(frame, canvas);
  }
}

void HandleWheel(Frame& frame, const Rect& canvas) {
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);  // the page does not scroll meanwhile
  const float steps = ImGui::GetIO().MouseWheel;
  if (steps == 0 || !ImGui::IsItemHovered()) return;
  ZoomMap(frame.state.views.Of<MapState>(), frame.results.views.Of<MapResults>().box, canvas,
          ImGui::GetIO().MousePos, std::pow(kWheelStep, std::clamp(steps, -4.0f, 4.0f)));
}

void HandleArrows(Frame& frame) {
  const MapState& map = frame.state.views.Of<MapState>();
  const float step = (ImGui::GetIO().KeyShift ? kLongKeyStep : kKeyStep) / map.shown.scale;
  MapPlace place = frame.results.views.Of<MapResults>().z;
  const MapPlace before = place;
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) place.x -= step;
  if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) place.x += step;
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) place.y += step;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) place.y -= step;
  if (place == before) return;
  TakeMapPlace(frame.state, frame.results, place, Arrival::kAtOnce);
}

// Around z, if that is on screen.
void ZoomByKey(Frame& frame, const Rect& canvas, float factor) {
  const ImVec2 z = ToScreen(frame.state.views.Of<MapState>().shown, canvas,
                            frame.results.views.Of<MapResults>().z);
  ZoomMap(frame.state.views.Of<MapState>(), frame.results.views.Of<MapResults>().box, canvas,
          canvas.Contains(z) ? z : canvas.center(), factor);
}

void HandleKeys(Frame& frame, const Rect& canvas) {
  if (!ImGui::IsItemFocused() || !ImGui::IsWindowFocused()) return;
  // Taken from the movement between controls, as long as the focus is here: Tab leads away.
  for (const ImGuiKey key :
       {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow}) {
    ImGui::SetKeyOwner(key, ImGui::GetItemID());
  }
  HandleArrows(frame);
  // Characters rather than keys: where the plus is depends on the keyboard.
  for (const ImWchar character : ImGui::GetIO().InputQueueCharacters) {
    if (character == '+' || character == '=') ZoomByKey(frame, canvas, kWheelStep);
    if (character == '-') ZoomByKey(frame, canvas, 1 / kWheelStep);
    if (character == '0') FitMap(frame.state.views.Of<MapState>());
  }
}

void UpdateHover(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  const ImVec2 at = ImGui::GetIO().MousePos;
  const bool looking = map.drag == MapDrag::kNone || map.drag == MapDrag::kTake ||
                       (map.drag == MapDrag::kUndecided && !ByFinger());
  const bool over = canvas.Contains(at) && (ImGui::IsItemHovered() || ImGui::IsItemActive());
  if (over && looking && !frame.pinch.active) {
    map.hover = ToMap(map.shown, canvas, at);
  } else {
    map.hover.reset();
  }
}

void SetCursor(const Frame& frame, const Rect& canvas) {
  if (!ImGui::IsItemHovered()) return;
  const MapState& map = frame.state.views.Of<MapState>();
  const bool takes = map.mode == MapMode::kTake || OnMarker(frame, canvas, ImGui::GetIO().MousePos);
  if (map.drag == MapDrag::kPan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  if (map.drag == MapDrag::kTake || takes) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

}  // namespace

void FitMap(MapState& map) { map.camera.reset(); }

void ZoomMap(MapState& map, const MapBox& box, const Rect& canvas, ImVec2 around, float factor) {
  const float limited =
      KeptNear({map.shown.center, map.shown.scale * factor}, box, canvas).scale / map.shown.scale;
  map.shown = KeptNear(Zoomed(map.shown, canvas, around, limited), box, canvas);
  map.camera = map.shown;
}

void HandleMapInput(Frame& frame, const Rect& canvas) {
  MapState& map = frame.state.views.Of<MapState>();
  map.canvas_size = {canvas.width, canvas.height};
  map.shown = map.camera.value_or(
      FitCamera(frame.results.views.Of<MapResults>().box, canvas.width, canvas.height));
  frame.ui.rects["map"] = canvas;
  ImGui::SetCursorScreenPos(canvas.min());
  ImGui::InvisibleButton("map", {canvas.width, canvas.height});
  TakeDrag(frame.ui);
  HandlePointer(frame, canvas);
  HandleWheel(frame, canvas);
  HandleKeys(frame, canvas);
  UpdateHover(frame, canvas);
  SetCursor(frame, canvas);
}

}  // namespace app
