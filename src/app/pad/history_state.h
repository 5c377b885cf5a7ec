// What the user did, step by step, to take it back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/model/z_source.h"
#include "data/ink.h"
#include "data/ink_patch.h"

namespace app {

struct AppState;

// What a person drew: strokes, on top of a picture if one was loaded.
struct Drawing {
  std::shared_ptr<const vae::InkRaster> picture;  // kInkSide; null: none
  std::vector<vae::Stroke> strokes;

  bool empty() const { return picture == nullptr && strokes.empty(); }
};

// One step holds what is on its other side: the state before it while it is done, the state after
// it while it is undone. Travelling exchanges the two, so that no stroke is held twice and none is
// drawn again.
struct HistoryStep {
  enum class Kind {
    kStroke,   // one stroke more of the drawing
    kDrawing,  // another drawing
    kZ,        // another z
    kView,     // something in a view
  };
  Kind kind = Kind::kZ;

  // kStroke, kDrawing, kZ.
  SourcedZ z;  // empty where it follows the drawing
  // kStroke, kDrawing.
  vae::InkPatch ink;  // makes the ink of the other side
  bool example_shown = false;
  Drawing drawing;  // kDrawing

  vae::Stroke stroke;  // kStroke; only while it is undone

  // kView: the view's name, what exchanges the two sides, and how many bytes the other one takes,
  // which the exchange returns anew. Undone and redone only while that view is shown; elsewhere
  // nobody would see it.
  std::string view;
  std::function<size_t(AppState& state, bool back)> exchange;
  size_t bytes = 0;
};

struct History {
  std::vector<HistoryStep> undo;  // the last one last
  std::vector<HistoryStep> redo;
  // As of the last step: what differs from it is a step that has not been noted yet.
  SourcedZ z;
  uint64_t model = 0;  // LoadedModel::id of what the steps' z are of
};

}  // namespace app
