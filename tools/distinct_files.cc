#include "distinct_files.h"

#include <system_error>

namespace tools {

namespace fs = std::filesystem;

bool AreOneFile(const fs::path& a, const fs::path& b) {
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  const fs::path first = fs::weakly_canonical(fs::absolute(a, error), error);
  const fs::path second = fs::weakly_canonical(fs::absolute(b, error), error);
  return first.empty() || second.empty() ? a == b : first == second;
}

vae::Status CheckDistinct(const std::vector<NamedFile>& files) {
  for (size_t i = 0; i < files.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const NamedFile& a = files[i];
      const NamedFile& b = files[j];
      if (!(a.written || b.written) || a.path.empty() || b.path.empty()) continue;
      if (!AreOneFile(a.path, b.path)) continue;
      return vae::Failure(a.name + " and " + b.name + " are one file, " + a.path.string() +
                          "; give each a file of its own");
    }
  }
  return {};
}

vae::Status CheckDistinctFromData(std::vector<NamedFile> files, const std::vector<fs::path>& data) {
  for (const fs::path& path : data) files.push_back({"a file of the data", path, false});
  return CheckDistinct(files);
}

}  // namespace tools
