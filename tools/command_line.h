// What the command-line tools share: flags, sentences on failure, exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace tools {

inline constexpr int kExitFailure = 1;  // bad input, unwritable output
inline constexpr int kExitUsage = 2;    // flags that do not exist or do not parse

// Parses flags written with '-' or '_' alike. Returns the exit code when the program should stop
// (--help, usage errors), else -1.
int ParseCommandLine(CLI::App& app, int argc, const char* const* argv);

// As many threads as the machine has cores.
int DefaultThreads();

// Prints "<program>: <sentence>" to standard error and returns kExitFailure.
int Fail(const std::string& program, const std::string& sentence);

}  // namespace tools
