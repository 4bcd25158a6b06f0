#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "device_validator.h"
#include "exit_code.h"
#include "help_formatter.h"
#include "layer_list.h"
#include "number_validator.h"
#include "one_line.h"
#include "versions.h"

namespace stylize {
namespace {

constexpr const char* kExamples = R"(
Examples:
  stylize --content photo.jpg --style painting.jpg -o out.jpg
  stylize -c photo.jpg -s painting.jpg -o out.png --size 1024 --style-weight 40
  stylize --config settings.toml -c photo.jpg -s painting.jpg -o out.png

Exit codes: 0 done, 1 the picture could not be made, 2 usage, 3 model or device, 4 diverged (the
best picture so far was saved).)";

// What CLI11 fills as text and ProgramOptions holds as something better.
struct RawOptions {
  std::vector<std::string> content_layers, style_layers;
  std::string init = "content";
  bool no_clobber = false, quiet = false, verbose = false;
};

void add_input_and_output(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = "Input and output";
  app.add_option("-c,--content", options.content, "Picture to paint")
      ->required()
      ->group(group)
      ->type_name("FILE");
  app.add_option("-s,--style", options.style, "Picture whose manner to take")
      ->required()
      ->group(group)
      ->type_name("FILE");
  app.add_option("-o,--output", options.output, "Result: .png, .jpg, .webp or .tiff")
      ->required()
      ->group(group)
      ->type_name("FILE");
  app.add_option("--quality", options.write.quality, "Quality of .jpg and .webp, percent")
      ->group(group)
      ->check(number_validator(1, 100))
      ->capture_default_str()
      ->type_name("PERCENT");
  app.add_option("--size", options.transfer.size,
                 "Longest side of the output in pixels; 0: the content's own size")
      ->group(group)
      ->check(number_validator(0, 32768))
      ->capture_default_str()
      ->type_name("PIXELS");
  app.add_option("--style-scale", options.transfer.style_scale,
                 "Longest side of the style relative to the output's: smaller, finer strokes")
      ->group(group)
      ->check(number_validator(0.05, 10))
      ->capture_default_str()
      ->type_name("FACTOR");
  app.add_option("--save-every", options.save_every,
                 "Save a snapshot OUTPUT_00010.EXT beside the output every N iterations; 0: none")
      ->group(group)
      ->check(number_validator(0, 1000000))
      ->capture_default_str()
      ->type_name("N");
  app.add_flag("--no-clobber", raw.no_clobber, "Never replace an existing file")->group(group);
}

void add_objective(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group =
      "Objective (what is not said is as the model file recommends; losses are relative, so "
      "weights "
      "mean the same at every size)";
  Recommendation& objective = options.objective;
  const auto weight = number_validator(0, 1e9);
  app.add_option("--content-weight", objective.content_weight, "Weight of the content")
      ->group(group)
      ->check(weight)
      ->type_name("WEIGHT");
  app.add_option("--style-weight", objective.style_weight, "Weight of the style")
      ->group(group)
      ->check(weight)
      ->type_name("WEIGHT");
  app.add_option("--tv-weight", objective.tv_weight,
                 "Weight of the total variation: larger, smoother")
      ->group(group)
      ->check(weight)
      ->type_name("WEIGHT");
  app.add_option("--content-layers", raw.content_layers,
                 "Layers for the content: relu4_1, or with weights relu3_1=0.5,relu4_1=1")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(layer_validator())
      ->type_name("LAYER[=WEIGHT],...");
  app.add_option("--style-layers", raw.style_layers, "Layers for the style, in the same form")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(layer_validator())
      ->type_name("LAYER[=WEIGHT],...");
}

void add_optimization(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = "Optimization";
  TransferOptions& transfer = options.transfer;
  app.add_option("--iterations", transfer.iterations,
                 "Iterations at each scale; the time goes with those at the last")
      ->group(group)
      ->check(number_validator(1, 1000000))
      ->capture_default_str()
      ->type_name("N");
  const std::map<std::string, OptimizerKind> optimizers = {{"lbfgs", OptimizerKind::kLbfgs},
                                                           {"adam", OptimizerKind::kAdam}};
  app.add_option("--optimizer", transfer.optimizer, "lbfgs or adam")
      ->group(group)
      ->transform(CLI::CheckedTransformer(optimizers).description(""))
      ->default_str("lbfgs")
      ->type_name("NAME");
  app.add_option("--learning-rate", transfer.learning_rate,
                 "Step of adam, in units of the range black to white")
      ->group(group)
      ->check(number_validator(1e-6, 1))
      ->capture_default_str()
      ->type_name("STEP");
  app.add_option("--history", transfer.history,
                 "Steps that lbfgs remembers (fewer when a picture is so large that they need more "
                 "than 1 GiB)")
      ->group(group)
      ->check(number_validator(1, 1000))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--scales", transfer.scales,
                 "Sizes from coarse to fine, each twice the last; 0: chosen from the size")
      ->group(group)
      ->check(number_validator(0, 12))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--init", raw.init, "Picture to begin with: content, noise, or a file")
      ->group(group)
      ->capture_default_str()
      ->type_name("content|noise|FILE");
  app.add_option("--seed", transfer.seed, "Seed of the noise")
      ->group(group)
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--tolerance", transfer.tolerance,
                 "End a scale when 10 iterations lower the objective by less than this fraction; "
                 "0: never")
      ->group(group)
      ->check(number_validator(0, 1))
      ->capture_default_str()
      ->type_name("FRACTION");
}

