// vae-evaluate: what a trained model does, in pictures and figures.
#include <cstdio>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>

#include "command_line.h"
#include "evaluate/results.h"
#include "evaluate/tasks.h"
#include "instruction_set.h"

namespace tools {
namespace {

using Json = nlohmann::ordered_json;

// Prints what tasks report as they end, or, for --json, all of it at the end.
class Printer {
 public:
  explicit Printer(bool as_json) : as_json_(as_json) {}

  // Runs the task and takes its report in; returns its failure.
  vae::Status Add(const char* name, const vae::Result<Report>& report) {
    if (!report) return vae::Failure(report.error());
    Note(name, report->json);
    if (as_json_) return {};
    for (const std::string& line : report->lines) std::printf("%s\n", line.c_str());
    return FlushOutput();
  }

  void Note(const char* name, Json json) { json_[name] = std::move(json); }

  vae::Status Finish() const {
    // Numbers that are not finite become null, and what is not UTF-8 is replaced.
    if (as_json_) {
      std::printf("%s\n", json_.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    }
    return FlushOutput();
  }

 private:
  bool as_json_;
  Json json_;
};

Json Describe(const Context& context) {
  const vae::VaeShape shape = context.model.params.shape();
  return {{"file", context.flags.saved_path},
          {"hidden_dim", shape.hidden_dim},
          {"latent_dim", shape.latent_dim},
          {"metadata", context.model.metadata}};
}

// Whether the model knows the test digits' data set. Says so on standard error where it does not.
Json DescribeData(const Context& context) {
  const std::optional<bool> trained_on_it = IsTrainedOnThese(context);
  if (trained_on_it == false) {
    std::fprintf(stderr,
                 "vae-evaluate: warning: %s was trained on %s, the test digits are of %s with the "
                 "SHA-256 %.8s…; the results are of data that it has not learned\n",
                 context.flags.saved_path.c_str(), TrainedOn(context.model).c_str(),
                 context.dataset.c_str(), context.dataset_sha256.c_str());
  }
  return {{"name", context.dataset},
          {"sha256", context.dataset_sha256},
          {"trained_on_it", trained_on_it ? Json(*trained_on_it) : Json()}};
}

vae::Status RunModelTasks(const Context& context, Printer& printer) {
  const EvaluateFlags& flags = context.flags;
  struct Task {
    bool wanted;
    const char* name;
    vae::Result<Report> (*run)(const Context&);
  };
  for (const Task& task : {Task{flags.reconstruct, "reconstruct", Reconstruct},
                           {flags.generate, "generate", Generate},
                           {flags.manifold, "manifold", ShowManifold},
                           {flags.traverse, "traverse", Traverse},
                           {flags.interpolate, "interpolate", InterpolatePairs},
                           {flags.denoise, "denoise", Denoise},
                           {flags.score, "score", Score}}) {
    if (!task.wanted) continue;
    if (const vae::Status status = printer.Add(task.name, task.run(context)); !status) {
      return status;
    }
  }
  if (!flags.latent && !flags.reconstruct && flags.map.empty()) return {};
  const vae::Result<TestMap> map = EmbedTestDigits(context);
  if (!map) return vae::Failure(map.error());
  if (flags.latent || flags.reconstruct) {
    const vae::Status status = printer.Add("latent", ShowLatentSpace(context, *map));
    if (!status) return status;
  }
  return flags.map.empty() ? vae::Status() : printer.Add("map", WriteMap(context, *map));
}

vae::Status Run(const EvaluateFlags& flags) {
  Printer printer(flags.json);
  if (const vae::Status status = CheckOutputs(flags); !status) return status;
  if (!flags.curve.empty()) {
    if (const vae::Status status = printer.Add("curve", ShowCurve(flags)); !status) return status;
  }
  if (flags.needs_model()) {
    vae::Result<vae::Model> model = LoadModel(flags);
    if (!model) return vae::Failure(model.error());
    vae::ThreadPool pool(flags.threads);
    Context context = {flags, pool, std::move(*model), {}, {}, {}};
    if (const vae::Status status = CheckFree(flags, context.model); !status) return status;
    printer.Note("model", Describe(context));
    if (flags.needs_digits()) {
      if (const vae::Status status = LoadDigits(context); !status) return status;
      printer.Note("data", DescribeData(context));
    }
    printer.Note("seed", flags.seed);
    if (const vae::Status status = RunModelTasks(context, printer); !status) return status;
  }
  return printer.Finish();
}

// What the machine does not have: memory, threads.
vae::Status RunWithinMeans(const EvaluateFlags& flags) {
  try {
    return Run(flags);
  } catch (const std::bad_alloc&) {
    return vae::Failure(
        "there is not enough memory; give a smaller --num-gen, fewer --threads or smaller --data");
  } catch (const std::system_error& error) {
    return vae::Failure("the system refuses " + std::to_string(flags.threads) +
                        " threads: " + error.what() + "; give fewer --threads");
  }
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  const vae::Status fastest = tools::BecomeFastest(argv, tools::HeldPrograms());
  if (!fastest) return tools::Fail("vae-evaluate", fastest.error());
  tools::EvaluateFlags flags;
  const int exit_code = tools::ParseEvaluateFlags(argc, argv, flags);
  if (exit_code >= 0) return exit_code;
  const vae::Status status = tools::RunWithinMeans(flags);
  return status ? 0 : tools::Fail("vae-evaluate", status.error());
}
