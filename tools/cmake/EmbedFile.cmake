# Turns INPUT into FOLDER/NAME.cc and FOLDER/NAME.h; called by vae_embed.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
# 20 bytes a line: some editors and compilers dislike a line of a megabyte.
string(REPEAT "0x[0-9a-f][0-9a-f]," 20 line)
string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")

string(REPLACE "_" ";" words ${NAME})
set(constant k)
foreach(word IN LISTS words)
  string(SUBSTRING ${word} 0 1 first)
  string(SUBSTRING ${word} 1 -1 rest)
  string(TOUPPER ${first} first)
  string(APPEND constant ${first}${rest})
endforeach()
cmake_path(GET INPUT FILENAME file_name)

file(WRITE ${FOLDER}/${NAME}.h
"// Generated from ${file_name}.
#pragma once

#include <span>

namespace embedded {
extern const std::span<const unsigned char> ${constant};
}
")
file(WRITE ${FOLDER}/${NAME}.cc
"// Generated from ${file_name}.
#include \"embedded/${NAME}.h\"

namespace embedded {
namespace {
constexpr unsigned char kBytes[] = {
${bytes}
};
}  // namespace
constinit const std::span<const unsigned char> ${constant}{kBytes};
}  // namespace embedded
")