void add_model(CLI::App& app, ProgramOptions& options) {
  const char* group = "Model";
  app.add_option("--model", options.model,
                 "TorchScript file of VGG19's features (default: $STYLIZE_MODEL, else an installed "
                 "vgg19.pt, else the model in the box)")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--pooling", options.pooling, "max or average (default: as in the model file)")
      ->group(group)
      ->check(CLI::IsMember({"max", "average"}).description(""))
      ->type_name("NAME");
}

void add_machine(CLI::App& app, ProgramOptions& options) {
  const char* group = "Machine";
  app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
      ->group(group)
      ->check(device_validator())
      ->capture_default_str()
      ->type_name("DEVICE");
  app.add_option(
         "--backend", options.backend,
         "winograd: fast on a CPU; torch: LibTorch, on every device; auto: winograd where it "
         "can")
      ->group(group)
      ->check(CLI::IsMember({"auto", "winograd", "torch"}).description(""))
      ->capture_default_str()
      ->type_name("NAME");
  app.add_option("--threads", options.threads,
                 "Threads; 0: the processors that this process may use")
      ->group(group)
      ->check(number_validator(0, 1024))
      ->capture_default_str()
      ->type_name("N");
}

void add_talk(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = "Talk";
  auto* quiet = app.add_flag("-q,--quiet", raw.quiet, "Errors only")->group(group);
  auto* verbose = app.add_flag("-v,--verbose", raw.verbose, "Details, as --log-level debug")
                      ->group(group)
                      ->excludes(quiet);
  app.add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->group(group)
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}).description(""))
      ->capture_default_str()
      ->type_name("LEVEL")
      ->excludes(quiet)
      ->excludes(verbose);
  app.set_config("--config", "", "Read options from a file with lines like size = 1024")
      ->group(group)
      ->type_name("FILE");
  app.set_version_flag("--version", versions,
                       "Print the versions of this program and its libraries")
      ->group(group);
  app.set_help_flag("-h,--help", "Print this help")->group(group);
}

void apply(const RawOptions& raw, ProgramOptions& options) {
  options.objective.content_layers = parse_layers(raw.content_layers);
  options.objective.style_layers = parse_layers(raw.style_layers);
  options.write.replace = !raw.no_clobber;
  if (raw.quiet) options.log_level = "error";
  if (raw.verbose) options.log_level = "debug";
  if (raw.init == "noise") {
    options.transfer.start = Start::kNoise;
  } else if (raw.init != "content") {
    options.transfer.start = Start::kPicture;
    options.initial = raw.init;
  }
}

}  // namespace

std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options) {
  CLI::App app(
      "Turns photographs into paintings: the content of one picture in the manner of another.",
      "stylize");
  RawOptions raw;
  // As shell aliases and scripts expect: an option given again replaces the one before.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_input_and_output(app, options, raw);
  add_objective(app, options, raw);
  add_optimization(app, options, raw);
  add_model(app, options);
  add_machine(app, options);
  add_talk(app, options, raw);
  app.footer(kExamples);
  app.formatter(std::make_shared<HelpFormatter>());
  try {
    app.parse(argc, argv);
    apply(raw, options);
    return std::nullopt;
  } catch (const CLI::Success& success) {
    app.exit(success);
    return kExitDone;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "stylize: %s; see stylize --help\n", one_line(error.what()).c_str());
    return kExitUsage;
  }
}

}  // namespace stylize
