#include "instruction_set.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#endif

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace tools {

const char* InstructionSet() {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && \
    defined(__AVX512DQ__) && defined(__AVX512VL__)
  return "x86-64-v4";
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
  return "x86-64-v3";
#elif defined(__x86_64__)
  return "x86-64";
#else
  return "";
#endif
}

namespace {

#ifdef __x86_64__
// What x86-64-v3 has besides and clang 14 cannot ask for: F16C, MOVBE, LZCNT.
bool HasRestOfV3() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned kBoth = bit_F16C | bit_MOVBE;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & kBoth) != kBoth) return false;
  return __get_cpuid(0x80000001, &a, &b, &c, &d) != 0 && (c & bit_LZCNT) != 0;
}
#endif

// Whether the processor has it, and the system keeps its registers.
bool CanRun([[maybe_unused]] std::string_view instruction_set) {
#ifdef __x86_64__
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && HasRestOfV3();
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (instruction_set == "x86-64-v4") return v4;
  if (instruction_set == "x86-64-v3") return v3;
#endif
  return false;
}

#ifdef __linux__
void Become(const HeldProgram& program, char** argv) {
  const int file = memfd_create(program.instruction_set, MFD_CLOEXEC);
  if (file < 0) return;
  std::span<const unsigned char> rest = program.file;
  while (!rest.empty()) {
    const ssize_t written = write(file, rest.data(), rest.size());
    if (written <= 0) break;
    rest = rest.subspan(static_cast<size_t>(written));
  }
  if (rest.empty()) fexecve(file, argv, environ);
  close(file);
}

// The system names a program from memory after the number of its file.
void NameProcess(const char* path) {
  const char* const slash = std::strrchr(path, '/');
  prctl(PR_SET_NAME, slash == nullptr ? path : slash + 1);
}
#else
void Become(const HeldProgram&, char**) {}
void NameProcess(const char*) {}
#endif

}  // namespace

vae::Status BecomeFastest(char** argv, std::span<const HeldProgram> held) {
  if (argv[0] != nullptr) NameProcess(argv[0]);
  if (held.empty()) return {};  // nothing to choose from, or already chosen
  const char* const wanted = std::getenv("VAE_INSTRUCTION_SET");
  if (wanted == nullptr) {
    for (const HeldProgram& program : held) {
      if (CanRun(program.instruction_set)) Become(program, argv);
    }
    return {};
  }
  if (std::strcmp(wanted, InstructionSet()) == 0) return {};
  std::string names = InstructionSet();
  for (const HeldProgram& program : held) {
    names += std::string(", ") + program.instruction_set;
    if (std::strcmp(wanted, program.instruction_set) != 0) continue;
    if (!CanRun(wanted)) {
      return vae::Failure(std::string("this processor does not have the instructions of ") +
                          wanted + "; unset VAE_INSTRUCTION_SET to have the best that it has");
    }
    Become(program, argv);
    return vae::Failure(std::string("this system does not run programs from memory; set "
                                    "VAE_INSTRUCTION_SET to ") +
                        InstructionSet() + " or unset it");
  }
  return vae::Failure(std::string("VAE_INSTRUCTION_SET is \"") + wanted +
                      "\"; this program holds " + names);
}

}  // namespace tools
