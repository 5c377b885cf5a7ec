// One program file for processors of every age: compiled for the oldest, it holds itself compiled
// for newer ones, and becomes the best of these that runs here. Whole programs, because code of
// templates that was compiled twice may not be linked into one.
#pragma once

#include <span>

#include "core/result.h"

namespace tools {

// What this code was compiled for, by the names of the x86-64 psABI: "x86-64", "x86-64-v3" (AVX2)
// or "x86-64-v4" (AVX-512), whichever it has all instructions of; "" on other machines.
const char* InstructionSet();

struct HeldProgram {
  const char* instruction_set;
  std::span<const unsigned char> file;  // an ELF executable
};

// What a program holds, the fastest first: part of each that calls vae_holds_programs
// (tools/cmake/HeldPrograms.cmake).
std::span<const HeldProgram> HeldPrograms();

// Runs the first held program that the processor can instead of this one, with the same arguments,
// and then does not return. Returns where this one is the best, or the system runs none from
// memory: slower then, and right. VAE_INSTRUCTION_SET chooses by name; fails if that is not held,
// or is more than the processor has. Call it first in main().
vae::Status BecomeFastest(char** argv, std::span<const HeldProgram> held);

}  // namespace tools
