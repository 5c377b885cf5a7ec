// Says which of the programs it is that one file holds, and with what it was called.
#include <cstdio>

#include "instruction_set.h"

int main(int argc, char** argv) {
  const vae::Status fastest = tools::BecomeFastest(argv, tools::HeldPrograms());
  if (!fastest) {
    std::fprintf(stderr, "%s\n", fastest.error().c_str());
    return 1;
  }
  std::printf("%s", STANDS_FOR);
  for (int i = 0; i < argc; ++i) std::printf("|%s", argv[i]);
  return 7;
}
