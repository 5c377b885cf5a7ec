#include "learn/batches.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/trainer.h"
#include "data/idx.h"
#include "learn/dreams.h"

namespace vae {
namespace {

// Of varied drawings: 4 x 4 samples a pixel.
constexpr int kVariedSide = 4 * kDigitSide;

Index DrawnDigits(const Lesson& lesson, int batch_size) {
  if (!lesson.rehearsal) return batch_size;
  const auto drawn = static_cast<Index>(std::lround(lesson.share * batch_size));
  return std::clamp<Index>(drawn, 1, batch_size);
}

}  // namespace

Status DigitStore::Add(Bytes file) {
  const std::string name = "File " + std::to_string(files_.size() + 1) + " of digits";
  const auto pixels = ParseIdxPixels(file, name);
  if (!pixels) return Failure(pixels.error());
  const auto count = static_cast<uint32_t>(pixels->size() / kDigitPixels);
  // The bytes stay where they are when the vector that holds them moves.
  files_.push_back(std::move(file));
  pixels_.push_back(*pixels);
  ends_.push_back(size() + count);
  return {};
}

void DigitStore::Get(uint32_t index, Eigen::Ref<Vector> digit) const {
  const auto file =
      static_cast<size_t>(std::upper_bound(ends_.begin(), ends_.end(), index) - ends_.begin());
  const uint32_t first = file == 0 ? 0 : ends_[file - 1];
  const uint8_t* const bytes = pixels_[file].data() + size_t{index - first} * kDigitPixels;
  using ByteVector = Eigen::Matrix<uint8_t, Eigen::Dynamic, 1>;
  digit = Eigen::Map<const ByteVector>(bytes, kDigitPixels).cast<Scalar>() / Scalar{255};
}

DigitBatches::DigitBatches(DigitStore store, int batch_size, uint64_t seed)
    : store_(std::move(store)),
      batch_size_(static_cast<size_t>(batch_size)),
      seed_(seed),
      order_(EpochOrder(seed, 0, store_.size())) {}

const Matrix& DigitBatches::Next() {
  if (next_ == order_.size()) {
    order_ = EpochOrder(seed_, ++epoch_, store_.size());
    next_ = 0;
  }
  const size_t count = std::min(batch_size_, order_.size() - next_);
  batch_.resize(kDigitPixels, static_cast<Index>(count));
  for (Index i = 0; i < batch_.cols(); ++i) store_.Get(order_[next_++], batch_.col(i));
  return batch_;
}

int64_t DigitBatches::epoch_steps() const {
  return static_cast<int64_t>((order_.size() + batch_size_ - 1) / batch_size_);
}

bool DigitBatches::GoTo(const BatchPlace& place) {
  const int64_t digits = place.epoch_given > 0 ? place.epoch_digits : int64_t{store_.size()};
  if (digits > int64_t{store_.size()}) return false;
  epoch_ = place.epochs;
  order_ = EpochOrder(seed_, epoch_, static_cast<uint32_t>(digits));
  next_ = std::min(static_cast<size_t>(place.epoch_given) * batch_size_, order_.size());
  return true;
}

DreamBatches::DreamBatches(VaeParams dreamer, int batch_size, uint64_t seed)
    : dreamer_(std::move(dreamer)), seed_(seed), batch_(kDigitPixels, batch_size) {}

const Matrix& DreamBatches::Next() {
  Dream(dreamer_, seed_, draw_++, batch_);
  return batch_;
}

int64_t DreamBatches::epoch_steps() const {
  return (kEpochDigits + batch_.cols() - 1) / batch_.cols();
}

bool DreamBatches::GoTo(const BatchPlace& place) {
  draw_ = static_cast<uint64_t>(place.given);
  return true;
}

LessonBatches::LessonBatches(Lesson lesson, VaeParams dreamer, int batch_size, uint64_t seed)
    : lesson_(std::move(lesson)),
      dreamer_(std::move(dreamer)),
      seed_(seed),
      drawn_(DrawnDigits(lesson_, batch_size)),
      batch_(kDigitPixels, batch_size) {
  eigen_assert(!lesson_.drawings.empty());
}

const Matrix& LessonBatches::Next() {
  for (Index i = 0; i < drawn_; ++i) {
    const Drawing& drawing = lesson_.drawings[varied_ % lesson_.drawings.size()];
    const RandomKey key{seed_, Stream::kVariation, varied_++};
    batch_.col(i) = DigitOf(Vary(drawing, {}, key), lesson_.form, kVariedSide);
  }
  const Index rehearsed = batch_.cols() - drawn_;
  if (rehearsed > 0) Dream(dreamer_, seed_, draw_++, batch_.rightCols(rehearsed));
  return batch_;
}

bool LessonBatches::GoTo(const BatchPlace& place) {
  draw_ = static_cast<uint64_t>(place.given);
  varied_ = draw_ * static_cast<uint64_t>(drawn_);
  return true;
}

}  // namespace vae
