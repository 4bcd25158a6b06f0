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
#include "label_colour_text.h"
#include "layer_list.h"
#include "number_validator.h"
#include "one_line.h"
#include "picture_name_validator.h"
#include "preset.h"
#include "shard_option.h"
#include "style_options.h"
#include "stylize/error.h"
#include "versions.h"

namespace stylize {
namespace {

constexpr const char* kInputAndOutput = "Input and output";
constexpr const char* kWatching = "Watching";

constexpr const char* kObjective =
    "Objective (what is not said is as the model file recommends; losses are relative, so weights "
    "mean the same at every size)";

constexpr const char* kExamples = R"(
Examples:
  stylize --content photo.jpg --style painting.jpg -o out.jpg
  stylize -c photo.jpg -s painting.jpg -o out.png --size 1024 --style-weight 40
  stylize --config settings.toml -c photo.jpg -s painting.jpg -o out.png
  stylize -c photos/ -s painting.jpg -o paintings/ --resume --report report.json
  stylize compare golden.png out.png      (how far apart two pictures are; stylize compare --help)

Exit codes: 0 all done, 1 a picture could not be made, 2 usage, 3 model or device, 4 the only picture
diverged (the best so far was saved), 129, 130 and 143 stopped by SIGHUP, SIGINT and SIGTERM.)";

// What CLI11 fills as text and JobOptions holds as something better.
struct RawJobOptions {
  std::vector<std::string> content_layers, style_layers;
  std::string init, colour, colour_space;
  std::string content_mask;
  std::vector<std::string> style_masks;
  bool no_clobber = false;
};

// The same of ProgramOptions.
struct RawOptions {
  RawJobOptions job;
  std::vector<std::string> style_blend, style_blocks;
  std::string pairing, shard, preset;
  bool quiet = false, verbose = false;
};

const std::map<std::string, ColourControl>& colour_controls() {
  static const std::map<std::string, ColourControl> controls = {{"style", ColourControl::kStyle},
                                                                {"match", ColourControl::kMatch},
                                                                {"keep", ColourControl::kKeep}};
  return controls;
}

const std::map<std::string, ColourSpace>& colour_spaces() {
  static const std::map<std::string, ColourSpace> spaces = {
      {"lab", ColourSpace::kLab}, {"ycrcb", ColourSpace::kYcrcb}, {"luv", ColourSpace::kLuv}};
  return spaces;
}

void add_colour(CLI::App& app, RawJobOptions& raw) {
  const char* group = "Colour";
  app.add_option("--colour", raw.colour,
                 "Colours of the style; match: of the style, matched to the content's; keep: of "
                 "the content")
      ->group(group)
      ->check(CLI::IsMember({"style", "match", "keep"}).description(""))
      ->default_str("style")
      ->type_name("style|match|keep");
  app.add_option("--colour-space", raw.colour_space,
                 "Where --colour keep parts luminance from colour")
      ->group(group)
      ->check(CLI::IsMember({"lab", "ycrcb", "luv"}).description(""))
      ->default_str("lab")
      ->type_name("lab|ycrcb|luv");
}

void add_output(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  const char* group = kInputAndOutput;
  app.add_option("--quality", options.write.quality, "Quality of .jpg and .webp, percent")
      ->group(group)
      ->check(number_validator(1, 100))
      ->capture_default_str()
      ->type_name("PERCENT");
  app.add_option("--bit-depth", options.write.bit_depth,
                 "Bits of each channel; 16 for .png and .tiff only")
      ->group(group)
      ->check(CLI::IsMember({8, 16}).description(""))
      ->capture_default_str()
      ->type_name("8|16");
  app.add_option("--size", options.transfer.size,
                 "Longest side of the output in pixels; 0: the content's own size")
      ->group(group)
      ->check(number_validator(0, 32768))
      ->capture_default_str()
      ->type_name("PIXELS");
  app.add_option("--style-scale", options.transfer.style_scales,
                 "Longest side of the style relative to the output's: smaller, finer strokes; of a "
                 "blend one for each style: 0.5,2")
      ->group(group)
      ->delimiter(',')
      ->check(number_validator(0.05, 10))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->default_str("1")
      ->type_name("FACTOR,...");
  app.add_option("--save-every", options.save_every,
                 "Save a snapshot OUTPUT_00010.EXT beside the output every N iterations; 0: none")
      ->group(group)
      ->check(number_validator(0, 1000000))
      ->capture_default_str()
      ->type_name("N");
  app.add_flag("--no-clobber", raw.no_clobber, "Never replace an existing file")->group(group);
}

void add_side_pictures(CLI::App& app, JobOptions& options) {
  app.add_option("--contact-sheet", options.contact_sheet,
                 "Write up to 12 small pictures of how the work went, in one: .png or .jpg; "
                 "{output} in the name: the output without its extension")
      ->group(kWatching)
      ->check(picture_name_validator())
      ->type_name("FILE");
  app.add_option("--loss-plot", options.loss_plot,
                 "Write a picture of the losses' curves: .png or .jpg; {output} as there")
      ->group(kWatching)
      ->check(picture_name_validator())
      ->type_name("FILE");
}

void add_preview(CLI::App& app, BatchOptions& batch) {
  app.add_option("--preview", batch.preview,
                 "Keep a small picture of the work as it is in this file: .png or .jpg")
      ->group(kWatching)
      ->check(picture_name_validator())
      ->type_name("FILE");
  app.add_option("--preview-every", batch.preview_seconds, "How often it is replaced")
      ->group(kWatching)
      ->check(number_validator(0.1, 1e6))
      ->capture_default_str()
      ->type_name("SECONDS");
}

// Colours become ff0000, since a config file would take "#" for the begin of a comment. What begins
// with "#" and is no colour is a slip.
CLI::Validator style_mask_validator() {
  const auto check = [](std::string& text) {
    if (text.empty() || text.front() != '#') return std::string();
    const auto colour = parse_label_colour(text);
    if (!colour) return "\"" + text + "\" is no colour; write ff0000 or '#ff0000'";
    text = text_of(*colour).substr(1);
    return std::string();
  };
  return CLI::Validator(check, "", "style mask");
}

void add_masks(CLI::App& app, RawJobOptions& raw) {
  const char* group = "Where each style goes";
  app.add_option(
         "--content-mask", raw.content_mask,
         "Picture of labels, each a plain colour: its areas of the content take the style of "
         "the same label. A gradient in gray: from black to white. A folder: the mask "
         "called like each content")
      ->group(group)
      ->type_name("FILE|FOLDER");
  app.add_option("--style-mask", raw.style_masks,
                 "The same of each style, in their order, or the label that all of a style has: "
                 "white, black, ff0000")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->transform(style_mask_validator())
      ->type_name("FILE|FOLDER|COLOUR,...");
}

void add_files(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = kInputAndOutput;
  PlanRequest& request = options.request;
  app.add_option("-c,--content", request.contents,
                 "Picture to paint; a folder or a 'PATTERN*' for many")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option("-s,--style", request.styles,
                 "Picture whose manner to take; a folder or a 'PATTERN*' for many. Given again or "
                 "with several files: a blend of them")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option("--style-blend", raw.style_blend,
                 "Blend the styles into one, also those of a folder: their weights, in their order "
                 "(3,7; only ratios count), or equal")
      ->group(group)
      ->delimiter(',')
      ->check(blend_validator())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("WEIGHT,...|equal");
  app.add_option("--style-blocks", raw.style_blocks,
                 "The blocks of layers that each style of a blend gives: 1-2,3-5: fine texture of "
                 "the first, coarse structure of the second")
      ->group(group)
      ->delimiter(',')
      ->check(blocks_validator())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("BLOCKS,...");
  app.add_option("-o,--output", request.output,
                 "Result: .png, .jpg, .webp or .tiff; a folder for many")
      ->group(group)
      ->type_name("FILE|FOLDER");
}

void add_folders(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = "Folders";
  PlanRequest& request = options.request;
  app.add_flag("-r,--recursive", request.recursive, "Also the folders inside the folders")
      ->group(group);
  app.add_option("--pair", raw.pairing,
                 "One style for each content, by name or by order, instead of all with all")
      ->group(group)
      ->check(CLI::IsMember({"name", "order"}).description(""))
      ->type_name("name|order");
  app.add_option("--name-template", request.name_template,
                 "Names in the output folder, of {content}, {style}, {ext} and {index}")
      ->group(group)
      ->capture_default_str()
      ->type_name("TEMPLATE");
  app.add_option("--jobs-from", request.jobs_file,
                 "Read jobs from CSV or JSON lines: content, style, output and options by name; -: "
                 "standard input")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--shard", raw.shard, "Part K of N of the jobs, the same on every machine")
      ->group(group)
      ->check(shard_validator())
      ->type_name("K/N");
  app.add_flag("--list", options.list, "Print the jobs, as --jobs-from reads them, and stop")
      ->group(group);
  app.add_flag("--dry-run", options.dry_run, "Open every input, say which cannot be used, and stop")
      ->group(group);
}

void add_batch(CLI::App& app, ProgramOptions& options) {
  const char* group = "Long runs";
  BatchOptions& batch = options.batch;
  app.add_flag("--resume", batch.resume,
               "Leave outputs that were made of the same inputs and settings; go on with pictures "
               "that were interrupted")
      ->group(group);
  app.add_option(
         "--checkpoint", batch.checkpoint_seconds,
         "Write the state of a picture beside its output so often, and go on from there; 0: "
         "never")
      ->group(group)
      ->check(number_validator(0, 1e6))
      ->capture_default_str()
      ->type_name("SECONDS");
  app.add_flag("--fail-fast", batch.fail_fast, "Begin nothing more after a failure")->group(group);
  app.add_option("--retries", batch.retries,
                 "More attempts, at the end, at what may pass: full disk or memory, lost folder")
      ->group(group)
      ->check(number_validator(0, 100))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--report", options.report, "Tell in JSON what became of each job")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--report-html", options.report_html, "The same as a page with small pictures")
      ->group(group)
      ->type_name("FILE");
}

