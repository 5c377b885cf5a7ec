// What the command-line tools share: flags, sentences on failure, exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/result.h"

namespace tools {

inline constexpr int kExitFailure = 1;  // bad input, unwritable output
inline constexpr int kExitUsage = 2;    // flags that do not exist or do not parse

// Parses flags written with '-' or '_' alike. A flag without a value may be followed by 0 or 1,
// which switches it off or on. Descriptions are broken into lines that fit 80 columns. Returns the
// exit code when the program should stop (--help, --version, usage errors), else -1.
int ParseCommandLine(CLI::App& app, int argc, const char* const* argv);

// Adds --version, which prints the program's name and version.
void AddVersion(CLI::App& app);

// For seeds: a whole number that fits 64 bits. CLI11 takes what is too large for the largest there
// is.
extern const CLI::Validator kSeedNumber;

// Writes out what waits for standard output. Fails when that, or anything printed before, could not
// be written: what was printed is part of a program's result.
vae::Status FlushOutput();

// As many threads as the machine has cores.
int DefaultThreads();

// Prints "<program>: <sentence>" to standard error and returns kExitFailure.
int Fail(const std::string& program, const std::string& sentence);

}  // namespace tools
