#include "command_line.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <thread>

namespace tools {
namespace {

// "--batch_size=5" -> "--batch-size=5"; anything but a long flag stays as it is.
std::string WithHyphens(std::string argument) {
  if (!argument.starts_with("--")) return argument;
  const auto end = std::find(argument.begin(), argument.end(), '=');
  std::replace(argument.begin(), end, '_', '-');
  return argument;
}

}  // namespace

int ParseCommandLine(CLI::App& app, int argc, const char* const* argv) {
  for (CLI::Option* option : app.get_options()) {  // a flag given twice: the last one counts
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  std::vector<std::string> arguments;  // CLI11 takes them last first
  for (int i = argc - 1; i > 0; --i) arguments.push_back(WithHyphens(argv[i]));
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? 0 : kExitUsage;
  }
  return -1;
}

int DefaultThreads() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
}

int Fail(const std::string& program, const std::string& sentence) {
  std::fprintf(stderr, "%s: %s\n", program.c_str(), sentence.c_str());
  return kExitFailure;
}

}  // namespace tools
