// What the user did, step by step, to take it back.
#pragma once

#include <memory>
#include <vector>

#include "app/repair_state.h"
#include "app/z_source.h"
#include "data/ink.h"
#include "data/ink_patch.h"

namespace app {

struct LoadedModel;

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
    kErasing,  // one stroke more that blacks out in Repair
    kDamage,   // other damage in Repair
  };
  Kind kind = Kind::kZ;

  // kStroke, kDrawing, kZ.
  SourcedZ z;  // empty where it follows the drawing
  // kStroke, kDrawing.
  vae::InkPatch ink;  // makes the ink of the other side
  bool example_shown = false;
  Drawing drawing;  // kDrawing

  vae::Stroke stroke;  // kStroke, kErasing; only while it is undone
  Damage damage;       // kDamage
};

struct History {
  std::vector<HistoryStep> undo;  // the last one last
  std::vector<HistoryStep> redo;
  // As of the last step: what differs from it is a step that has not been noted yet.
  SourcedZ z;
  const LoadedModel* model = nullptr;  // that the steps' z are of
};

}  // namespace app
