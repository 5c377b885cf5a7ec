#include "evaluate/results.h"

#include <array>
#include <filesystem>

#include "io/file.h"
#include "io/latent_map.h"
#include "io/png.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSourceKeyword = "Source";

struct WantedPicture {
  bool wanted;
  const char* flag;
  const char* name;
};

std::vector<WantedPicture> WantedPictures(const EvaluateFlags& flags) {
  std::vector<WantedPicture> pictures = {
      {flags.reconstruct, "--reconstruct", kReconstructed},
      {flags.generate, "--generate", kGenerated},
      {flags.latent || flags.reconstruct, "--latent", kLatentSpace},
      {flags.manifold, "--manifold", kManifold},
      {flags.traverse, "--traverse", kTraversal},
      {flags.interpolate, "--interpolate", kInterpolation},
      {flags.denoise, "--denoise", kDenoised}};
  std::erase_if(pictures, [](const WantedPicture& picture) { return !picture.wanted; });
  return pictures;
}

bool IsThere(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

tl::unexpected<std::string> IsOfAnother(const std::string& path, const char* flag) {
  return vae::Failure(path + " is there already and shows something else; choose another " + flag +
                      ", or overwrite it with --force");
}

vae::Status CheckMapIsFree(const EvaluateFlags& flags, const vae::Model& model) {
  if (flags.force || flags.map.empty() || !IsThere(flags.map)) return {};
  const auto map = vae::ReadFile(flags.map).and_then(
      [&flags](const vae::Bytes& bytes) { return vae::ParseMap(bytes, flags.map); });
  if (map) {
    const auto weights = map->metadata.find("weights_payload_sha256");
    if (weights != map->metadata.end() && weights->second == SourceOf(model)) return {};
  }
  return IsOfAnother(flags.map, "--map");
}

}  // namespace

std::string PicturePath(const EvaluateFlags& flags, const std::string& name,
                        const std::string& shown) {
  return (fs::path(flags.out) / (name + "_" + fs::path(shown).stem().string() + ".png")).string();
}

std::vector<NamedFile> FilesOf(const EvaluateFlags& flags) {
  std::vector<NamedFile> files = {{"--map", flags.map, true},
                                  {"the model", flags.saved_path, false},
                                  {"--curve", flags.curve, false}};
  for (const WantedPicture& picture : WantedPictures(flags)) {
    files.push_back({"the picture of " + std::string(picture.flag),
                     PicturePath(flags, picture.name, flags.saved_path), true});
  }
  if (!flags.curve.empty()) {
    files.push_back(
        {"the picture of --curve", PicturePath(flags, kTrainingCurve, flags.curve), true});
  }
  return files;
}

vae::Status CheckOutputs(const EvaluateFlags& flags) {
  if (const vae::Status status = CheckDistinct(FilesOf(flags)); !status) return status;
  for (const NamedFile& file : FilesOf(flags)) {
    if (!file.written || file.path.empty()) continue;
    if (const vae::Status status = vae::CheckWritable(file.path); !status) return status;
  }
  return {};
}

vae::Status CheckFree(const EvaluateFlags& flags, const vae::Model& model) {
  for (const WantedPicture& picture : WantedPictures(flags)) {
    const vae::Status status = CheckPictureIsFree(
        flags, PicturePath(flags, picture.name, flags.saved_path), SourceOf(model));
    if (!status) return status;
  }
  return CheckMapIsFree(flags, model);
}

vae::Status WritePicture(const std::string& path, const figure::Sheet& sheet,
                         const std::string& source) {
  return vae::WritePng(path, sheet.picture(), {{kSourceKeyword, source}});
}

vae::Status CheckPictureIsFree(const EvaluateFlags& flags, const std::string& path,
                               const std::string& source) {
  if (flags.force || !IsThere(path)) return {};
  const vae::Result<vae::Bytes> bytes = vae::ReadFile(path);
  if (bytes && vae::FindPngText(*bytes, kSourceKeyword) == source) return {};
  return IsOfAnother(path, "--out");
}

const std::string& SourceOf(const vae::Model& model) { return model.metadata.at("payload_sha256"); }

}  // namespace tools
