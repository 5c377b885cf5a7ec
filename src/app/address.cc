#include "app/address.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "app/compact.h"
#include "app/drawing.h"
#include "app/drawing_code.h"
#include "app/history.h"
#include "app/models.h"
#include "app/repair_brush.h"
#include "app/results.h"
#include "data/example_digit.h"
#include "io/quoted.h"

namespace app {
namespace {

constexpr std::string_view kVersion = "v1";
constexpr float kMostTemperature = 2;
constexpr float kZSteps = 1000;
constexpr size_t kMostDimensions = 512;

constexpr char kDamaged[] =
    "The link in the address bar is damaged, so what it showed cannot be restored.";
constexpr char kOtherVersion[] =
    "The link in the address bar was made by another version of Latentpad, which this one cannot "
    "read.";
constexpr char kNoModel[] =
    "The link in the address bar names a model that this page does not have.";

constexpr std::pair<Tab, const char*> kViews[] = {
    {Tab::kCode, "code"},     {Tab::kMap, "map"},     {Tab::kManifold, "manifold"},
    {Tab::kSample, "sample"}, {Tab::kMorph, "morph"}, {Tab::kRepair, "repair"},
    {Tab::kDigits, "digits"}};

// The source, then the values in thousandths.
std::string ZToText(const SourcedZ& z) {
  CompactWriter writer;
  writer.Unsigned(static_cast<uint32_t>(z.source));
  for (const float value : z.z) {
    const float held = std::isfinite(value) ? std::clamp(value, -kFurthestZ, kFurthestZ) : 0.0f;
    writer.Signed(static_cast<int32_t>(std::lround(held * kZSteps)));
  }
  return writer.Text();
}

std::optional<SourcedZ> ZFromText(std::string_view text) {
  CompactReader reader(text);
  const uint32_t source = reader.Unsigned();
  if (source > static_cast<uint32_t>(ZSource::kRepair)) return std::nullopt;
  std::vector<float> values;
  while (reader.ok() && !reader.at_end() && values.size() < kMostDimensions) {
    values.push_back(static_cast<float>(reader.Signed()) / kZSteps);
    if (std::abs(values.back()) > kFurthestZ) return std::nullopt;
  }
  if (!reader.ok() || !reader.at_end() || values.empty()) return std::nullopt;
  return SourcedZ{Eigen::Map<const vae::Vector>(values.data(), std::ssize(values)),
                  static_cast<ZSource>(source)};
}

bool ReadZ(std::string_view text, std::optional<SourcedZ>& z) {
  z = ZFromText(text);
  return z.has_value();
}

bool ReadSettings(std::string_view text, Address& address) {
  std::optional<ViewSettings> settings = SettingsFromText(text);
  if (!settings) return false;
  settings->damage.erased = std::move(address.settings.damage.erased);
  address.settings = std::move(*settings);
  return true;
}

bool ReadTemperature(const std::string& text, Address& address) {
  char* end = nullptr;
  address.temperature = std::strtof(text.c_str(), &end);
  // Not a number is not within any limits.
  return !text.empty() && *end == '\0' && !std::signbit(address.temperature) &&
         address.temperature <= kMostTemperature;
}

bool ReadSeed(std::string_view text, Address& address) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), address.sample_seed);
  return error == std::errc() && end == text.data() + text.size() && address.sample_seed >= 1 &&
         address.sample_seed <= kMostSeed;
}

Drawing& DrawingIn(Address& address) {
  if (!address.drawing) address.drawing.emplace();
  return *address.drawing;
}

bool ReadStrokes(std::string_view text, std::vector<vae::Stroke>& strokes) {
  std::optional<std::vector<vae::Stroke>> read = StrokesFromText(text);
  if (read) strokes = std::move(*read);
  return read.has_value();
}

bool ReadPicture(std::string_view text, Address& address) {
  std::optional<vae::InkRaster> picture = PictureFromText(text);
  if (!picture) return false;
  DrawingIn(address).picture = std::make_shared<const vae::InkRaster>(std::move(*picture));
  return true;
}

