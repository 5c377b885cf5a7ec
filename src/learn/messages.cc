#include "learn/messages.h"

#include <algorithm>
#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>

#include "io/little_endian.h"
#include "learn/fields.h"

namespace vae {
namespace {

constexpr double kMostHidden = 4096;
constexpr double kMostLatent = 100;
constexpr double kMostDigits = 1e6;
constexpr double kExactIntegers = 9007199254740991;  // 2^53 - 1: beyond, JSON's numbers have gaps
constexpr double kMostNats = std::numeric_limits<double>::max();
constexpr Range kAnyCount = {0, kExactIntegers};
constexpr Range kAnyNats = {-kMostNats, kMostNats};
constexpr Range kRates = {1e-9, 1};
constexpr Range kBetas = {0, 100};

// --- drawings ---------------------------------------------------------------------------------

Json DrawingsJson(const std::vector<Drawing>& drawings) {
  Json all = Json::array();
  for (const Drawing& drawing : drawings) {
    Json strokes = Json::array();
    for (const Stroke& stroke : drawing) {
      Json points = Json::array();
      for (const InkPoint& p : stroke.points) {
        points.push_back(p.x);
        points.push_back(p.y);
        points.push_back(p.width);
      }
      strokes.push_back({{"width", stroke.width}, {"eraser", stroke.eraser}, {"points", points}});
    }
    all.push_back(std::move(strokes));
  }
  return all;
}

bool IsNumbers(const Json& json) {
  return json.is_array() &&
         std::all_of(json.begin(), json.end(), [](const Json& v) { return v.is_number(); });
}

bool ReadStroke(const Json& json, Stroke& stroke) {
  if (!json.is_object() || !json.contains("points") || !IsNumbers(json["points"])) return false;
  const Json& points = json["points"];
  if (points.size() % 3 != 0) return false;
  std::vector<Bytes> none;
  FieldReader reader(json, none);
  reader.Value("width", stroke.width, {1e-4, 1});
  reader.Flag("eraser", stroke.eraser);
  for (size_t i = 0; i < points.size(); i += 3) {
    stroke.points.push_back(
        {points[i].get<float>(), points[i + 1].get<float>(), points[i + 2].get<float>()});
  }
  return reader.error().empty();
}

bool ReadDrawings(const Json& json, std::vector<Drawing>& drawings) {
  if (!json.is_array()) return false;
  for (const Json& strokes : json) {
    if (!strokes.is_array()) return false;
    Drawing& drawing = drawings.emplace_back();
    for (const Json& stroke : strokes) {
      if (!ReadStroke(stroke, drawing.emplace_back())) return false;
    }
  }
  return true;
}

template <class Fields, class L>
void VisitLesson(L& lesson, Fields& fields) {
  static constexpr const char* kForms[] = {"drawn", "centred"};
  fields.Choice("form", lesson.form, kForms);
  fields.Value("share", lesson.share, {0.01, 1});
  fields.Flag("rehearsal", lesson.rehearsal);
}

void Nested(FieldWriter& fields, const std::optional<Lesson>& lesson) {
  if (!lesson) return;
  FieldWriter inner;
  VisitLesson(*lesson, inner);
  inner.Other("drawings", DrawingsJson(lesson->drawings));
  fields.Other("lesson", std::move(inner).TakeJson());
}

void Nested(FieldReader& fields, std::optional<Lesson>& lesson) {
  const Json* const found = fields.Find("lesson");
  if (found == nullptr) return;
  std::vector<Bytes> none;
  FieldReader inner(*found, none);
  lesson.emplace();
  VisitLesson(*lesson, inner);
  const Json* const drawings = inner.Find("drawings");
  if (drawings == nullptr || !ReadDrawings(*drawings, lesson->drawings)) {
    inner.Wrong("drawings", "lists of strokes, each with points x, y, width");
  }
  fields.Adopt(inner);
}

template <class Fields, class P>
void VisitProgress(P& progress, Fields& fields) {
  fields.Value("before", progress.before, kAnyNats);
  fields.Value("now", progress.now, kAnyNats);
  fields.Value("knownBefore", progress.known_before, kAnyNats);
  fields.Value("known", progress.known, kAnyNats);
}

void Nested(FieldWriter& fields, const std::optional<LessonProgress>& progress) {
  if (!progress) return;
  FieldWriter inner;
  VisitProgress(*progress, inner);
  fields.Other("lesson", std::move(inner).TakeJson());
}

void Nested(FieldReader& fields, std::optional<LessonProgress>& progress) {
  const Json* const found = fields.Find("lesson");
  if (found == nullptr) return;
  std::vector<Bytes> none;
  FieldReader inner(*found, none);
  VisitProgress(progress.emplace(), inner);
  fields.Adopt(inner);
}

// --- tensors ----------------------------------------------------------------------------------

void Append(const Scalar* values, Index count, Bytes& bytes) {
  size_t at = bytes.size();
  bytes.resize(at + static_cast<size_t>(count) * sizeof(float));
  for (Index i = 0; i < count; ++i, at += sizeof(float)) {
    StoreLittleEndianFloat(static_cast<float>(values[i]), bytes.data() + at);
  }
}

// `count` numbers from bytes[at] on, which are there.
void Load(const Bytes& bytes, size_t at, Index count, Scalar* values) {
  for (Index i = 0; i < count; ++i, at += sizeof(float)) {
    values[i] = static_cast<Scalar>(LoadLittleEndianFloat(bytes.data() + at));
  }
}

Bytes ParamBytes(const VaeParams& params) {
  Bytes bytes;
  Index count = 0;
  for (const DenseParams* layer : Layers(params)) count += layer->w.size() + layer->b.size();
  bytes.reserve(static_cast<size_t>(count) * sizeof(float));
  for (const DenseParams* layer : Layers(params)) {
    Append(layer->w.data(), layer->w.size(), bytes);
    Append(layer->b.data(), layer->b.size(), bytes);
  }
  return bytes;
}

// Whether `bytes` are as many as these sizes need; then `params` are they.
bool ReadParams(const Bytes& bytes, const VaeShape& shape, VaeParams& params) {
  params = VaeParams::Zero(shape);
  size_t at = 0;
  const auto take = [&](Scalar* values, Index count) {
    const size_t size = static_cast<size_t>(count) * sizeof(float);
    if (bytes.size() - at < size) return false;
    Load(bytes, at, count, values);
    at += size;
    return true;
  };
  for (DenseParams* layer : Layers(params)) {
    if (!take(layer->w.data(), layer->w.size()) || !take(layer->b.data(), layer->b.size())) {
      return false;
    }
  }
  return at == bytes.size();
}

void Tensors(FieldWriter& fields, const SnapshotMessage& snapshot) {
  const VaeShape shape = snapshot.params.shape();
  fields.Value("hiddenDim", shape.hidden_dim, {});
  fields.Value("latentDim", shape.latent_dim, {});
  fields.Buffer("params", ParamBytes(snapshot.params));
  Bytes mu;
  Append(snapshot.map_mu.data(), snapshot.map_mu.size(), mu);
  fields.Buffer("mapMu", std::move(mu));
}

void Tensors(FieldReader& fields, SnapshotMessage& snapshot) {
  VaeShape shape;
  Bytes params;
  Bytes mu;
  fields.Value("hiddenDim", shape.hidden_dim, {1, kMostHidden});
  fields.Value("latentDim", shape.latent_dim, {1, kMostLatent});
  fields.Buffer("params", params);
  fields.Buffer("mapMu", mu);
  if (!fields.error().empty()) return;
  if (!ReadParams(params, shape, snapshot.params)) {
    fields.Wrong("params", "as many numbers as hiddenDim and latentDim need");
  }
  const size_t column = static_cast<size_t>(shape.latent_dim) * sizeof(float);
  if (mu.size() % column != 0) return fields.Wrong("mapMu", "latentDim numbers a digit");
  snapshot.map_mu.resize(shape.latent_dim, static_cast<Index>(mu.size() / column));
  Load(mu, 0, snapshot.map_mu.size(), snapshot.map_mu.data());
}

// --- messages: their types, then their fields, for reading and writing alike --------------------

template <class M, class... Messages>
concept Is = (std::same_as<std::remove_const_t<M>, Messages> || ...);

constexpr const char* TypeOf(const StartMessage*) { return "start"; }
constexpr const char* TypeOf(const RunMessage*) { return "run"; }
constexpr const char* TypeOf(const PauseMessage*) { return "pause"; }
constexpr const char* TypeOf(const StepMessage*) { return "step"; }
constexpr const char* TypeOf(const SetMessage*) { return "set"; }
constexpr const char* TypeOf(const DigitsMessage*) { return "digits"; }
constexpr const char* TypeOf(const TakenMessage*) { return "taken"; }
constexpr const char* TypeOf(const LeaveMessage*) { return "leave"; }
constexpr const char* TypeOf(const StopMessage*) { return "stop"; }
constexpr const char* TypeOf(const LossMessage*) { return "loss"; }
constexpr const char* TypeOf(const SnapshotMessage*) { return "snapshot"; }
constexpr const char* TypeOf(const RestedMessage*) { return "rested"; }
constexpr const char* TypeOf(const DoneMessage*) { return "done"; }
constexpr const char* TypeOf(const KeptMessage*) { return "kept"; }
constexpr const char* TypeOf(const FailedMessage*) { return "failed"; }

// Messages without fields.
template <class Fields, class M>
void Visit(M& /*message*/, Fields& /*fields*/) {}

template <class Fields, Is<StartMessage> M>
void Visit(M& m, Fields& fields) {
  static constexpr const char* kRecipes[] = {"original", "best"};
  static constexpr const char* kData[] = {"digits", "dreams", "lesson"};
  fields.Buffer("weights", m.weights);
  fields.Flag("fromNothing", m.from_nothing);
  fields.Value("hiddenDim", m.hidden_dim, {1, kMostHidden});
  fields.Value("latentDim", m.latent_dim, {1, kMostLatent});
  fields.Choice("recipe", m.recipe, kRecipes);
  fields.Value("batchSize", m.batch_size, {0, 1000});
  fields.Value("learningRate", m.learning_rate, {0, 1});
  fields.Value("beta", m.beta, kBetas);
  fields.Value("seed", m.seed, kAnyCount);
  fields.Value("steps", m.steps, kAnyCount);
  fields.Choice("data", m.data, kData);
  fields.Buffers("images", m.images);
  fields.Buffer("mapImages", m.map_images);
  fields.Value("mapDigits", m.map_digits, {0, kMostDigits});
  Nested(fields, m.lesson);
  fields.Buffer("course", m.course);
}

template <class Fields, Is<SetMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Value("learningRate", m.learning_rate, kRates);
  fields.Value("beta", m.beta, kBetas);
}

template <class Fields, Is<TakenMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Value("pause", m.pause, {0, kLongestPause});
}

