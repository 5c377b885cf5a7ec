#include "command_line.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <system_error>
#include <thread>

#include "instruction_set.h"

namespace tools {
namespace {

// "--batch_size=5" -> "--batch-size=5"; anything but a long flag stays as it is.
std::string WithHyphens(std::string argument) {
  if (!argument.starts_with("--")) return argument;
  const auto end = std::find(argument.begin(), argument.end(), '=');
  std::replace(argument.begin(), end, '_', '-');
  return argument;
}

bool IsFlagWithoutValue(const CLI::App& app, const std::string& argument) {
  const CLI::Option* option =
      argument.starts_with("--") ? app.get_option_no_throw(argument) : nullptr;
  return option != nullptr && option->get_items_expected_max() == 0;
}

// Lines of at most `width` characters, broken at spaces.
std::string Wrapped(const std::string& text, size_t width) {
  std::istringstream words(text);
  std::string wrapped;
  size_t column = 0;
  for (std::string word; words >> word; column += word.size()) {
    const bool fits = column + 1 + word.size() <= width;
    if (!wrapped.empty()) wrapped += fits ? ' ' : '\n';
    column = wrapped.empty() || !fits ? 0 : column + 1;
    wrapped += word;
  }
  return wrapped;
}

}  // namespace

int ParseCommandLine(CLI::App& app, int argc, const char* const* argv) {
  constexpr size_t kColumns = 80;
  const size_t width = kColumns - app.get_formatter()->get_column_width();
  for (CLI::Option* option : app.get_options()) {
    // A flag given twice: the last one counts.
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    option->description(Wrapped(option->get_description(), width));
  }
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = WithHyphens(argv[i]);
    const bool is_switch = argument == "0" || argument == "1";
    if (is_switch && !arguments.empty() && IsFlagWithoutValue(app, arguments.back())) {
      arguments.back() += "=" + argument;
    } else {
      arguments.push_back(argument);
    }
  }
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error, std::cout, std::cerr) != 0) return kExitUsage;
    const vae::Status printed = FlushOutput();
    return printed ? 0 : Fail(app.get_name(), printed.error());
  }
  return -1;
}

void AddVersion(CLI::App& app) {
  const std::string machine = *InstructionSet() ? std::string(" for ") + InstructionSet() : "";
  app.set_version_flag("--version", app.get_name() + " " VAE_VERSION + machine,
                       "Print the version and exit.");
}

const CLI::Validator kSeedNumber(
    [](std::string& text) -> std::string {
      uint64_t seed = 0;
      const char* const end = text.data() + text.size();
      const auto parsed = std::from_chars(text.data(), end, seed);
      if (parsed.ec == std::errc() && parsed.ptr == end) return {};
      return text + " is not a whole number from 0 to 18446744073709551615";
    },
    "", "seed");

vae::Status FlushOutput() {
  const bool flushed = std::fflush(stdout) == 0;
  const int reason = errno;
  if (flushed && std::ferror(stdout) == 0) return {};
  return vae::Failure("standard output cannot be written" +
                      (flushed ? std::string() : ": " + std::generic_category().message(reason)) +
                      "; make room there, or send it elsewhere");
}

int DefaultThreads() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
}

int Fail(const std::string& program, const std::string& sentence) {
  std::fprintf(stderr, "%s: %s\n", program.c_str(), sentence.c_str());
  return kExitFailure;
}

}  // namespace tools