void add_objective(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  const char* group = kObjective;
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

// What no model recommends.
void add_losses(CLI::App& app, ObjectiveOptions& objective) {
  const std::map<std::string, StyleLoss> losses = {{"gram", StyleLoss::kGram},
                                                   {"statistics", StyleLoss::kStatistics},
                                                   {"wasserstein", StyleLoss::kWasserstein}};
  app.add_option("--style-loss", objective.style_loss,
                 "What of the style's layers is to be met: gram: their Gram matrices; statistics: "
                 "mean and deviation of each channel; wasserstein: mean and covariance")
      ->group(kObjective)
      ->transform(CLI::CheckedTransformer(losses).description(""))
      ->default_str("gram")
      ->type_name("NAME");
  const std::map<std::string, TvNorm> norms = {{"l1", TvNorm::kL1}, {"l2", TvNorm::kL2}};
  app.add_option("--tv-norm", objective.tv_norm,
                 "Total variation of absolute (l1: edges stay sharp) or squared (l2) differences")
      ->group(kObjective)
      ->transform(CLI::CheckedTransformer(norms).description(""))
      ->default_str("l2")
      ->type_name("l1|l2");
  app.add_flag("--normalize-gradients", objective.normalize_gradients,
               "Scale each layer's gradient to the same length, so that weights alone say what "
               "counts. No loss has this gradient: with --optimizer adam only, and losses may rise")
      ->group(kObjective);
}

void add_optimization(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
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
  app.add_option("--averaging", transfer.averaging,
                 "Decay of the mean over adam's steps that becomes the picture, as 0.99: it "
                 "evens out what they differ by; 0: the last step alone")
      ->group(group)
      ->check(number_validator(0, 0.9999))
      ->capture_default_str()
      ->type_name("DECAY");
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
      ->default_str("content")
      ->type_name("content|noise|FILE");
  app.add_option("--init-noise", transfer.start_noise,
                 "Part of noise in the picture to begin with; 1: as --init noise")
      ->group(group)
      ->check(number_validator(0, 1))
      ->capture_default_str()
      ->type_name("FRACTION");
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
  app.add_option("--pooling", options.pooling,
                 "max, average or l2, the root of the mean square (default: as in the model file)")
      ->group(group)
      ->check(CLI::IsMember({"max", "average", "l2"}).description(""))
      ->type_name("max|average|l2");
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
  BatchOptions& batch = options.batch;
  app.add_option("--threads", options.threads,
                 "Threads; 0: the processors that this process may use")
      ->group(group)
      ->check(number_validator(0, 1024))
      ->capture_default_str()
      ->type_name("N");
  app.add_flag(
         "--deterministic", options.deterministic,
         "The same bytes whatever the number of threads, on one kind of processor. On the CPU "
         "that costs nothing unless --backend torch, which one thread then does")
      ->group(group);
  app.add_option("--parallel", batch.parallel,
                 "Pictures side by side, the threads divided among them; 0: chosen from their size")
      ->group(group)
      ->check(number_validator(0, 256))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--memory-limit", batch.memory_limit,
                 "Memory that this process may use, as 2G or 500M (default: what is free)")
      ->group(group)
      ->transform(CLI::AsSizeValue(false).description(""))
      ->type_name("SIZE");
  app.add_option("--max-pixels", batch.max_pixels, "Refuse inputs with more pixels than this")
      ->group(group)
      ->check(number_validator(256, 1e12))
      ->capture_default_str()
      ->type_name("PIXELS");
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
  app.add_flag("--print-config", options.print_config,
               "Print every option with its effective value, as --config reads it, and stop")
      ->group(group)
      ->configurable(false);
  app.set_version_flag("--version", versions,
                       "Print the versions of this program and its libraries")
      ->group(group);
  app.set_help_flag("-h,--help", "Print this help")->group(group);
}

