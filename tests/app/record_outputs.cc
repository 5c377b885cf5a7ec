// Records what the shipped weights make of fixed inputs. Run natively, from the repository's root.
#include <cstdio>

#include "app/model_outputs.h"
#include "io/file.h"
#include "io/weights.h"

int main() {
  const vae::Status status =
      vae::ReadFile(vae::kRecordedWeights)
          .and_then([](const vae::Bytes& bytes) {
            return vae::ParseWeights(bytes, vae::kRecordedWeights);
          })
          .and_then([](const vae::Model& model) {
            vae::SafetensorsFile file;
            for (const auto& [name, columns] : vae::ModelOutputs(model.params)) {
              file.tensors[name] = vae::ToTensor(columns);
            }
            return vae::WriteFileAtomically(vae::kRecordedOutputs, vae::SerializeSafetensors(file));
          });
  if (!status) std::fprintf(stderr, "record_outputs: %s\n", status.error().c_str());
  return status ? 0 : 1;
}
