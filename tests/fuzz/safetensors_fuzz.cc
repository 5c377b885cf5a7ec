#include "fuzz/fuzz_target.h"
#include "io/safetensors.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  SafetensorsFile file;
  file.metadata = {{"format", "vae-mnist"}, {"note", "\"Zoë\""}};
  file.tensors["a.f32"] = {Dtype::kF32, {2, 3}, Bytes(24, std::byte{1})};
  file.tensors["b.f64"] = {Dtype::kF64, {1}, Bytes(8, std::byte{2})};
  file.tensors["c.i64"] = {Dtype::kI64, {}, Bytes(8, std::byte{3})};
  file.tensors["d.u8"] = {Dtype::kU8, {5}, Bytes(5, std::byte{4})};
  SafetensorsFile with_empty_tensor;
  with_empty_tensor.tensors["none"] = {Dtype::kU8, {0, 7}, {}};
  return {SerializeSafetensors(file), SerializeSafetensors(with_empty_tensor),
          SerializeSafetensors({})};
}

}  // namespace vae

// What is read is consistent, no larger than the input, and survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const Result<SafetensorsFile> file = ParseSafetensors(FuzzInput(data, size), "input");
  if (!file) {
    Require(file.error().size() < 400);
    return 0;
  }
  size_t total = 0;
  for (const auto& [name, tensor] : file->tensors) total += tensor.bytes.size();
  Require(total + 8 <= size);
  const Bytes written = SerializeSafetensors(*file);
  const Result<SafetensorsFile> again = ParseSafetensors(written, "written");
  Require(again.has_value());
  Require(again->metadata == file->metadata && again->tensors.size() == file->tensors.size());
  Require(PayloadSha256(*again) == PayloadSha256(*file));
  Require(SerializeSafetensors(*again) == written);
  return 0;
}
