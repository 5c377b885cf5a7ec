// The files of a program that must not be one another.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace tools {

// One file under two names, through links too; also of files that are not there yet.
bool AreOneFile(const std::filesystem::path& a, const std::filesystem::path& b);

struct NamedFile {
  std::string name;            // as a sentence calls it: "--map", "the checkpoint"
  std::filesystem::path path;  // empty: there is no such file
  bool written = false;        // by the program; else only read
};

// Fails when two files, one of which at least is written, are one: what is written last would be
// all that is left. Names both.
vae::Status CheckDistinct(const std::vector<NamedFile>& files);

// The same for `files` and those of the data set, which are only read.
vae::Status CheckDistinctFromData(std::vector<NamedFile> files,
                                  const std::vector<std::filesystem::path>& data);

}  // namespace tools