void add_preset(CLI::App& app, RawOptions& raw) {
  app.add_option("--preset", raw.preset,
                 "Iterations and tolerance together: fast, balanced (as without) or fine; options "
                 "that are given come first")
      ->group("Optimization")
      ->check(CLI::IsMember(preset_names()).description(""))
      ->type_name("NAME");
}

void add_job_options(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  add_output(app, options, raw);
  add_masks(app, raw);
  add_colour(app, raw);
  add_objective(app, options, raw);
  add_losses(app, options.transfer.objective);
  add_optimization(app, options, raw);
  add_side_pictures(app, options);
}

// What is wrong with options that do not fit together; empty: nothing.
std::string misfit(const JobOptions& options) {
  const TransferOptions& transfer = options.transfer;
  if (transfer.optimizer == OptimizerKind::kAdam) return "";
  if (transfer.averaging > 0) return "--averaging: works with --optimizer adam only";
  if (transfer.objective.normalize_gradients) {
    // The line search of lbfgs needs values that fall along their gradient.
    return "--normalize-gradients: works with --optimizer adam only";
  }
  return "";
}

void apply_masks(const RawJobOptions& raw, JobOptions& options) {
  if (!raw.content_mask.empty()) options.content_mask = raw.content_mask;
  if (raw.style_masks.empty()) return;
  options.style_masks.clear();
  for (const std::string& text : raw.style_masks) {
    const auto colour = parse_label_colour(text);
    options.style_masks.push_back(colour ? StyleMask{{}, *colour} : StyleMask{text, {}});
  }
}

