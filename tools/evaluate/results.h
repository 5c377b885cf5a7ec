// The files that vae-evaluate writes, and what it leaves alone.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "distinct_files.h"
#include "evaluate/options.h"
#include "figure/sheet.h"
#include "io/weights.h"

namespace tools {

// What pictures are called, before the stem of the model's file.
inline constexpr const char* kReconstructed = "I_reconstructed";
inline constexpr const char* kGenerated = "I_generated";
inline constexpr const char* kLatentSpace = "latent_space";
inline constexpr const char* kManifold = "manifold";
inline constexpr const char* kTraversal = "traversal";
inline constexpr const char* kInterpolation = "interpolation";
inline constexpr const char* kDenoised = "denoised";
inline constexpr const char* kTrainingCurve = "training_curve";

// <out>/<name>_<stem of the file that it shows>.png
std::string PicturePath(const EvaluateFlags& flags, const std::string& name,
                        const std::string& shown);

// All files that are read or written, but for the test digits.
std::vector<NamedFile> FilesOf(const EvaluateFlags& flags);

// Before anything is computed: whether the results can be written, each to a file of its own.
vae::Status CheckOutputs(const EvaluateFlags& flags);

// Fails when a picture or map that is to be written is there already and is of another model,
// unless flags.force. A model may replace what is its own.
vae::Status CheckFree(const EvaluateFlags& flags, const vae::Model& model);

// Writes a picture that says what it shows: `source`, the SHA-256 of the weights or of a log's
// first line.
vae::Status WritePicture(const std::string& path, const figure::Sheet& sheet,
                         const std::string& source);

// Fails when `path` is there and does not say that it shows `source`, unless flags.force.
vae::Status CheckPictureIsFree(const EvaluateFlags& flags, const std::string& path,
                               const std::string& source);

// What the pictures of a model say that they show.
const std::string& SourceOf(const vae::Model& model);

}  // namespace tools