// Keys of later versions of this format are passed over.
bool ReadField(char key, const std::string& value, Address& address) {
  switch (key) {
    case 'm':
      address.model = value;
      return !value.empty();
    case 'w': {
      const std::optional<Tab> view = ViewOfName(value);
      if (view) address.view = *view;
      return view.has_value();
    }
    case 'i':
      address.input_mode = value == "raw" ? InputMode::kRaw : InputMode::kNormalized;
      return value == "raw" || value == "centred";
    case 't':
      return ReadTemperature(value, address);
    case 'n':
      return ReadSeed(value, address);
    case 'p':
      return ReadPicture(value, address);
    case 's':
      return ReadStrokes(value, DrawingIn(address).strokes);
    case 'z':
      return ReadZ(value, address.z);
    case 'v':
      return ReadSettings(value, address);
    case 'e':
      return ReadStrokes(value, address.settings.damage.erased);
    case 'a':
      return ReadZ(value, address.morph_a);
    case 'b':
      return ReadZ(value, address.morph_b);
    default:
      return true;
  }
}

// What differs from the first view.
std::string SettingsFields(const ViewSettings& settings) {
  const ViewSettings first;
  std::string text;
  ViewSettings plain = settings;
  plain.damage.erased.clear();
  if (plain != first) text += "&v=" + SettingsToText(plain);
  if (settings.damage.erased.empty()) return text;
  // Too many to be kept are left out: the drawing matters more.
  const std::optional<std::string> erased =
      StrokesToText(settings.damage.erased, kLongestAddress / 4);
  return erased ? text + "&e=" + *erased : text;
}

// What there is to say of z; nothing of a model that another one is about to replace.
AwaitedZ CodeOf(const AppState& state) {
  AwaitedZ code;
  if (!state.awaited.empty()) return code;
  if (state.z_source != ZSource::kMean) code.z = {state.z, state.z_source};
  code.morph_a = state.morph.a;
  code.morph_b = state.morph.b;
  return code;
}

std::string CodeFields(const AwaitedZ& code) {
  std::string text;
  if (code.z) text += "&z=" + ZToText(*code.z);
  if (code.morph_a) text += "&a=" + ZToText(*code.morph_a);
  if (code.morph_b) text += "&b=" + ZToText(*code.morph_b);
  return text;
}

// The drawing in at most `most` characters.
std::string DrawingFields(const Drawing& drawing, size_t most) {
  std::string text;
  if (drawing.picture) text += "&p=" + PictureToText(*drawing.picture);
  const std::optional<std::string> strokes =
      StrokesToText(drawing.strokes, most - std::min(most, text.size()));
  if (strokes) return text + "&s=" + *strokes;
  return "&p=" + PictureToText(Rasterize(drawing));
}

// What is known to be false is: a model that is not here yet may take any z.
bool Fits(const AppState& state, std::string_view model, const vae::Vector& z) {
  const auto found = state.models.find(std::string(model));
  return found == state.models.end() || found->second.params.shape().latent_dim == z.size();
}

bool Fits(const AppState& state, const AwaitedZ& awaited) {
  const std::optional<SourcedZ>* const all[] = {&awaited.z, &awaited.morph_a, &awaited.morph_b};
  return std::all_of(std::begin(all), std::end(all),
                     [&](const auto* z) { return !*z || Fits(state, awaited.model, (*z)->z); });
}

// Of the current model.
void Take(AppState& state, const AwaitedZ& awaited) {
  if (awaited.z) TakeZ(state, awaited.z->z, awaited.z->source);
  if (awaited.morph_a) state.morph.a = awaited.morph_a;
  if (awaited.morph_b) state.morph.b = awaited.morph_b;
}

// Now, or when the model arrives.
void TakeOrAwait(AppState& state, const AwaitedZ& awaited) {
  ChooseModel(state, awaited.model);
  state.awaited_z.reset();
  if (state.awaited.empty()) {
    Take(state, awaited);
  } else {
    state.awaited_z.emplace(awaited);
  }
}

std::string WrongSize(const AppState& state, std::string_view model, const vae::Vector& z) {
  const auto found = state.models.find(std::string(model));
  const vae::Index wanted =
      found == state.models.end() ? 0 : found->second.params.shape().latent_dim;
  return "This code has " + std::to_string(z.size()) + " numbers; the model " + std::string(model) +
         " takes " + std::to_string(wanted) + ".";
}

void ShowDrawingOf(AppState& state, Address& address) {
  if (address.drawing) {
    ShowDrawing(state, std::move(*address.drawing));
  } else if (!state.example_shown) {
    ShowDrawing(state, {.picture = nullptr, .strokes = vae::ExampleDigit(state.brush_width)});
    state.example_shown = true;
  }
}

// The model that is on its way counts as chosen.
std::string ChosenModel(const AppState& state) {
  if (!state.awaited.empty()) return state.awaited;
  return state.model ? state.model->name : std::string();
}

}  // namespace

const char* ViewName(Tab view) {
  for (const auto& [tab, name] : kViews) {
    if (tab == view) return name;
  }
  return "";
}

