// The view "Learn": a network learns before one's eyes, from nothing or from one's own hand.
#pragma once

#include <string>

#include "app/frame.h"
#include "app/model/results.h"

namespace app {

void UpdateLearn(AppState& state, Results& results);
void UpdateLearnPictures(const Theme& theme, bool all, const AppState& state,
                         const Results& results, Pictures& pictures);
float LearnView(Frame& frame, const Rect& rect);

// The two things that can be learned (view.cc, teach.cc). They draw below the switch between them
// and return the height.
float DrawCourse(Frame& frame, const Rect& rect);
float DrawTeaching(Frame& frame, const Rect& rect);
inline constexpr float kSideBySide = 600;  // the least width with pictures side by side

// A title over a picture and, on the right where it fits, a caption.
void PictureTitle(const Frame& frame, const Rect& rect, const char* title,
                  const std::string& caption);
inline constexpr float kPictureTitle = 24;  // its height, space below it included

// Samples of the current model at always the same z, as many as fit. Returns the height.
float DrawSamples(Frame& frame, const Rect& rect, const char* caption, float wanted);

}  // namespace app
