// Where a run of vae-train writes, and what it leaves alone.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "distinct_files.h"
#include "io/file.h"
#include "train_options.h"

namespace tools {

// Where the checkpoint of a run that writes `out` stands.
std::string CheckpointPath(const std::string& out);

// The command that goes on with the run of a checkpoint, from any folder, for a shell.
std::string ResumeCommand(const std::string& checkpoint);

// The files that a run writes.
std::vector<NamedFile> OutputsOf(const TrainFlags& flags);

// Whether the log is that of the resumed run, which goes on.
bool OwnsLog(const TrainFlags& flags);

// Before anything is computed: takes the right to write flags.out, and makes sure that the weights,
// the checkpoint and the log can be written, are three files, and hold nothing of another run
// (unless flags.force). A resumed run's own are its own.
vae::Result<vae::FileLock> ClaimOutputs(const TrainFlags& flags);

}  // namespace tools
