// How failures of the outside world travel: as values that carry one sentence for the user, which
// names what is wrong, where, and what to do about it. Broken promises of our own code assert.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace vae {

template <class T>
using Result = tl::expected<T, std::string>;
using Status = Result<void>;

inline tl::unexpected<std::string> Failure(std::string sentence) {
  return tl::make_unexpected(std::move(sentence));
}

}  // namespace vae