std::optional<Tab> ViewOfName(std::string_view name) {
  for (const auto& [tab, known] : kViews) {
    if (name == known) return tab;
  }
  return std::nullopt;
}

bool IsOffered(const AppState& state, std::string_view name) {
  if (state.model != nullptr && state.model->name == name) return true;
  if (name == kDenoisingModel) return false;  // here for the view Repair
  return state.models.count(std::string(name)) > 0 ||
         std::any_of(std::begin(kOfferedModels), std::end(kOfferedModels),
                     [&](const OfferedModel& model) { return name == model.name; });
}

std::string AddressOf(const AppState& state) {
  const Address first;
  std::string text;
  const std::string model = ChosenModel(state);
  if (!model.empty() && model != kFirstModel) text += "&m=" + model;
  if (state.tab != first.view) text += std::string("&w=") + ViewName(state.tab);
  if (state.input_mode != first.input_mode) text += "&i=raw";
  if (state.temperature != first.temperature) {
    char value[24];
    std::snprintf(value, sizeof value, "&t=%.4g", static_cast<double>(state.temperature));
    text += value;
  }
  if (state.sample_seed != first.sample_seed) text += "&n=" + std::to_string(state.sample_seed);
  text += SettingsFields(SettingsOf(state));
  text += state.awaited_z ? CodeFields(*state.awaited_z) : CodeFields(CodeOf(state));
  if (!state.example_shown)
    text += DrawingFields(state.drawing, kLongestAddress - 16 - text.size());
  return text.empty() ? std::string() : "#" + std::string(kVersion) + text;
}

vae::Result<Address> ParseAddress(std::string_view text) {
  if (!text.empty() && text.front() == '#') text.remove_prefix(1);
  if (text.size() > 2 * kLongestAddress) return vae::Failure(kDamaged);
  const std::string_view version = text.substr(0, text.find('&'));
  if (version != kVersion) {
    const bool other = version.size() > 1 && version[0] == 'v' &&
                       version.find_first_not_of("0123456789", 1) == std::string_view::npos;
    return vae::Failure(other ? kOtherVersion : kDamaged);
  }
  text.remove_prefix(version.size());
  Address address;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::string_view field = text.substr(0, text.find('&'));
    text.remove_prefix(field.size());
    if (field.size() < 2 || field[1] != '=') return vae::Failure(kDamaged);
    if (!ReadField(field[0], std::string(field.substr(2)), address)) return vae::Failure(kDamaged);
  }
  return address;
}

vae::Status ShowAddress(AppState& state, Address address) {
  if (!IsOffered(state, address.model)) return vae::Failure(kNoModel);
  const AwaitedZ code = {.model = address.model,
                         .z = address.z,
                         .morph_a = address.morph_a,
                         .morph_b = address.morph_b};
  if (!Fits(state, code)) return vae::Failure(kDamaged);
  ShowDrawingOf(state, address);
  state.tab = address.view;
  state.input_mode = address.input_mode;
  state.raw_for.reset();
  state.temperature = address.temperature;
  state.sample_seed = address.sample_seed;
  const Damage damage = state.repair.damage;
  Apply(address.settings, state);
  SetDamage(state, std::exchange(state.repair.damage, damage));
  state.drawing_changed = state.samples_changed = true;
  state.morph.a.reset();
  state.morph.b.reset();
  TakeOrAwait(state, code);
  if (state.awaited.empty() && !code.z) FollowDrawing(state);
  return {};
}

vae::Status TakeZOf(AppState& state, std::string_view model, const vae::Vector& z, ZSource source) {
  if (!IsOffered(state, model)) {
    return vae::Failure("There is no model called " + vae::Quoted(model) + " here.");
  }
  if (!Fits(state, model, z)) return vae::Failure(WrongSize(state, model, z));
  TakeOrAwait(state, {.model = std::string(model),
                      .z = SourcedZ{z, source},
                      .morph_a = std::nullopt,
                      .morph_b = std::nullopt});
  return {};
}

void SettleZ(AppState& state) {
  if (!state.awaited_z) return;
  const AwaitedZ awaited = *state.awaited_z;
  if (state.awaited == awaited.model) return;  // still on its way
  state.awaited_z.reset();
  // Another model was chosen, or a digit drawn, in the meantime.
  if (state.model == nullptr || state.model->name != awaited.model || state.pen_down) return;
  if (Fits(state, awaited)) {
    Take(state, awaited);
  } else {
    state.notice = awaited.z ? WrongSize(state, awaited.model, awaited.z->z) : kDamaged;
  }
}

}  // namespace app
