// What the learner (src/learn) has been asked and has told.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/vae.h"
#include "learn/messages.h"

namespace app {

struct LossPoint {
  int64_t step = 0;
  float recon_nats = 0;  // means over the steps since the point before
  float kl_nats = 0;
};

struct LessonPoint {
  int64_t step = 0;
  float now = 0;    // nats of the lesson's drawings, the median
  float known = 0;  // of digits that are not rehearsed
};

// What a course that begins is to be like.
struct CourseOptions {
  bool from_model = false;  // goes on from the current model; else from random weights
  int latent_dim = 2;
  int hidden_dim = 500;
  vae::Recipe recipe = vae::Recipe::kOriginal;
  int batch_size = 20;  // with this and that rate samples are digits soonest
  float learning_rate = 0.003f;
  float beta = 1;
  uint64_t seed = 1;
  bool dreams = false;  // digits that a model makes up, also where there are real ones
};

struct Learning {
  bool offered = false;     // the platform has a learner
  bool has_digits = false;  // and digits, or what else it is to draw
  std::string images_name;  // of the user's own pictures; empty: MNIST's training digits
  int64_t images = 60'000;
  CourseOptions options;

  // The course: whether there is one, runs, and has told of itself.
  bool begun = false;
  bool running = false;
  bool told = false;
  bool teaching = false;  // on the lesson
  bool dreaming = false;  // on dreams
  bool adopt = false;     // its model becomes the current one when it comes
  bool awake = false;     // the learner has been asked for something since it was let go
  int64_t step = 0;
  int64_t epoch = 0;
  int64_t epoch_steps = 0;  // 0: no epochs
  int64_t steps = 0;        // of the course; 0: no end
  double recon_nats = 0;
  double kl_nats = 0;
  double digits_per_second = 0;
  int threads = 1;
  std::string error;
  std::vector<LossPoint> losses;  // thinned out: the whole course in at most kMostPoints
  vae::Matrix places;             // (2, M): of the first M test digits (PlacesOf); none: (0, 0)
  uint64_t snapshots = 0;         // how many have come

  // The lesson.
  std::vector<vae::Drawing> lesson;
  uint64_t lesson_changes = 0;
  bool rehearsal = true;
  std::optional<vae::LessonProgress> progress;
  std::shared_ptr<const vae::VaeParams> before;         // the network before it was taught
  std::array<std::vector<LessonPoint>, 2> lesson_went;  // without rehearsal, and with
};

}  // namespace app
