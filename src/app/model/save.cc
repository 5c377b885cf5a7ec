#include "app/model/save.h"

#include <algorithm>
#include <utility>

#include "app/ui/sign_button.h"

namespace app {
namespace {

// Sheets become about this wide, a single digit less.
constexpr int kWantedWidth = 1600;
constexpr int kMostScale = 20;
constexpr int kLeastScale = 2;

// Between digits, in their pixels.
constexpr int kBetween = 2;

struct Sheet {
  int columns;
  int rows;
  int scale;

  int Length(int digits) const {
    return scale * (digits * vae::kDigitSide + (digits - 1) * kBetween);
  }
  int Offset(int digit) const { return scale * digit * (vae::kDigitSide + kBetween); }
};

Sheet MakeSheet(int count, int columns) {
  Sheet sheet{std::clamp(columns, 1, count), 0, 1};
  sheet.rows = (count + sheet.columns - 1) / sheet.columns;
  sheet.scale = std::clamp(kWantedWidth / sheet.Length(sheet.columns), kLeastScale, kMostScale);
  return sheet;
}

void SetPixel(vae::Picture& picture, int x, int y, ImU32 color) {
  const size_t at =
      3 * (static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x));
  picture.rgb[at] = static_cast<uint8_t>(color >> IM_COL32_R_SHIFT & 255);
  picture.rgb[at + 1] = static_cast<uint8_t>(color >> IM_COL32_G_SHIFT & 255);
  picture.rgb[at + 2] = static_cast<uint8_t>(color >> IM_COL32_B_SHIFT & 255);
}

}  // namespace

vae::Picture SheetOfDigits(bool night, vae::ConstColumns digits, int columns) {
  const Theme& theme = night ? NightTheme() : PaperTheme();
  const Sheet sheet = MakeSheet(static_cast<int>(digits.cols()), columns);
  vae::Picture picture{sheet.Length(sheet.columns), sheet.Length(sheet.rows), {}};
  picture.rgb.resize(3 * static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) SetPixel(picture, x, y, theme.digit_ground);
  }
  const int side = sheet.scale * vae::kDigitSide;
  for (int n = 0; n < static_cast<int>(digits.cols()); ++n) {
    const int left = sheet.Offset(n % sheet.columns);
    const int top = sheet.Offset(n / sheet.columns);
    for (int i = 0; i < side * side; ++i) {
      const int x = i % side;
      const int y = i / side;
      const float value = digits(y / sheet.scale * vae::kDigitSide + x / sheet.scale, n);
      SetPixel(picture, left + x, top + y,
               Mix(theme.digit_ground, theme.digit_ink, std::clamp(value, 0.0f, 1.0f)));
    }
  }
  return picture;
}

void SavePicture(AppState& state, std::string file_name, vae::ConstColumns digits, int columns) {
  if (digits.cols() == 0) return;
  state.requests.push_back({Request::Kind::kSave, std::move(file_name),
                            vae::EncodePng(SheetOfDigits(state.night, digits, columns))});
}

void SaveReconstruction(AppState& state, const Results& results) {
  if (!state.model) return;
  SavePicture(state, "latentpad-reconstruction.png", results.reconstruction, 1);
}

bool SaveButton(Frame& frame, const char* name, const Rect& rect) {
  return SignButton(frame.ui, name, Sign::kSave, rect, "Save as PNG", frame.state.model != nullptr);
}

void SaveSheet(Frame& frame, const Rect& row, const char* file_name, vae::ConstColumns digits,
               int columns) {
  const float width = kSaveRoom - 8;
  const Rect button{row.right() - width, row.y, width, row.height};
  if (Button(frame.ui, "save_sheet", "Save", button, digits.cols() > 0)) {
    SavePicture(frame.state, file_name, digits, columns);
  }
  Tooltip(frame.ui, "Save as PNG");
}

void SaveOnPicture(Frame& frame, const Rect& picture) {
  const Rect button{picture.right() - 32 - 6, picture.y + 6, 32, 28};
  if (SaveButton(frame, "save", button)) SaveReconstruction(frame.state, frame.results);
}

void CardToSave(Frame& frame, const Rect& rect, const char* title, const char* caption) {
  const Ui& ui = frame.ui;
  Card(ui, rect, title, "");
  constexpr float kWidth = 32;
  constexpr float kHeight = 28;
  const float y = rect.y + kPadding + 9;
  const Rect button{rect.right() - kPadding - kWidth, y - kHeight / 2, kWidth, kHeight};
  if (SaveButton(frame, "save", button)) SaveReconstruction(frame.state, frame.results);
  const float room = button.x - rect.x - TextWidth(ui.fonts.strong, title) - 3 * kPadding;
  if (TextWidth(ui.fonts.caption, caption) > room) return;
  Text(ui.fonts.caption, ui.theme.muted, {button.x - kGap, y}, caption, Align::kRight);
}

}  // namespace app
