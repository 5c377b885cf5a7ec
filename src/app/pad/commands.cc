#include "app/pad/drawing.h"
#include "app/pad/history.h"
#include "app/pad/panel.h"

namespace app {
namespace {

constexpr Chord kUndoChords[] = {
    {.key = ImGuiKey_Z, .command = true, .shift = Chord::Shift::kWithout, .repeats = true}};
constexpr Chord kRedoChords[] = {
    {.key = ImGuiKey_Z, .command = true, .shift = Chord::Shift::kWith, .repeats = true},
    {.key = ImGuiKey_Y, .command = true, .repeats = true}};
constexpr Chord kClearChords[] = {{.key = ImGuiKey_Delete}, {.key = ImGuiKey_Backspace}};

constexpr Option kTools[] = {{"brush", "Brush"}, {"eraser", "Eraser"}};

constexpr Setting kSettings[] = {
    {.name = "tool",
     .label = "Tool",
     .kind = Setting::Kind::kChoice,
     .options = kTools,
     .get = [](const AppState& state) { return static_cast<float>(state.tool); },
     .set = [](AppState& state, float value) { state.tool = static_cast<Tool>(value); }},
    {.name = "brush_size",
     .label = "Brush size",
     .kind = Setting::Kind::kNumber,
     .least = kLeastBrush,
     .most = kMostBrush,
     .first = 0.09f,
     .get = [](const AppState& state) { return state.brush_width; },
     .set = [](AppState& state, float value) { state.brush_width = value; }},
};

constexpr Command kCommands[] = {
    {.name = "undo",
     .label = "Undo",
     .chords = kUndoChords,
     .keys = "Ctrl+Z",
     .help = "undo",
     .can = [](const AppState& state, const Results&) { return CanUndo(state); },
     .act = [](AppState& state, const Results&, int) { Undo(state); }},

    {.name = "redo",
     .label = "Redo",
     .chords = kRedoChords,
     .keys = "Ctrl+Shift+Z",
     .help = "redo",
     .can = [](const AppState& state, const Results&) { return CanRedo(state); },
     .act = [](AppState& state, const Results&, int) { Redo(state); }},

    {.name = "clear",
     .label = "Clear",
     .chords = kClearChords,
     .keys = "Delete, Backspace",
     .help = "clear the pad",
     .can = [](const AppState& state, const Results&) { return CanClear(state); },
     .act = [](AppState& state, const Results&, int) { Clear(state); }},

};

}  // namespace

constinit const Command kUndoCommand = kCommands[0];
constinit const Command kRedoCommand = kCommands[1];
constinit const Command kClearCommand = kCommands[2];

std::span<const Command> PadCommands() { return kCommands; }
std::span<const Setting> PadSettings() { return kSettings; }

}  // namespace app
