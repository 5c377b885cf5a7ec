#include "learn/kept_course.h"

#include <charconv>
#include <string>
#include <utility>

#include "io/checkpoint.h"

namespace vae {
namespace {

// Each number of a place, by its key.
template <class Place, class Use>
void ForEachNumber(Place& place, Use use) {
  use("batches", place.given);
  use("epochs", place.epochs);
  use("epoch_batches", place.epoch_given);
  use("epoch_digits", place.epoch_digits);
}

bool ParseCount(const std::string& text, int64_t& value) {
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stopped == end && value >= 0;
}

}  // namespace

Bytes SerializeCourse(const KeptCourse& course) {
  Checkpoint checkpoint{.state = course.state, .metadata = {}};
  ForEachNumber(course.place, [&](const char* key, int64_t value) {
    checkpoint.metadata[key] = std::to_string(value);
  });
  return SerializeCheckpoint(checkpoint);
}

Result<KeptCourse> ParseCourse(std::span<const std::byte> bytes) {
  Result<Checkpoint> checkpoint = ParseCheckpoint(bytes, "The course that was kept");
  if (!checkpoint) return Failure(checkpoint.error());
  KeptCourse course{.state = std::move(checkpoint->state), .place = {}};
  bool whole = true;
  ForEachNumber(course.place, [&](const char* key, int64_t& value) {
    whole = ParseCount(checkpoint->metadata[key], value) && whole;
  });
  if (!whole) return Failure("The course that was kept does not say where it was; start again");
  return course;
}

}  // namespace vae