template <class Fields, Is<DigitsMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Buffer("images", m.images);
}

template <class Fields, Is<LossMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Value("step", m.step, kAnyCount);
  fields.Value("epoch", m.epoch, kAnyCount);
  fields.Value("digits", m.digits, kAnyCount);
  fields.Value("reconNats", m.recon_nats, kAnyNats);
  fields.Value("klNats", m.kl_nats, kAnyNats);
  fields.Value("epochReconNats", m.epoch_recon_nats, kAnyNats);
  fields.Value("epochKlNats", m.epoch_kl_nats, kAnyNats);
  fields.Value("epochSteps", m.epoch_steps, kAnyCount);
  fields.Value("digitsPerSecond", m.digits_per_second, kAnyNats);
  fields.Value("threads", m.threads, {1, 1024});
  Nested(fields, m.lesson);
}

template <class Fields, Is<SnapshotMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Value("step", m.step, kAnyCount);
  Tensors(fields, m);
}

template <class Fields, Is<RestedMessage, DoneMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Value("step", m.step, kAnyCount);
}

template <class Fields, Is<KeptMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Buffer("course", m.course);
}

template <class Fields, Is<FailedMessage> M>
void Visit(M& m, Fields& fields) {
  fields.Text("sentence", m.sentence);
  fields.Flag("running", m.running);
}

