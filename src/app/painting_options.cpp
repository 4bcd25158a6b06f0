#include "painting_options.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "choice.h"
#include "layer_list.h"
#include "lower_case.h"
#include "number_validator.h"
#include "stylize/objective/octaves.h"

namespace stylize {
namespace {

constexpr const char* kObjective =
    "Objective (what is not said is as the model file recommends; losses are relative, so weights "
    "mean the same at every size)";

void add_colour(CLI::App& app, TransferOptions& transfer) {
  const char* group = "Colour";
  add_choice<ColourControl>(app, "--colour,--color", transfer.colour,
                            {{"style", ColourControl::kStyle},
                             {"match", ColourControl::kMatch},
                             {"keep", ColourControl::kKeep}},
                            "Colours of the style; match: of the style, matched to the content's; "
                            "keep: of the content")
      ->group(group)
      ->type_name("style|match|keep");
  add_choice<ColourSpace>(
      app, "--colour-space,--color-space", transfer.colour_space,
      {{"lab", ColourSpace::kLab}, {"ycrcb", ColourSpace::kYcrcb}, {"luv", ColourSpace::kLuv}},
      "Where --colour keep parts luminance from colour")
      ->group(group)
      ->type_name("lab|ycrcb|luv");
}

void add_objective(CLI::App& app, JobOptions& options, RawPaintingOptions& raw) {
  const char* group = kObjective;
  Recommendation& objective = options.objective;
  const auto weight = number_validator(0, 1e9);
  app.add_option("--content-weight", objective.content_weight, "Weight of the content")
      ->group(group)
      ->transform(weight)
      ->type_name("WEIGHT");
  app.add_option("--style-weight", objective.style_weight, "Weight of the style")
      ->group(group)
      ->transform(weight)
      ->type_name("WEIGHT");
  app.add_option("--tv-weight", objective.tv_weight,
                 "Weight of the total variation: larger, smoother")
      ->group(group)
      ->transform(weight)
      ->type_name("WEIGHT");
  app.add_option("--content-layers", raw.content_layers,
                 "Layers for the content: relu4_1, or with weights relu3_1=0.5,relu4_1=1; paper: "
                 "that of the literature, relu4_2")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->transform(layer_validator(paper_content_layers()))
      ->type_name("LAYER[=WEIGHT],...");
  app.add_option("--style-layers", raw.style_layers,
                 "Layers for the style, in the same form; paper: relu1_1 to relu5_1, the first of "
                 "each block")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->transform(layer_validator(paper_style_layers()))
      ->type_name("LAYER[=WEIGHT],...");
}

void add_octaves(CLI::App& app, RawPaintingOptions& raw) {
  app.add_option(
         "--octaves", raw.octaves,
         "Meet the style on the picture at half, a quarter, ... of its size, too, for large "
         "forms: how many sizes, or a weight for each from the full one on: 1,1,0.5")
      ->group(kObjective)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->transform(number_validator(0, 1e9))
      ->type_name("N|WEIGHT,...");
}

// What no model recommends.
void add_losses(CLI::App& app, ObjectiveOptions& objective) {
  add_choice<StyleLoss>(
      app, "--style-loss", objective.style_loss,
      {{"gram", StyleLoss::kGram},
       {"statistics", StyleLoss::kStatistics},
       {"wasserstein", StyleLoss::kWasserstein},
       {"neighbours", StyleLoss::kNeighbours}},
      "What of the style's layers is to be met: gram: their Gram matrices; statistics: mean and "
      "deviation of each channel; wasserstein: mean and covariance; neighbours: Gram matrices "
      "and, place by place, the most similar place of the style")
      ->group(kObjective)
      ->type_name("NAME");
  add_choice<TvNorm>(
      app, "--tv-norm", objective.tv_norm, {{"l1", TvNorm::kL1}, {"l2", TvNorm::kL2}},
      "Total variation of absolute (l1: edges stay sharp) or squared (l2) differences")
      ->group(kObjective)
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
                 "Iterations at the last scale; each coarser one has twice as many as the next")
      ->group(group)
      ->transform(whole_number_validator(1, 1000000))
      ->capture_default_str()
      ->type_name("N");
  add_choice<OptimizerKind>(app, "--optimizer", transfer.optimizer,
                            {{"lbfgs", OptimizerKind::kLbfgs}, {"adam", OptimizerKind::kAdam}},
                            "lbfgs or adam")
      ->group(group)
      ->type_name("NAME");
  app.add_option("--learning-rate", transfer.learning_rate,
                 "Step of adam, in units of the range black to white")
      ->group(group)
      ->transform(number_validator(1e-6, 1))
      ->capture_default_str()
      ->type_name("STEP");
  app.add_option("--averaging", transfer.averaging,
                 "Decay of the mean over adam's steps that becomes the picture, as 0.99: it "
                 "evens out what they differ by; 0: the last step alone")
      ->group(group)
      ->transform(number_validator(0, 0.9999))
      ->capture_default_str()
      ->type_name("DECAY");
  app.add_option("--history", transfer.history,
                 "Steps that lbfgs remembers (fewer when a picture is so large that they need more "
                 "than 1 GiB)")
      ->group(group)
      ->transform(whole_number_validator(1, 1000))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--scales", transfer.scales,
                 "Sizes from coarse to fine, each twice the last; 0: chosen from the size")
      ->group(group)
      ->transform(whole_number_validator(0, 12))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--init", raw.init, "Picture to begin with: content, noise, or a file")
      ->group(group)
      ->default_str("content")
      ->type_name("content|noise|FILE");
  app.add_option("--init-noise", transfer.start_noise,
                 "Part of noise in the picture to begin with; 1: as --init noise")
      ->group(group)
      ->transform(number_validator(0, 1))
      ->capture_default_str()
      ->type_name("FRACTION");
  app.add_option("--seed", transfer.seed, "Seed of the noise")
      ->group(group)
      ->transform(whole_number_validator(0, std::numeric_limits<uint64_t>::max()))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--tolerance", transfer.tolerance,
                 "End a scale when 10 iterations lower the objective by less than this fraction; "
                 "0: never")
      ->group(group)
      ->transform(number_validator(0, 1))
      ->capture_default_str()
      ->type_name("FRACTION");
}

