#include "app/model/code_text.h"
#include "app/model/save.h"
#include "app/views/code/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Option kInputs[] = {{"raw", "as drawn"}, {"centred", "centred"}};

constexpr Setting kSettings[] = {
    {.key = 'i',
     .name = "input_mode",
     .label = "What the encoder gets",
     .kind = Setting::Kind::kChoice,
     .options = kInputs,
     .first = static_cast<float>(InputMode::kNormalized),
     .get = [](const AppState& state) { return static_cast<float>(state.input_mode); },
     .set =
         [](AppState& state, float value) {
           state.input_mode = static_cast<InputMode>(value);
           state.raw_for.reset();
           state.drawing_changed = true;
         }},
};

constexpr Command kCommands[] = {
    {.name = "sample_posterior",
     .label = "Vary within the bands",
     .needs_model = true,
     .act = [](AppState& state, const Results& results, int) { SamplePosterior(state, results); }},
    {.name = "back_to_digit",
     .label = "Back to my digit",
     .needs_model = true,
     .act = [](AppState& state, const Results&, int) { FollowDrawing(state); }},
    {.name = "copy",
     .label = "Copy the code",
     .keys = "Ctrl+C, Ctrl+V",
     .help = "copy z, paste z or a picture",
     .needs_model = true,
     .act = [](AppState& state, const Results&, int) { CopyCode(state); }},
    {.name = "save",
     .label = "Save reconstruction",
     .needs_model = true,
     .act = [](AppState& state, const Results& results,
               int) { SaveReconstruction(state, results); }},
};

}  // namespace

constinit const Command kCopyCommand = kCommands[2];

extern const ViewRow kCodeView;  // views.cc
constinit const ViewRow kCodeView = {
    .name = "code",
    .label = "Code",
    .help = "the few numbers that stand for your digit, a slider for each.",
    .offered = [](const AppState&, bool small_screen) { return small_screen; },
    .draw = CodeView,
    .draw_card = CodePanel,
    .settings = kSettings,
    .commands = kCommands};

}  // namespace app
