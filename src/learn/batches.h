// Where a course takes its batches from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/types.h"
#include "core/vae.h"
#include "io/file.h"
#include "learn/messages.h"

namespace vae {

// Where a course is in its batches.
struct BatchPlace {
  int64_t given = 0;         // batches
  int64_t epochs = 0;        // that are done
  int64_t epoch_given = 0;   // batches of the one after these
  int64_t epoch_digits = 0;  // of it, where epochs go through digits

  bool operator==(const BatchPlace&) const = default;
};

class BatchSource {
 public:
  virtual ~BatchSource() = default;
  // The next batch, (784, B), B >= 1: good until the next call.
  virtual const Matrix& Next() = 0;
  // Of the epoch that the last batch was of, or, before any, of the first; 0: there are none.
  virtual int64_t epoch_steps() const = 0;
  // Digits of the epoch that is under way, where epochs go through digits.
  virtual int64_t epoch_digits() const { return 0; }
  // Goes on from a place that a source of the same making was at, instead of the beginning. False
  // if this one has not got the digits for it.
  virtual bool GoTo(const BatchPlace& place) = 0;
};

// Digits that stay the bytes of their files: a fourth of what they take as numbers.
class DigitStore {
 public:
  // Adds those of an IDX file of images. Fails as ParseIdxPixels (idx.h) does.
  Status Add(Bytes file);
  uint32_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  // Digit `index` into `digit` (784), byte / 255.
  void Get(uint32_t index, Eigen::Ref<Vector> digit) const;

 private:
  std::vector<Bytes> files_;
  std::vector<std::span<const uint8_t>> pixels_;  // of each file
  std::vector<uint32_t> ends_;                    // digits up to and with each file
};

// Digits in the order of EpochOrder (trainer.h): that of vae-train with the same seed.
class DigitBatches final : public BatchSource {
 public:
  DigitBatches(DigitStore store, int batch_size, uint64_t seed);
  // Digits of another file, for the epochs to come.
  Status Add(Bytes file) { return store_.Add(std::move(file)); }
  const Matrix& Next() override;
  int64_t epoch_steps() const override;
  int64_t epoch_digits() const override { return static_cast<int64_t>(order_.size()); }
  bool GoTo(const BatchPlace& place) override;

 private:
  DigitStore store_;
  size_t batch_size_;
  uint64_t seed_;
  int64_t epoch_ = 0;
  std::vector<uint32_t> order_;  // of this epoch
  size_t next_ = 0;
  Matrix batch_;
};

// Dreams of a model, new ones in every batch.
class DreamBatches final : public BatchSource {
 public:
  static constexpr int64_t kEpochDigits = 10'000;  // what counts as an epoch

  DreamBatches(VaeParams dreamer, int batch_size, uint64_t seed);
  const Matrix& Next() override;
  int64_t epoch_steps() const override;
  bool GoTo(const BatchPlace& place) override;

 private:
  VaeParams dreamer_;
  uint64_t seed_;
  uint64_t draw_ = 0;
  Matrix batch_;
};

// Drawings, each new one varied anew, and what is to be kept in mind.
class LessonBatches final : public BatchSource {
 public:
  // The lesson has drawings.
  LessonBatches(Lesson lesson, VaeParams dreamer, int batch_size, uint64_t seed);
  const Matrix& Next() override;
  int64_t epoch_steps() const override { return 0; }
  bool GoTo(const BatchPlace& place) override;

 private:
  Lesson lesson_;
  VaeParams dreamer_;
  uint64_t seed_;
  uint64_t draw_ = 0;
  uint64_t varied_ = 0;
  Index drawn_;  // digits of a batch that are drawings
  Matrix batch_;
};

}  // namespace vae