template <class Messages>
Packet PackAny(const Messages& messages) {
  return std::visit(
      [](const auto& message) {
        FieldWriter fields;
        fields.Text("type", TypeOf(&message));
        Visit(message, fields);
        return std::move(fields).Finish();
      },
      messages);
}

// Reads the alternative I of the variant that has the type, or looks further.
template <class Messages, size_t I = 0>
Result<Messages> UnpackAs(const std::string& type, const Json& json, std::vector<Bytes>& buffers) {
  if constexpr (I == std::variant_size_v<Messages>) {
    return Failure("There is no message of this type: " + type + "; see learn/messages.h");
  } else {
    using Message = std::variant_alternative_t<I, Messages>;
    constexpr const Message* kNone = nullptr;
    if (type != TypeOf(kNone)) return UnpackAs<Messages, I + 1>(type, json, buffers);
    Message message;
    FieldReader fields(json, buffers);
    Visit(message, fields);
    if (!fields.error().empty()) return Failure("In " + type + ", " + fields.error());
    return Messages(std::move(message));
  }
}

template <class Messages>
Result<Messages> UnpackAny(Packet& packet) {
  const Json json = Json::parse(packet.json, nullptr, /*allow_exceptions=*/false);
  std::string type;
  if (json.is_object()) {
    FieldReader fields(json, packet.buffers);
    fields.Text("type", type);
  }
  if (type.empty()) return Failure("A message is not a JSON object with a type; send one");
  return UnpackAs<Messages>(type, json, packet.buffers);
}

}  // namespace

Packet Pack(const Request& request) { return PackAny(request); }
Packet Pack(const Report& report) { return PackAny(report); }
Result<Request> UnpackRequest(Packet packet) { return UnpackAny<Request>(packet); }
Result<Report> UnpackReport(Packet packet) { return UnpackAny<Report>(packet); }

}  // namespace vae
