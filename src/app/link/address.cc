#include "app/link/address.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "app/link/old_settings.h"
#include "app/model/compact.h"
#include "app/model/learning.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/pad/drawing_code.h"
#include "app/pad/history.h"
#include "app/views/view.h"
#include "data/example_digit.h"
#include "io/quoted.h"

namespace app {
namespace {

constexpr std::string_view kVersion = "v1";
constexpr float kZSteps = 1000;
constexpr size_t kMostDimensions = 512;

constexpr char kDamaged[] =
    "The link in the address bar is damaged, so what it showed cannot be restored.";
constexpr char kOtherVersion[] =
    "The link in the address bar was made by another version of Latentpad, which this one cannot "
    "read.";
constexpr char kNoModel[] =
    "The link in the address bar names a model that this page does not have.";

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
  if (FindOrigin(static_cast<ZSource>(source)) == nullptr) return std::nullopt;
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

// What a view's row has this key for. Keys of later versions of this format are passed over.
bool ReadViewField(char key, const std::string& text, Address& address) {
  for (const ViewRow* view : Views()) {
    for (const Setting& setting : view->settings) {
      if (setting.key != key) continue;
      const std::optional<float> value = ValueFromText(setting, text);
      if (value) address.values.emplace_back(&setting, *value);
      return value.has_value();
    }
    for (const StrokesSetting& setting : view->strokes) {
      if (setting.key == key) {
        return ReadStrokes(
            text, address.strokes.emplace_back(&setting, std::vector<vae::Stroke>()).second);
      }
    }
    for (const CodeSetting& setting : view->codes) {
      if (setting.key != key) continue;
      std::optional<SourcedZ> z = ZFromText(text);
      if (z) address.codes.emplace_back(&setting, *std::move(z));
      return z.has_value();
    }
  }
  return true;
}

bool ReadOldSettings(std::string_view text, Address& address) {
  const auto values = OldSettingsFromText(text);
  if (!values) return false;
  address.values.insert(address.values.end(), values->begin(), values->end());
  return true;
}

bool ReadField(char key, const std::string& value, Address& address) {
  switch (key) {
    case 'm':
      address.model = value;
      return !value.empty();
    case 'w':
      address.view = value;
      return FindView(value) != nullptr;
    case 'p':
      return ReadPicture(value, address);
    case 's':
      return ReadStrokes(value, DrawingIn(address).strokes);
    case 'z':
      return ReadZ(value, address.z);
    case 'v':
      return ReadOldSettings(value, address);
    default:
      return ReadViewField(key, value, address);
  }
}

std::string Field(char key, const std::string& text) { return std::string("&") + key + "=" + text; }

// What differs from the first view.
std::string SettingsFields(const AppState& state) {
  std::string text;
  for (const ViewRow* view : Views()) {
    for (const Setting& setting : view->settings) {
      const float value = setting.get(state);
      if (setting.key == 0 || value == setting.first) continue;
      text += Field(setting.key, ValueToText(setting, value));
    }
    for (const StrokesSetting& setting : view->strokes) {
      if (setting.get(state).empty()) continue;
      // Too many to be kept are left out: the drawing matters more.
      const std::optional<std::string> strokes =
          StrokesToText(setting.get(state), kLongestAddress / 4);
      if (strokes) text += Field(setting.key, *strokes);
    }
  }
  return text;
}

// What there is to say of z; nothing of a model that another one is about to replace.
AwaitedZ CodeOf(const AppState& state) {
  AwaitedZ code;
  if (!state.awaited.empty()) return code;
  if (state.z_source != ZSource::kMean) code.z = {state.z, state.z_source};
  for (const ViewRow* view : Views()) {
    for (const CodeSetting& setting : view->codes) {
      if (std::optional<SourcedZ> z = setting.get(state)) {
        code.codes.emplace_back(&setting, *std::move(z));
      }
    }
  }
  return code;
}

std::string CodeFields(const AwaitedZ& code) {
  std::string text;
  if (code.z) text += Field('z', ZToText(*code.z));
  for (const auto& [setting, z] : code.codes) text += Field(setting->key, ZToText(z));
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
  if (awaited.z && !Fits(state, awaited.model, awaited.z->z)) return false;
  return std::all_of(awaited.codes.begin(), awaited.codes.end(),
                     [&](const auto& code) { return Fits(state, awaited.model, code.second.z); });
}

void ForgetCodes(AppState& state) {
  for (const ViewRow* view : Views()) {
    for (const CodeSetting& setting : view->codes) setting.set(state, std::nullopt);
  }
}

// Of the current model.
void Take(AppState& state, const AwaitedZ& awaited) {
  if (awaited.z) TakeZ(state, awaited.z->z, awaited.z->source);
  if (awaited.of_address) ForgetCodes(state);
  for (const auto& [setting, z] : awaited.codes) setting->set(state, z);
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

// All settings of a view that addresses hold.
std::vector<float> ValuesOf(const AppState& state, const ViewRow& view) {
  std::vector<float> values;
  for (const Setting& setting : view.settings) {
    if (setting.key != 0) values.push_back(setting.get(state));
  }
  return values;
}

std::vector<std::vector<vae::Stroke>> StrokesOf(const AppState& state, const ViewRow& view) {
  std::vector<std::vector<vae::Stroke>> strokes;
  for (const StrokesSetting& setting : view.strokes) strokes.push_back(setting.get(state));
  return strokes;
}

void SetView(AppState& state, const ViewRow& view, const Address& address) {
  for (const Setting& setting : view.settings) {
    if (setting.key != 0) setting.set(state, setting.first);
  }
  for (const Setting& setting : view.settings) {
    for (const auto& [of, value] : address.values) {
      if (of == &setting) setting.set(state, value);
    }
  }
  for (const StrokesSetting& setting : view.strokes) {
    std::vector<vae::Stroke> strokes;
    for (const auto& [of, drawn] : address.strokes) {
      if (of == &setting) strokes = drawn;
    }
    setting.set(state, std::move(strokes));
  }
}

// All views as the address has them, which can be undone where a view has steps of its own.
void SetViews(AppState& state, const Address& address) {
  if (state.end_view_stroke != nullptr) state.end_view_stroke(state);
  for (const ViewRow* view : Views()) {
    if (view->step_back == nullptr) {
      SetView(state, *view, address);
      continue;
    }
    NoteZ(state, /*held=*/false);
    HistoryStep back = view->step_back(state);
    const auto values = ValuesOf(state, *view);
    const auto strokes = StrokesOf(state, *view);
    SetView(state, *view, address);
    const bool same = values == ValuesOf(state, *view) && strokes == StrokesOf(state, *view);
    if (!same) Record(state, std::move(back));
  }
}

// The model that is on its way counts as chosen.
std::string ChosenModel(const AppState& state) {
  if (!state.awaited.empty()) return state.awaited;
  return state.model ? state.model->name : std::string();
}

}  // namespace

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
  // The visitor's own model is nowhere else, nor do its codes mean anything elsewhere.
  const std::string model = ChosenModel(state);
  const bool own = model == kMine;
  if (!model.empty() && !own && model != kFirstModel) text += "&m=" + model;
  if (state.view != first.view) text += Field('w', state.view);
  text += SettingsFields(state);
  if (!own) text += state.awaited_z ? CodeFields(*state.awaited_z) : CodeFields(CodeOf(state));
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
                         .codes = std::move(address.codes),
                         .of_address = true};
  if (!Fits(state, code)) return vae::Failure(kDamaged);
  ShowDrawingOf(state, address);
  state.view = address.view;
  SetViews(state, address);
  ForgetCodes(state);
  TakeOrAwait(state, code);
  if (state.awaited.empty() && !code.z) FollowDrawing(state);
  return {};
}

vae::Status TakeZOf(AppState& state, std::string_view model, const vae::Vector& z, ZSource source) {
  if (!IsOffered(state, model)) {
    return vae::Failure("There is no model called " + vae::Quoted(model) + " here.");
  }
  if (!Fits(state, model, z)) return vae::Failure(WrongSize(state, model, z));
  TakeOrAwait(state, {.model = std::string(model), .z = SourcedZ{z, source}, .codes = {}});
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
