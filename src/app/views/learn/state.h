// What the view "Learn" keeps. The course itself is known to all views (model/learning_state.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/ui/texture.h"
#include "core/thread_pool.h"
#include "core/types.h"
#include "explore/tsne.h"

namespace app {

struct LearnState {
  bool teach = false;  // the lesson rather than a course from nothing
  bool tsne = false;   // the map of more than two dimensions, once the course rests; else by PCA
};

inline constexpr int kUnitsShown = 64;  // of the first layer

// Places that t-SNE is laying out, a little with each frame.
struct LearnLayout {
  vae::ThreadPool pool{1};
  std::optional<vae::TsneDescent> descent;
};

// The square of the plane that is shown: of all points but the outermost.
struct LearnBox {
  float x = 0;  // its centre
  float y = 0;
  float half = 1;
};

struct LearnResults {
  // Where the encoder puts the test digits: for L = 2 mu itself, else along the two directions in
  // which it varies most, turned so that as little as possible jumps, or by t-SNE the first of
  // them.
  vae::Matrix places;   // (2, M)
  vae::Matrix before;   // (2, M): of the snapshot before, from where they glide; or empty
  vae::Matrix medians;  // (2, 10): of each class
  LearnBox box;
  LearnBox box_before;
  double moved_at = 0;  // AppState::seconds
  uint64_t snapshots = 0;
  std::shared_ptr<LearnLayout> layout;  // by t-SNE; else null
  uint64_t laid_out = 0;                // the snapshot that it is of
  double stepped_at = 0;                // AppState::seconds

  vae::Matrix units;  // (784, up to kUnitsShown): weights of the first layer
  uint64_t units_version = 0;
  uint64_t weights = 0;

  vae::Matrix lesson;  // (784, drawings): what the encoder gets of each
  uint64_t lesson_version = 0;
  uint64_t lesson_changes = 0;
  bool lesson_centred = true;

  // The drawing on the pad by the network before it was taught: what it made of it, and the nats.
  vae::Vector untaught;  // (784), or empty
  double untaught_nats = 0;
  uint64_t untaught_version = 0;
  uint64_t input = 0;
  const void* taught_from = nullptr;
};

struct LearnPictures {
  Texture units;
  uint64_t units_version = 0;
  Texture lesson;
  uint64_t lesson_version = 0;
  Texture untaught;
  uint64_t untaught_version = 0;
};

}  // namespace app