// What was not given stays.
void apply(const RawJobOptions& raw, JobOptions& options) {
  if (!raw.content_layers.empty()) {
    options.objective.content_layers = parse_layers(raw.content_layers);
  }
  if (!raw.style_layers.empty()) options.objective.style_layers = parse_layers(raw.style_layers);
  if (raw.no_clobber) options.write.replace = false;
  apply_masks(raw, options);
  if (!raw.colour.empty()) options.transfer.colour = colour_controls().at(raw.colour);
  if (!raw.colour_space.empty()) {
    options.transfer.colour_space = colour_spaces().at(raw.colour_space);
  }
  if (raw.init.empty()) return;
  options.initial.reset();
  if (raw.init == "noise") {
    options.transfer.start = Start::kNoise;
  } else if (raw.init == "content") {
    options.transfer.start = Start::kContent;
  } else {
    options.transfer.start = Start::kPicture;
    options.initial = raw.init;
  }
}

// The options that must be there unless a jobs file is.
void check_files(const PlanRequest& request) {
  if (request.jobs_file) return;
  if (request.contents.empty()) throw CLI::RequiredError("--content");
  if (request.styles.empty()) throw CLI::RequiredError("--style");
  if (request.output.empty()) throw CLI::RequiredError("--output");
}

void apply(const RawOptions& raw, ProgramOptions& options) {
  PlanRequest& request = options.request;
  apply(raw.job, request.common);
  request.blend_styles = !raw.style_blend.empty();
  request.common.transfer.style_blend = parse_blend(raw.style_blend);
  request.common.transfer.style_blocks = parse_blocks(raw.style_blocks);
  if (raw.pairing == "name") request.pairing = Pairing::kByName;
  if (raw.pairing == "order") request.pairing = Pairing::kByOrder;
  if (!raw.shard.empty()) request.shard = parse_shard(raw.shard);
  request.line_options = [common = request.common](const NamedOptions& named) {
    return with_named_options(common, named);
  };
  if (raw.quiet) options.log_level = "error";
  if (raw.verbose) options.log_level = "debug";
  if (!options.batch.preview.empty()) request.written_besides = {options.batch.preview};
  if (!options.print_config) check_files(request);
  // Lines of a jobs file may yet say otherwise.
  if (const std::string wrong = misfit(request.common); !request.jobs_file && !wrong.empty()) {
    throw CLI::ValidationError(wrong);
  }
}

}  // namespace

