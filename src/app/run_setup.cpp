#include "run_setup.h"

#include <ATen/Context.h>
#include <c10/core/Device.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "devices.h"
#include "machine/processors.h"
#include "machine/sha256.h"
#include "machine/unnamed_file.h"
#include "model_description.h"
#include "model_location.h"
#include "stylize/error.h"
#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"
#include "versions.h"

namespace stylize {
namespace {

Model open_model(const ProgramOptions& options) {
  Model model = load_model(locate_model(options.model));
  tell_of_defaults(model);
  if (options.pooling == "max") return with_pooling(std::move(model), LayerKind::kMaxPooling);
  if (options.pooling == "average") {
    return with_pooling(std::move(model), LayerKind::kAveragePooling);
  }
  if (options.pooling == "l2") return with_pooling(std::move(model), LayerKind::kL2Pooling);
  return model;
}

// Jobs whose settings are wrong fail later.
std::vector<std::string> layers_of_all(const std::vector<Job>& jobs, const Model& model) {
  std::set<std::string> layers;
  for (const Job& job : jobs) {
    try {
      const TransferOptions options = settled_options(job.options, model);
      for (const std::string& layer : layers_of(options.objective)) layers.insert(layer);
    } catch (const Error&) {
    }
  }
  return {layers.begin(), layers.end()};
}

// Whether networks use our Winograd kernels; `objective` is that of one job.
bool uses_winograd(const std::string& backend, c10::Device device, const Model& model,
                   const ObjectiveOptions& objective) {
  if (backend == "winograd") return true;
  return backend == "auto" && device.is_cpu() &&
         !why_winograd_unsupported(model, layers_of(objective));
}

std::unique_ptr<Network> make_network(const std::string& backend, c10::Device device,
                                      const Model& model, const ObjectiveOptions& objective) {
  const std::vector<std::string> layers = layers_of(objective);
  const bool winograd = uses_winograd(backend, device, model, objective);
  spdlog::debug("model {}, device {}, backend {}", model.path.string(), device.str(),
                winograd ? "winograd" : "torch");
  return winograd ? make_winograd_network(model, layers)
                  : make_torch_network(model, layers, device);
}

// For the record of a picture. Earlier versions used the file's own pooling for a model with
// replaced defaults and recorded "model", so the replacement is recorded by name.
std::string pooling_setting(const ProgramOptions& options, const Model& model) {
  if (!options.pooling.empty()) return options.pooling;
  if (model.defaults_state != DefaultsState::kReplaced) return "model";
  const auto pooling = std::find_if(model.layers.begin(), model.layers.end(),
                                    [](const Layer& layer) { return is_pooling(layer.kind); });
  const bool max = pooling != model.layers.end() && pooling->kind == LayerKind::kMaxPooling;
  return max ? "max" : "average";
}

// Makes the same command give the same bytes on a GPU, too. We do not use LibTorch's switch for all
// its algorithms: it warns about poolings with overlapping windows, which ours are not.
void use_deterministic_algorithms() {
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);  // required for cuBLAS to be deterministic
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setDeterministicCuDNN(true);
}

}  // namespace

BatchOptions make_batch_options(const ProgramOptions& options) {
  BatchOptions batch = options.batch;
  batch.threads = options.threads > 0 ? options.threads : available_processors();
  batch.thumbnails = !options.report_html.empty();
  if (!batch.work_folder.empty() && room_for_unnamed_files(batch.work_folder) == 0) {
    throw SettingError("work-folder", batch.work_folder.string() +
                                          ": no file can be made there, or only in memory");
  }
  return batch;
}

RunContext make_run_context(const ProgramOptions& options, const std::vector<Job>& jobs) {
  const bool only_cpu = options.device == "auto" && options.backend == "winograd";
  const c10::Device device = resolve_device(only_cpu ? "cpu" : options.device);
  if (options.backend == "winograd" && !device.is_cpu()) {
    throw Error(ErrorKind::kOption,
                "--backend winograd: works on the CPU only; add --device cpu or drop --backend");
  }
  RunContext run_context;
  run_context.version = program_version();
  Model model = open_model(options);
  const std::vector<std::string> layers = layers_of_all(jobs, model);
  run_context.model = without_weights_beyond(std::move(model), layers);
  run_context.model_sha256 = sha256_of_file(run_context.model.path);
  run_context.settings = [model = run_context.model, device,
                          options](const ObjectiveOptions& objective) {
    const bool winograd = uses_winograd(options.backend, device, model, objective);
    return NamedOptions{{"backend", winograd ? "winograd" : "torch"},
                        {"device", device.is_cpu() ? "cpu" : "cuda"},
                        {"pooling", pooling_setting(options, model)}};
  };
  if (!device.is_cpu()) use_deterministic_algorithms();
  if (options.deterministic && device.is_cpu()) {
    run_context.needs_one_thread = [model = run_context.model, device,
                                    backend = options.backend](const ObjectiveOptions& objective) {
      return !uses_winograd(backend, device, model, objective);
    };
  }
  run_context.make_network = [model = run_context.model, device,
                              backend = options.backend](const ObjectiveOptions& objective) {
    return make_network(backend, device, model, objective);
  };
  return run_context;
}

}  // namespace stylize
