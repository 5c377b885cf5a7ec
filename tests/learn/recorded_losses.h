// What vae-train says of three epochs on made_digits.h, for each recipe, and the learner's course
// on the same. The numbers are what parity_test.py prints, which holds the two against each other
// where vae-train is: elsewhere, in WebAssembly, these stand for it.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "learn/made_digits.h"
#include "learn/messages.h"
#include "learn/session.h"

namespace vae {

inline constexpr uint32_t kRecordedDigits = 610;  // the last batch of an epoch is smaller

struct RecordedRun {
  Recipe recipe;
  std::array<std::array<double, 2>, 3> epochs;  // recon_nats, kl_nats
};

inline constexpr std::array<RecordedRun, 2> kRecordedRuns = {{
    {Recipe::kOriginal,
     {{{490.880399, 5.226591}, {296.749887, 25.799034}, {198.654323, 31.776714}}}},
    {Recipe::kBest, {{{442.569059, 4.363059}, {226.371314, 15.056417}, {189.113951, 16.661414}}}},
}};

inline StartMessage RecordedCourse(Recipe recipe) {
  StartMessage start;
  start.recipe = recipe;
  start.hidden_dim = 64;
  start.latent_dim = 3;
  start.batch_size = 40;
  start.seed = 7;
  start.steps = 3 * ((kRecordedDigits + 39) / 40);
  start.images = {MadeImages(300), MadeImages(kRecordedDigits - 300, 300)};
  return start;
}

// What the learner says of it at the end of each epoch.
inline std::vector<LossMessage> RecordedEpochs(Recipe recipe) {
  Session session;
  session.Send(RecordedCourse(recipe));
  session.Send(RunMessage{});
  session.WorkAll();
  std::vector<LossMessage> epochs;
  for (const LossMessage& loss : session.losses) {
    const bool ends = loss.step > 0 && loss.step % loss.epoch_steps == 0;
    if (ends && (epochs.empty() || epochs.back().step != loss.step)) epochs.push_back(loss);
  }
  return epochs;
}

}  // namespace vae
