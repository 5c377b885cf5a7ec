// The view "Map": the test digits in latent space.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "app/model/z_source.h"
#include "app/ui/texture.h"
#include "app/views/map/camera.h"
#include "core/types.h"
#include "explore/pca.h"

namespace app {

// Of a z that is taken here.
inline constexpr ZSource kOfMap{4};

// How codes are laid out in two dimensions.
enum class MapKind {
  kPlane,      // L = 2: the codes themselves
  kEmbedding,  // the places that the map's file gives (t-SNE)
  kPca,        // the plane through the codes along which they vary most
};

enum class MapMode { kPan, kTake };  // what a drag does

// A press on the map, from the moment it begins.
enum class MapDrag {
  kNone,
  kUndecided,  // a click, unless it moves
  kPan,
  kTake,
  kIgnored,  // two fingers, or the second click of two
};

// What the user did.
struct MapState {
  MapMode mode = MapMode::kPan;
  bool pca = false;              // rather than the file's places, where there is a choice
  bool digits_beneath = false;   // L = 2: decoded digits under the points
  std::optional<int> highlight;  // a class

  std::optional<MapCamera> camera;  // none: all fits
  std::optional<MapPlace> hover;    // the place whose digit floats beside the pointer

  MapDrag drag = MapDrag::kNone;
  ImVec2 pressed_at = {};
  // z before the press, for presses that turn out to mean something else.
  vae::Vector z_before;
  ZSource source_before = {};

  // Where z has been taken, and that z: by neighbours, going back does not lead there exactly.
  std::optional<std::pair<MapPlace, vae::Vector>> taken;

  // What the last frame showed.
  MapCamera shown;
  ImVec2 canvas_size = {};
  float dot_radius = 0;  // in device pixels
};

// Digits decoded on a grid of squares of the plane, from the top left.
struct MapTiles {
  float step = 0;  // the side of a square; 0: none
  int left = 0;    // column 0 begins at left * step,
  int top = 0;     // row 0 ends at top * step
  int columns = 0;
  int rows = 0;
  vae::Matrix digits;       // (784, rows * columns): 0 where they are still missing
  std::vector<bool> known;  // which are not
  bool complete = false;
  uint64_t version = 0;
};

// Two perpendicular half axes of an ellipse.
struct MapEllipse {
  MapPlace major;
  MapPlace minor;
};

// What the model makes of it.
struct MapResults {
  // The test digits, once the model's map is here.
  bool ready = false;
  MapKind kind = MapKind::kPlane;
  vae::Matrix position;  // (2, N)
  vae::Pca pca;          // kPca
  MapBox box;
  vae::Matrix medians;  // (2, 10): of each class (explore/class_labels.h)

  MapPlace own;                       // the drawing's mu
  MapPlace z;                         // the current z
  std::optional<MapEllipse> ellipse;  // two standard deviations of q(z|x), where they have a shape
  std::vector<MapPlace> trail;        // where `own` was while the digit was drawn

  vae::Vector hover_digit;  // (784): decoded at MapState::hover
  uint64_t hover_version = 0;
  MapTiles tiles;

  // What all this is made from.
  struct Seen {
    uint64_t model = 0;
    uint64_t weights = 0;
    uint64_t map = 0;
    uint64_t input = 0;
    uint64_t z = 0;
    bool pca = false;
    bool example = false;
    size_t strokes = 0;
    std::optional<MapPlace> hover;
  } seen;
};

struct MapPictures {
  Texture dot;    // white, of a radius in device pixels
  Texture hover;  // 28 x 28
  Texture tiles;
  float dot_radius = 0;
  uint64_t hover_version = 0;
  uint64_t tiles_version = 0;
  bool night = false;
};

}  // namespace app
