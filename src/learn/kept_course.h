// A course that rests, as bytes: a checkpoint (io/checkpoint.h) whose metadata also says where the
// course is in its batches.
#pragma once

#include <span>

#include "core/result.h"
#include "core/trainer.h"
#include "io/file.h"
#include "learn/batches.h"

namespace vae {

struct KeptCourse {
  TrainState state;
  BatchPlace place;
};

Bytes SerializeCourse(const KeptCourse& course);

// Mirror image; fails with one sentence.
Result<KeptCourse> ParseCourse(std::span<const std::byte> bytes);

}  // namespace vae
