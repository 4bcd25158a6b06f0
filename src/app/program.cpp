#include "program.h"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <new>
#include <string>

#include "devices.h"
#include "exit_code.h"
#include "model_location.h"
#include "progress_display.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/machine/processors.h"
#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"

namespace stylize {
namespace {

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kOption:
      return kExitUsage;
    case ErrorKind::kModel:
    case ErrorKind::kDevice:
      return kExitModel;
    case ErrorKind::kInput:
    case ErrorKind::kRead:
    case ErrorKind::kOutput:
    case ErrorKind::kMemory:
      break;
  }
  return kExitFailed;
}

Model open_model(const ProgramOptions& options) {
  Model model = load_model(locate_model(options.model));
  if (options.pooling == "max") return with_pooling(std::move(model), LayerKind::kMaxPooling);
  if (options.pooling == "average") {
    return with_pooling(std::move(model), LayerKind::kAveragePooling);
  }
  return model;
}

// What the model recommends, unless the command line says otherwise.
ObjectiveOptions choose_objective(const Model& model, const Recommendation& choices) {
  const ObjectiveOptions objective =
      recommended_objective(choices, recommended_objective(model.recommendation));
  if (!(objective.content_weight + objective.style_weight > 0)) {
    throw Error(ErrorKind::kOption, "--content-weight: and --style-weight are both 0; raise one");
  }
  return objective;
}

std::unique_ptr<Network> make_network(const ProgramOptions& options, const Model& model,
                                      const ObjectiveOptions& objective) {
  const c10::Device device = resolve_device(options.device);
  const std::vector<std::string> layers = layers_of(objective);
  const bool can = device.is_cpu() && !objection_to_winograd(model, layers);
  if (options.backend == "winograd" && !device.is_cpu()) {
    throw Error(ErrorKind::kOption,
                "--backend winograd: works on the CPU only; add --device cpu or drop --backend");
  }
  const bool winograd = options.backend == "winograd" || (options.backend == "auto" && can);
  spdlog::debug("model {}, device {}, backend {}, {} threads", model.path.string(), device.str(),
                winograd ? "winograd" : "torch", at::get_num_threads());
  return winograd ? make_winograd_network(model, layers)
                  : make_torch_network(model, layers, device);
}

// out.png, iteration 30: out_00030.png
std::filesystem::path snapshot_path(const std::filesystem::path& output, int iteration) {
  const std::string name =
      fmt::format("{}_{:05}{}", output.stem().string(), iteration, output.extension().string());
  return output.parent_path() / name;
}

// A snapshot that cannot be written is no reason to lose the picture.
void save_snapshot(const ProgramOptions& options, const Progress& progress, int iteration,
                   ProgressDisplay& display) {
  display.clear();
  const auto path = snapshot_path(options.output, iteration);
  try {
    write_image(path, progress.picture(), options.write);
    spdlog::info("{}: snapshot, {}x{}", path.string(), progress.size.width, progress.size.height);
  } catch (const Error& error) {
    spdlog::warn("{}", error.what());
  }
}

Image read_usable(const std::filesystem::path& path) {
  Image image = read_image(path);
  check_large_enough(image.size(), path.string());
  return image;
}

TransferResult run_transfer(const ProgramOptions& options) {
  check_writable(options.output, options.write);
  const Image content = read_usable(options.content);
  const Image style = read_usable(options.style);
  std::optional<Image> initial;
  if (options.initial) initial = read_usable(*options.initial);
  const Model model = open_model(options);
  TransferOptions transfer_options = options.transfer;
  transfer_options.objective = choose_objective(model, options.objective);
  const std::unique_ptr<Network> network = make_network(options, model, transfer_options.objective);
  ProgressDisplay display;
  int iteration = 0;
  const auto observe = [&](const Progress& progress) {
    ++iteration;
    display.show(progress);
    if (options.save_every > 0 && iteration % options.save_every == 0) {
      save_snapshot(options, progress, iteration, display);
    }
    return true;
  };
  return transfer({content, style, initial}, *network, transfer_options, observe);
}

void log_scales(const TransferResult& result) {
  for (const ScaleReport& scale : result.scales) {
    spdlog::debug("{}x{}: {} iterations, {:.1f} s, content {:.4g}, style {:.4g}, tv {:.4g}",
                  scale.size.width, scale.size.height, scale.iterations, scale.seconds,
                  scale.losses.content, scale.losses.style, scale.losses.total_variation);
  }
}

int make_picture(const ProgramOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  at::set_num_threads(options.threads > 0 ? options.threads : available_processors());
  const TransferResult result = run_transfer(options);
  write_image(options.output, result.image, options.write);
  log_scales(result);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  const Size size = result.image.size();
  if (result.outcome == Outcome::kDiverged) {
    spdlog::error(
        "{}: the losses became NaN or infinite and no smaller step helped; the best "
        "picture so far was saved; lower the weights",
        options.output.string());
    return kExitDiverged;
  }
  spdlog::info("{}: {}x{}, loss {:.4g}, {:.1f} s", options.output.string(), size.width, size.height,
               result.scales.back().losses.total(), seconds.count());
  return kExitDone;
}

int out_of_memory(const ProgramOptions& options) {
  spdlog::error("{}: not enough memory at this size; use a smaller --size or --history",
                options.output.string());
  return kExitFailed;
}

// LibTorch and OpenCV say so in the text of a general error.
bool is_out_of_memory(const std::string& message) {
  for (const char* words : {"out of memory", "allocate", "Insufficient memory"}) {
    if (message.find(words) != std::string::npos) return true;
  }
  return false;
}

// Errors of the libraries, which may go on for lines with a stack trace.
int unexpected(const ProgramOptions& options, const std::string& message) {
  if (is_out_of_memory(message)) return out_of_memory(options);
  spdlog::error("{}: {}", options.output.string(), message.substr(0, message.find('\n')));
  return kExitFailed;
}

}  // namespace

int run_program(const ProgramOptions& options) {
  try {
    return make_picture(options);
  } catch (const Error& error) {
    spdlog::error("{}", error.what());
    return exit_code_of(error.kind());
  } catch (const std::bad_alloc&) {
    return out_of_memory(options);
  } catch (const c10::Error& error) {
    return unexpected(options, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return unexpected(options, error.what());
  }
}

}  // namespace stylize
