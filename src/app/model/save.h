// Digits as PNG files, handed to the platform: the page downloads them, the desktop program writes
// them into the working folder.
#pragma once

#include <string>

#include "app/frame.h"
#include "app/state.h"
#include "core/types.h"
#include "io/png.h"

namespace app {

// Digits (784, N) in rows of `columns`, from the top left, in the theme's digit colours, enlarged
// by whole pixels. Not empty.
vae::Picture SheetOfDigits(bool night, vae::ConstColumns digits, int columns);

// Saves that picture as `file_name`, "latentpad-samples.png" for instance. Nothing is saved of no
// digits.
void SavePicture(AppState& state, std::string file_name, vae::ConstColumns digits, int columns);

void SaveReconstruction(AppState& state, const Results& results);

// A button of the size of `rect` with the sign for saving. Returns true when pressed.
bool SaveButton(Frame& frame, const char* name, const Rect& rect);

// A button at the right end of `row` that saves digits as SavePicture does; kSaveRoom wide with the
// gap before it.
inline constexpr float kSaveRoom = 72;
void SaveSheet(Frame& frame, const Rect& row, const char* file_name, vae::ConstColumns digits,
               int columns);

// The reconstruction's card, with a button on its title line that saves it.
void CardToSave(Frame& frame, const Rect& rect, const char* title, const char* caption);
// The same button in the upper right corner of the picture itself.
void SaveOnPicture(Frame& frame, const Rect& picture);

}  // namespace app
