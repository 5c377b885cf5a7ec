#include "app/model/test_digits.h"

#include <string>
#include <utility>

#include "app/model/models.h"
#include "data/idx.h"

namespace app {

void NeedDigits(AppState& state) {
  if (!state.test_digits.offered || state.test_digits.set) return;
  AskOnce(state, Request::Kind::kDigits, {}, kDigitsKey);
}

vae::Status TakeDigits(AppState& state, std::span<const std::byte> images,
                       std::span<const std::byte> labels) {
  vae::Result<vae::Matrix> digits = vae::ParseIdxImages(images, "The file of test digits");
  if (!digits) return vae::Failure(digits.error());
  vae::Result<std::vector<uint8_t>> names = vae::ParseIdxLabels(labels, "The file of their labels");
  if (!names) return vae::Failure(names.error());
  if (static_cast<size_t>(digits->cols()) != names->size()) {
    return vae::Failure("There are " + std::to_string(digits->cols()) + " test digits but " +
                        std::to_string(names->size()) +
                        " labels; take both files from the same set");
  }
  state.progress.erase(kDigitsKey);
  state.test_digits.set =
      std::make_shared<const DigitSet>(DigitSet{*std::move(digits), *std::move(names)});
  return {};
}

}  // namespace app