// A single number says how many octaves count the same.
std::vector<double> octave_weights(const std::vector<double>& given) {
  const double count = given.front();
  if (given.size() > 1 || count < 1 || count > kMostOctaves || count != std::floor(count)) {
    return given;
  }
  return std::vector<double>(static_cast<std::size_t>(count), 1);
}

bool are_octaves(const std::vector<double>& weights) {
  if (weights.size() == 1) return weights.front() == 1;
  if (weights.size() > static_cast<std::size_t>(kMostOctaves)) return false;
  return std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; });
}

}  // namespace

void add_painting_options(CLI::App& app, JobOptions& options, RawPaintingOptions& raw) {
  add_colour(app, options.transfer);
  add_objective(app, options, raw);
  add_octaves(app, raw);
  add_losses(app, options.transfer.objective);
  add_optimization(app, options, raw);
}

void apply(const RawPaintingOptions& raw, JobOptions& options) {
  if (!raw.content_layers.empty()) {
    options.objective.content_layers = parse_layers(raw.content_layers);
  }
  if (!raw.style_layers.empty()) options.objective.style_layers = parse_layers(raw.style_layers);
  if (!raw.octaves.empty()) options.objective.octave_weights = octave_weights(raw.octaves);
  if (raw.init.empty()) return;
  options.initial.reset();
  if (lower_case(raw.init) == "noise") {
    options.transfer.start = Start::kNoise;
  } else if (lower_case(raw.init) == "content") {
    options.transfer.start = Start::kContent;
  } else {
    options.transfer.start = Start::kPicture;
    options.initial = raw.init;
  }
}

std::string misfit(const JobOptions& options) {
  const TransferOptions& transfer = options.transfer;
  const std::vector<double>& octaves = options.objective.octave_weights;
  if (!octaves.empty() && !are_octaves(octaves)) {
    return "--octaves: takes a whole number from 1 to " + std::to_string(kMostOctaves) +
           ", or weights for as many, one of them above 0";
  }
  if (transfer.optimizer == OptimizerKind::kAdam) return "";
  if (transfer.averaging > 0) return "--averaging: works with --optimizer adam only";
  if (transfer.objective.normalize_gradients) {
    // The line search of lbfgs needs values that fall along their gradient.
    return "--normalize-gradients: works with --optimizer adam only";
  }
  return "";
}

std::vector<std::string> without_effect(const JobOptions& options) {
  const TransferOptions standard, &transfer = options.transfer;
  const bool adam = transfer.optimizer == OptimizerKind::kAdam;
  const bool noise = transfer.start == Start::kNoise;
  std::vector<std::string> texts;
  const auto add = [&](bool differs, const char* option, const char* needed) {
    if (differs) texts.push_back(std::string(option) + ": has no effect without " + needed);
  };
  add(!adam && transfer.learning_rate != standard.learning_rate, "--learning-rate",
      "--optimizer adam");
  add(adam && transfer.history != standard.history, "--history", "--optimizer lbfgs");
  add(transfer.colour != ColourControl::kKeep && transfer.colour_space != standard.colour_space,
      "--colour-space", "--colour keep");
  add(!noise && transfer.start_noise == 0 && transfer.seed != standard.seed, "--seed",
      "--init noise or --init-noise");
  if (noise && transfer.start_noise > 0 && transfer.start_noise < 1) {
    texts.push_back("--init-noise: has no effect with --init noise, which is noise alone");
  }
  return texts;
}

}  // namespace stylize
