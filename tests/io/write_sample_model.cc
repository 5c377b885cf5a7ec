// Writes the sample model to the file named by the argument, for check_safetensors.py.
#include <cstdio>

#include "io/sample_model.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const vae::Status status =
      vae::WriteFileAtomically(argv[1], vae::SerializeWeights(vae::SampleModel()));
  if (!status) std::fprintf(stderr, "%s\n", status.error().c_str());
  return status ? 0 : 1;
}
