#include "painting_options.h"

#include <map>

#include "layer_list.h"
#include "number_validator.h"

namespace stylize {
namespace {

constexpr const char* kObjective =
    "Objective (what is not said is as the model file recommends; losses are relative, so weights "
    "mean the same at every size)";

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

void add_colour(CLI::App& app, RawPaintingOptions& raw) {
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

void add_objective(CLI::App& app, JobOptions& options, RawPaintingOptions& raw) {
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

void add_optimization(CLI::App& app, JobOptions& options, RawPaintingOptions& raw) {
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

}  // namespace

void add_painting_options(CLI::App& app, JobOptions& options, RawPaintingOptions& raw) {
  add_colour(app, raw);
  add_objective(app, options, raw);
  add_losses(app, options.transfer.objective);
  add_optimization(app, options, raw);
}

void apply(const RawPaintingOptions& raw, JobOptions& options) {
  if (!raw.content_layers.empty()) {
    options.objective.content_layers = parse_layers(raw.content_layers);
  }
  if (!raw.style_layers.empty()) options.objective.style_layers = parse_layers(raw.style_layers);
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

}  // namespace stylize
