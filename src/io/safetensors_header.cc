#include "io/safetensors_header.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "io/quoted.h"

namespace vae {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kMetadataKey = "__metadata__";

// Receives the header token by token, so that nothing is built that safetensors does not have, and
// hostile nesting ends at its first bracket.
class HeaderReader : public nlohmann::json_sax<Json> {
 public:
  const SafetensorsHeader& header() const { return header_; }
  const std::string& error() const { return error_; }

  bool start_object(size_t) override {
    if (place_ == Place::kStart) return Enter(Place::kTop);
    if (place_ == Place::kName && key_ == kMetadataKey) return Enter(Place::kMetadata);
    if (place_ == Place::kName) return Enter(Place::kTensor);
    return Misplaced();
  }

  bool key(string_t& key) override {
    key_ = key;
    switch (place_) {
      case Place::kTop:
        return StartEntry();
      case Place::kMetadata:
        return !header_.metadata.contains(key) || Duplicate(key);
      case Place::kTensor:
        return IsNewField();
      default:
        return Misplaced();
    }
  }

  bool string(string_t& value) override {
    if (place_ == Place::kMetadata) {
      header_.metadata[key_] = value;
      return true;
    }
    if (place_ != Place::kTensor || key_ != "dtype") return Misplaced();
    dtype_ = value;
    return true;
  }

  bool start_array(size_t) override {
    if (place_ != Place::kTensor || key_ == "dtype") return Misplaced();
    (key_ == "shape" ? shape_ : offsets_).emplace();
    return Enter(Place::kNumbers);
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ != Place::kNumbers) return Misplaced();
    (key_ == "shape" ? shape_ : offsets_)->push_back(value);
    return true;
  }

  bool end_array() override { return Enter(Place::kTensor); }

  bool end_object() override {
    switch (place_) {
      case Place::kTensor:
        return FinishTensor();
      case Place::kMetadata:
        return Enter(Place::kTop);
      default:
        return Enter(Place::kEnd);
    }
  }

  bool null() override { return Misplaced(); }
  bool boolean(bool) override { return Misplaced(); }
  bool number_integer(number_integer_t) override { return Misplaced(); }
  bool number_float(number_float_t, const string_t&) override { return Misplaced(); }
  bool binary(binary_t&) override { return Misplaced(); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override {
    return Fail("has a header that is not JSON");
  }

 private:
  enum class Place {
    kStart,     // before the outer object
    kTop,       // in it
    kName,      // in it, after a name
    kMetadata,  // in the object of __metadata__
    kTensor,    // in the object of a tensor
    kNumbers,   // in its shape or data_offsets
    kEnd,
  };

  bool Enter(Place place) {
    place_ = place;
    return true;
  }

  bool StartEntry() {
    if (key_ == kMetadataKey ? has_metadata_ : header_.tensors.contains(key_)) {
      return Duplicate(key_);
    }
    has_metadata_ |= key_ == kMetadataKey;
    name_ = key_;
    dtype_.reset();
    shape_.reset();
    offsets_.reset();
    return Enter(Place::kName);
  }

  bool IsNewField() {
    if (key_ == "dtype") return !dtype_ || Duplicate(key_);
    if (key_ == "shape") return !shape_ || Duplicate(key_);
    if (key_ == "data_offsets") return !offsets_ || Duplicate(key_);
    return Fail("has the unknown field " + Quoted(key_) + " in tensor " + Quoted(name_));
  }

  bool FinishTensor() {
    if (!dtype_ || !shape_ || !offsets_ || offsets_->size() != 2) {
      return Fail("lacks dtype, shape or data_offsets of tensor " + Quoted(name_));
    }
    header_.tensors[name_] = {*dtype_, *shape_, offsets_->front(), offsets_->back()};
    return Enter(Place::kTop);
  }

  bool Duplicate(const std::string& key) { return Fail("has " + Quoted(key) + " twice"); }

  bool Misplaced() { return Fail("has a header that is not laid out as safetensors"); }

  bool Fail(std::string error) {
    if (error_.empty()) error_ = std::move(error);
    return false;
  }

  Place place_ = Place::kStart;
  std::string key_;   // the last key
  std::string name_;  // the last key of the outer object
  bool has_metadata_ = false;
  std::optional<std::string> dtype_;  // of the tensor `name_`, as far as read
  std::optional<std::vector<uint64_t>> shape_;
  std::optional<std::vector<uint64_t>> offsets_;
  SafetensorsHeader header_;
  std::string error_;
};

}  // namespace

std::string FormatHeader(const SafetensorsHeader& header) {
  Json json = Json::object();
  if (!header.metadata.empty()) json[std::string(kMetadataKey)] = header.metadata;
  for (const auto& [name, entry] : header.tensors) {
    json[name] = {{"dtype", entry.dtype},
                  {"shape", entry.shape},
                  {"data_offsets", Json::array({entry.begin, entry.end})}};
  }
  return json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

Result<SafetensorsHeader> ParseHeader(std::string_view text) {
  // The JSON parser would skip blanks before the object and stop at a NUL.
  if (!text.starts_with('{') || text.find('\0') != std::string_view::npos) {
    return Failure("has a header that is not JSON");
  }
  HeaderReader reader;
  const bool ok = Json::sax_parse(text.begin(), text.end(), &reader);
  if (!ok) return Failure(reader.error());
  return reader.header();
}

}  // namespace vae