JobOptions with_named_options(JobOptions options, const NamedOptions& named) {
  CLI::App app;
  app.set_help_flag();
  RawJobOptions raw;
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_job_options(app, options, raw);
  std::vector<std::string> arguments;  // the last one first, as CLI11 wants them
  for (auto option = named.rbegin(); option != named.rend(); ++option) {
    arguments.push_back("--" + option->first + "=" + option->second);
  }
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::kOption, one_line(error.what()));
  }
  apply(raw, options);
  if (const std::string wrong = misfit(options); !wrong.empty()) {
    throw Error(ErrorKind::kOption, wrong);
  }
  return options;
}

namespace {

// Throws CLI::Error.
void parse(CLI::App& app, int argc, char** argv, ProgramOptions& options, RawOptions& raw) {
  // As shell aliases and scripts expect: an option given again replaces the one before.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_files(app, options, raw);
  add_job_options(app, options.request.common, raw.job);
  add_preset(app, raw);
  add_folders(app, options, raw);
  add_batch(app, options);
  add_preview(app, options.batch);
  add_model(app, options);
  add_machine(app, options);
  add_talk(app, options, raw);
  app.footer(kExamples);
  app.formatter(std::make_shared<HelpFormatter>());
  app.parse(argc, argv);
  if (options.print_config) options.config = app.config_to_str(true, false);
}

}  // namespace

std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options) {
  const char* description =
      "Turns photographs into paintings: the content of one picture in the manner of another.";
  CLI::App first(description, "stylize"), second(description, "stylize");
  RawOptions raw;
  const ProgramOptions defaults;
  CLI::App* app = &first;
  try {
    parse(first, argc, argv, options, raw);
    if (!raw.preset.empty()) {
      // Once more, with the preset in place of the defaults.
      app = &second;
      options = ProgramOptions(defaults);
      apply_preset(raw.preset, options.request.common);
      raw = {};
      parse(second, argc, argv, options, raw);
    }
    apply(raw, options);
    return std::nullopt;
  } catch (const CLI::Success& success) {
    app->exit(success);
    return kExitDone;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "stylize: %s; see stylize --help\n", one_line(error.what()).c_str());
    return kExitUsage;
  }
}

}  // namespace stylize
