#include "fuzz/fuzz_target.h"
#include "learn/messages.h"

namespace vae {
namespace {

// A message as one input: its JSON up to a NUL, then one buffer.
Bytes AsInput(const Packet& packet) {
  const auto json = std::as_bytes(std::span(packet.json));
  Bytes input(json.begin(), json.end());
  input.push_back(std::byte{0});
  if (!packet.buffers.empty()) {
    input.insert(input.end(), packet.buffers[0].begin(), packet.buffers[0].end());
  }
  return input;
}

Packet AsPacket(std::span<const std::byte> input) {
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  const size_t end = std::min(text.find('\0'), text.size());
  Packet packet{.json = std::string(text.substr(0, end)), .buffers = {}};
  const auto rest = input.subspan(std::min(end + 1, input.size()));
  packet.buffers.emplace_back(rest.begin(), rest.end());
  return packet;
}

}  // namespace

std::vector<Bytes> FuzzSeeds() {
  StartMessage start;
  start.weights = Bytes(8);
  start.lesson = Lesson{.drawings = {{Stroke{.points = {{0.1f, 0.2f}, {0.3f, 0.4f}}}}}};
  const SnapshotMessage snapshot{
      .step = 1, .params = VaeParams::Zero({.hidden_dim = 1, .latent_dim = 1}), .map_mu = {}};
  return {AsInput(Pack(Request(start))), AsInput(Pack(Request(SetMessage{0.1, 2.0}))),
          AsInput(Pack(Report(LossMessage{.lesson = LessonProgress{}}))),
          AsInput(Pack(Report(snapshot))), AsInput(Pack(Report(FailedMessage{"No.", true})))};
}

}  // namespace vae

// What is accepted can be packed again and says the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const Packet packet = AsPacket(FuzzInput(data, size));
  if (const Result<Request> request = UnpackRequest(packet)) {
    const Packet again = Pack(*request);
    const Result<Request> same = UnpackRequest(again);
    Require(same && Pack(*same).json == again.json);
  }
  if (const Result<Report> report = UnpackReport(packet)) {
    Require(UnpackReport(Pack(*report)).has_value());
  }
  return 0;
}
