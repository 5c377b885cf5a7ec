// What the fuzzers of files with checksums do before and after their own checks. `parse` is the
// parser as a function object of bytes and name.
#pragma once

#include <optional>
#include <span>
#include <utility>

#include "fuzz/fuzz_target.h"
#include "io/safetensors.h"

namespace vae {

// Parses the input as it is, and again with checksums that fit, which `rehash` adds to that of the
// payload: most damage would end at a checksum, not at what is behind it. Returns what the second
// gives, if it is accepted.
template <class Parse, class Rehash>
auto ParseRehashed(std::span<const std::byte> input, const Parse& parse, const Rehash& rehash) {
  const auto as_it_is = parse(input, "input");
  using Content = std::remove_cvref_t<decltype(*as_it_is)>;
  Require(as_it_is.has_value() || as_it_is.error().size() < 400);
  Result<SafetensorsFile> file = ParseSafetensors(input, "input");
  if (!file) {
    Require(!as_it_is.has_value());
    return std::optional<Content>();
  }
  file->metadata["payload_sha256"] = PayloadSha256(*file);
  rehash(*file);
  auto content = parse(SerializeSafetensors(*file), "rehashed");
  return content ? std::optional<Content>(std::move(*content)) : std::nullopt;
}

template <class Parse>
auto ParseRehashed(std::span<const std::byte> input, const Parse& parse) {
  return ParseRehashed(input, parse, [](SafetensorsFile&) {});
}

// What was read, written, is read again and the same.
template <class Content, class Parse>
void RequireRoundTrip(const Content& content, const Parse& parse,
                      Bytes (*serialize)(const Content&)) {
  const Bytes written = serialize(content);
  const Result<Content> again = parse(written, "written");
  Require(again.has_value());
  Require(serialize(*again) == written);
}

}  // namespace vae
