#include "app/views/map/camera.h"

#include <algorithm>

#include "app/ui/widgets.h"

namespace app {
namespace {

constexpr float kMargin = 12;  // logical pixels around what is fitted
constexpr float kFarthest = 0.5f;
constexpr float kNearest = 60;  // times as close as when fitted

}  // namespace

MapCamera FitCamera(const MapBox& box, float width, float height) {
  const float box_width = std::max(box.most.x - box.least.x, 1e-6f);
  const float box_height = std::max(box.most.y - box.least.y, 1e-6f);
  return {.center = {(box.least.x + box.most.x) / 2, (box.least.y + box.most.y) / 2},
          .scale = std::min(std::max(width - 2 * kMargin, 1.0f) / box_width,
                            std::max(height - 2 * kMargin, 1.0f) / box_height)};
}

ImVec2 ToScreen(const MapCamera& camera, const Rect& canvas, MapPlace place) {
  const ImVec2 middle = canvas.center();
  return {middle.x + camera.scale * (place.x - camera.center.x),
          middle.y - camera.scale * (place.y - camera.center.y)};
}

MapPlace ToMap(const MapCamera& camera, const Rect& canvas, ImVec2 point) {
  const ImVec2 middle = canvas.center();
  return {camera.center.x + (point.x - middle.x) / camera.scale,
          camera.center.y - (point.y - middle.y) / camera.scale};
}

MapCamera Panned(const MapCamera& camera, ImVec2 by) {
  return {.center = {camera.center.x - by.x / camera.scale, camera.center.y + by.y / camera.scale},
          .scale = camera.scale};
}

MapCamera Zoomed(const MapCamera& camera, const Rect& canvas, ImVec2 around, float factor) {
  const MapPlace fixed = ToMap(camera, canvas, around);
  MapCamera zoomed = camera;
  zoomed.scale *= factor;
  const ImVec2 now = ToScreen(zoomed, canvas, fixed);
  return Panned(zoomed, {around.x - now.x, around.y - now.y});
}

MapCamera KeptNear(const MapCamera& camera, const MapBox& box, const Rect& canvas) {
  const float fitted = FitCamera(box, canvas.width, canvas.height).scale;
  return {.center = {std::clamp(camera.center.x, box.least.x, box.most.x),
                     std::clamp(camera.center.y, box.least.y, box.most.y)},
          .scale = std::clamp(camera.scale, kFarthest * fitted, kNearest * fitted)};
}

}  // namespace app
