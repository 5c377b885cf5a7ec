// A course of the learner: begun by the user, followed by every view. The network that it trains is
// a model like the others, kMine, whose weights change several times a second.
#pragma once

#include <string_view>

#include "app/state.h"
#include "learn/messages.h"

namespace app {

// The model that the visitor has trained, taught or opened.
inline constexpr char kMine[] = "mine";

// In AppState::progress: the training digits.
inline constexpr char kTrainingKey[] = "training";

inline constexpr size_t kMostPoints = 400;
inline constexpr size_t kMostLesson = 12;  // drawings
inline constexpr int64_t kLessonSteps = 200;

// Ends the course that there is, and begins one as the options say, on digits or dreams. Its model
// becomes the current one.
void StartCourse(AppState& state);

// The same on the lesson, from the current model.
void StartLesson(AppState& state, int64_t steps);

// What there is goes on, unless it has had its steps; rests; or does one step.
bool CanGoOn(const AppState& state);
void RunCourse(AppState& state);
void PauseCourse(AppState& state);
void StepCourse(AppState& state);

// No course any more; the model stays as it is.
void StopCourse(AppState& state);

// Lets the learner and its memory go while nothing is learned; a course that rests goes on from
// there when it is told to.
void LetLearnerGo(AppState& state);

// Options that a course takes up at once.
void SetLearningRate(AppState& state, float rate);
void SetBeta(AppState& state, float beta);

// What is on the pad becomes part of the lesson.
bool CanAddToLesson(const AppState& state);
void AddToLesson(AppState& state);
void ClearLesson(AppState& state);

// Takes what the learner tells, and returns how many frames show it: none when a snapshot follows
// anyway. Fails when it is no message (learn/messages.h).
vae::Result<int> LearnerSaid(AppState& state, vae::Packet packet);

// Where digits with these means (L, M) stand on a map: at mu for L = 2, on the plane along which mu
// varies most for more, on a line for L = 1. (2, M)
vae::Matrix PlacesOf(const vae::Matrix& mu);

// `params` become the model kMine; what they were before is gone.
void SetMine(AppState& state, vae::VaeParams params);
// Where the first test digits stand in its latent space, and what they cost: its map. Nothing
// without test digits.
void SurveyMine(AppState& state);
// Its file, or nothing; and that file for the user.
vae::Bytes FileOfMine(const AppState& state);
void SaveMine(AppState& state);

}  // namespace app
