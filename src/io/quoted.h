// Names out of untrusted files, made fit for a sentence.
#pragma once

#include <string>
#include <string_view>

namespace vae {

// `text` in double quotes: control characters become '?', what is longer than a line is cut. Keeps
// valid UTF-8 valid.
std::string Quoted(std::string_view text);

}  // namespace vae
