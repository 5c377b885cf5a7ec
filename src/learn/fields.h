// Fields of a JSON message, read and written by the same lines: a function that names each field
// once is given a FieldReader or a FieldWriter.
#pragma once

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "io/file.h"
#include "learn/messages.h"

namespace vae {

using Json = nlohmann::json;

struct Range {
  double least = 0;
  double most = 0;
};

class FieldWriter {
 public:
  template <class Number>
  void Value(const char* name, const Number& value, Range /*range*/) {
    json_[name] = value;
  }
  void Value(const char* name, const std::optional<double>& value, Range /*range*/) {
    if (value) json_[name] = *value;
  }
  void Flag(const char* name, bool value) { json_[name] = value; }
  void Text(const char* name, const std::string& value) { json_[name] = value; }
  template <class E, size_t N>
  void Choice(const char* name, E value, const char* const (&names)[N]) {
    json_[name] = names[static_cast<size_t>(value)];
  }
  void Buffer(const char* name, Bytes bytes) {
    json_[name] = bytes.empty() ? Json() : Json(Add(std::move(bytes)));
  }
  void Buffers(const char* name, const std::vector<Bytes>& list) {
    Json indices = Json::array();
    for (const Bytes& bytes : list) indices.push_back(Add(bytes));
    json_[name] = std::move(indices);
  }
  void Other(const char* name, Json json) { json_[name] = std::move(json); }

  Json TakeJson() && { return std::move(json_); }
  Packet Finish() && {
    return {json_.dump(-1, ' ', false, Json::error_handler_t::replace), std::move(buffers_)};
  }

 private:
  size_t Add(Bytes bytes) {
    buffers_.push_back(std::move(bytes));
    return buffers_.size() - 1;
  }

  Json json_ = Json::object();
  std::vector<Bytes> buffers_;
};

// Keeps the first thing that is wrong; what is left out keeps its value.
class FieldReader {
 public:
  FieldReader(const Json& json, std::vector<Bytes>& buffers) : json_(json), buffers_(buffers) {}

  template <class Number>
  void Value(const char* name, Number& value, Range range) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    const double number = found->is_number() ? found->get<double>() : range.least - 1;
    const bool whole = !std::is_integral_v<Number> || found->is_number_integer();
    if (!(number >= range.least && number <= range.most) || !whole) return Wrong(name, range);
    value = found->get<Number>();
  }
  void Value(const char* name, std::optional<double>& value, Range range) {
    if (Find(name) == nullptr) return;
    double number = 0;
    Value(name, number, range);
    value = number;
  }
  void Flag(const char* name, bool& value) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    if (!found->is_boolean()) return Wrong(name, "true or false");
    value = found->get<bool>();
  }
  void Text(const char* name, std::string& value) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    if (!found->is_string()) return Wrong(name, "a text");
    value = found->get<std::string>();
  }
  template <class E, size_t N>
  void Choice(const char* name, E& value, const char* const (&names)[N]) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    std::string choices;
    for (size_t i = 0; i < N; ++i) {
      if (*found == names[i]) {
        value = static_cast<E>(i);
        return;
      }
      choices += (i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(names[i]);
    }
    Wrong(name, choices);
  }
  void Buffer(const char* name, Bytes& bytes) {
    if (const Json* const found = Find(name)) Take(name, *found, bytes);
  }
  void Buffers(const char* name, std::vector<Bytes>& list) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    if (!found->is_array()) return Wrong(name, "a list of buffers");
    for (const Json& index : *found) Take(name, index, list.emplace_back());
  }
  // The value itself, null if left out.
  const Json* Find(const char* name) const {
    const auto found = json_.find(name);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
  }

  void Wrong(const char* name, const std::string& expected) {
    if (error_.empty()) error_ = std::string(name) + " is not what it should be; give " + expected;
  }

  const std::string& error() const { return error_; }
  // What was wrong in an object within this one.
  void Adopt(const FieldReader& inner) {
    if (error_.empty()) error_ = inner.error_;
  }

 private:
  static std::string Brief(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", number);
    return text;
  }
  void Wrong(const char* name, Range range) {
    Wrong(name, "a number from " + Brief(range.least) + " to " + Brief(range.most));
  }
  void Take(const char* name, const Json& index, Bytes& bytes) {
    if (!index.is_number_unsigned() || index.get<uint64_t>() >= buffers_.size()) {
      return Wrong(name, "the index of a buffer");
    }
    bytes = std::move(buffers_[index.get<size_t>()]);
  }

  const Json& json_;
  std::vector<Bytes>& buffers_;
  std::string error_;
};

}  // namespace vae
