#include "stylize/transfer/transfer.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "canvas.h"
#include "stylize/error.h"
#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"
#include "stylize/machine/seconds.h"
#include "stylize/objective/octaves.h"
#include "stylize/optimize/adam.h"
#include "stylize/optimize/lbfgs.h"

namespace stylize {
namespace {

constexpr int kToleranceWindow = 10;  // iterations over which progress is judged

// The value of the objective after each iteration, and whether it still falls.
class Stagnation {
 public:
  Stagnation(double tolerance, std::vector<double> values)
      : tolerance_(tolerance), values_(std::move(values)) {}

  void add(double value) { values_.push_back(value); }

  bool reached() const {
    if (tolerance_ <= 0 || values_.size() <= kToleranceWindow) return false;
    const double before = values_[values_.size() - 1 - kToleranceWindow];
    return before - values_.back() < tolerance_ * before;
  }

  const std::vector<double>& values() const { return values_; }

 private:
  double tolerance_;
  std::vector<double> values_;
};

// How much of the work is done, counted in pixels times iterations, and so how long the rest takes.
class WorkEstimate {
 public:
  WorkEstimate(const std::vector<Size>& sizes, const std::vector<int>& iterations)
      : iterations_(iterations) {
    for (const Size& size : sizes) {
      const Size canvas = canvas_size(size);
      pixels_.push_back(static_cast<double>(canvas.width) * static_cast<double>(canvas.height));
    }
  }

  double remaining_seconds(std::size_t scale, int iteration, double seconds_in_scale) const {
    if (iteration == 0) return 0;  // nothing is known yet
    const double seconds_per_pixel = seconds_in_scale / (iteration * pixels_[scale]);
    double pixels = pixels_[scale] * (iterations_[scale] - iteration);
    for (std::size_t i = scale + 1; i < pixels_.size(); ++i) pixels += pixels_[i] * iterations_[i];
    return pixels * seconds_per_pixel;
  }

 private:
  std::vector<int> iterations_;  // of each scale
  std::vector<double> pixels_;
};

// The number in relu3_1 before the _.
int block_of(const std::string& layer) {
  const auto digits = layer.find_first_of("0123456789");
  return digits == std::string::npos ? 0 : std::atoi(layer.c_str() + digits);
}

// What each of the styles counts at a layer.
std::vector<double> style_weights(const std::string& layer, const TransferOptions& options,
                                  std::size_t styles) {
  std::vector<double> weights = options.style_blend;
  if (weights.empty()) weights.assign(styles, 1);
  for (std::size_t i = 0; i < options.style_blocks.size(); ++i) {
    const BlockRange& blocks = options.style_blocks[i];
    const int block = block_of(layer);
    if (block < blocks.first || block > blocks.last) weights[i] = 0;
  }
  return weights;
}

class Transfer {
 public:
  Transfer(const TransferInputs& inputs, Network& network, const TransferOptions& options,
           const Observer& observer, TransferContext context)
      : network_(network),
        options_(options),
        observer_(observer),
        context_(std::move(context)),
        full_(output_size(inputs.content.size(), options)),
        sizes_(pyramid_sizes(full_, options.scales, kSmallestSide)),
        content_(resize(inputs.content, full_)),
        objective_(options.objective, network),
        iterations_(scale_iterations(options.iterations, sizes_.size())),
        work_(sizes_, iterations_) {
    if (inputs.initial) initial_ = resize(*inputs.initial, full_);
    add_style(inputs.style, context_.style_name);
    for (std::size_t i = 0; i < inputs.more_styles.size(); ++i) {
      const auto& names = context_.more_style_names;
      add_style(inputs.more_styles[i], i < names.size() ? names[i] : std::string());
    }
    set_regions(inputs.masks);
  }

  TransferResult run();

 private:
  struct Style {
    Image image;       // at the size that goes with the full output
    std::string name;  // in the cache
    LabelMap mask;     // of no label without masks
    std::string mask_name;
  };

  // Where the work stands: what a TransferState is made of.
  struct Position {
    std::vector<ScaleReport> scales;
    std::unique_ptr<Optimizer> optimizer;
    Stagnation stagnation;
    at::Tensor matched;
  };

  bool matches_neighbours() const;
  at::Tensor on_device(const Image& image, const Size& size) const;
  at::Tensor canvas_of(const Image& image, const Size& size) const;
  at::Tensor start_picture() const;
  at::Tensor noise(const Size& size) const;
  at::Tensor enlarged(const at::Tensor& picture, const Size& size) const;
  Image as_image(const at::Tensor& picture, const Size& size) const;
  std::string cache_key(const std::string& name, const Image& image, const Size& size,
                        const std::vector<LayerWeight>& layers) const;
  void add_style(const Image& image, const std::string& name);
  void set_regions(const std::optional<Masks>& masks);
  StyleTarget style_target(std::size_t number, std::size_t label, const Size& size);
  StyleRegion style_region(const Region& region, const Size& size);
  void set_targets(const Size& size);
  void set_neighbours(const at::Tensor& picture, const Size& size);
  void match_again(Position& position);
  std::unique_ptr<Optimizer> make_optimizer(const at::Tensor& start);
  Position begin_scale(const at::Tensor& picture, std::vector<ScaleReport> before);
  Position go_on(TransferState state);
  Position begin();
  Progress progress_of(const Position& position) const;
  Outcome iterate(Position& position);

  Network& network_;
  const TransferOptions& options_;
  const Observer& observer_;
  TransferContext context_;
  Size full_;
  std::vector<Size> sizes_;
  Image content_, initial_;
  std::vector<Style> styles_;
  LabelMap mask_;  // of the content, at the full size
  std::vector<Region> regions_;
  Objective objective_;
  Losses losses_;                // of the last evaluation
  std::vector<int> iterations_;  // of each scale
  WorkEstimate work_;
  Clock::time_point began_ = Clock::now();
};

// On the CPU.
at::Tensor pixels_of(const Image& image, const Size& size) {
  return over_white(resize(image, size));
}

at::Tensor Transfer::on_device(const Image& image, const Size& size) const {
  return pixels_of(image, size).to(network_.device());
}

at::Tensor Transfer::canvas_of(const Image& image, const Size& size) const {
  return on_canvas(pixels_of(image, size)).to(network_.device());
}

at::Tensor Transfer::start_picture() const {
  const Size& size = sizes_.front();
  const double part = options_.start == Start::kNoise ? 1 : options_.start_noise;
  if (part == 1) return noise(size);
  const at::Tensor picture =
      canvas_of(options_.start == Start::kPicture ? initial_ : content_, size);
  return part == 0 ? picture : picture * (1 - part) + noise(size) * part;
}

at::Tensor Transfer::noise(const Size& size) const {
  const at::Generator generator = at::detail::createCPUGenerator(options_.seed);
  const Size canvas = canvas_size(size);
  return at::rand({1, 3, canvas.height, canvas.width}, generator, at::TensorOptions(at::kFloat))
      .to(network_.device());
}

// Of a picture that began as the content only the difference from it is enlarged: the content's
// details are known, and finding them again would take most of a scale's iterations.
at::Tensor Transfer::enlarged(const at::Tensor& picture, const Size& size) const {
  const at::Tensor coarse = off_canvas(picture).to(at::kCPU);
  if (options_.start != Start::kContent || options_.start_noise == 1 ||
      options_.objective.content_weight == 0) {
    return on_canvas(resize_pixels(coarse, size).clamp_(0, 1)).to(network_.device());
  }
  const Size before{coarse.size(3), coarse.size(2)};
  const at::Tensor change = coarse - pixels_of(content_, before);
  return on_canvas(resize_pixels(change, size).add_(pixels_of(content_, size)).clamp_(0, 1))
      .to(network_.device());
}

// With the content's alpha, and so without the white that its colours were laid over.
Image Transfer::as_image(const at::Tensor& picture, const Size& size) const {
  const Image content = resize(content_, size);
  Image image;
  image.color =
      off_white(resize_pixels(off_canvas(picture).to(at::kCPU), size).clamp_(0, 1), content);
  image.alpha = content.alpha;
  if (options_.colour != ColourControl::kKeep) return image;
  return keep_colours(image, content, options_.colour_space);
}

std::unique_ptr<Optimizer> Transfer::make_optimizer(const at::Tensor& start) {
  auto function = [this](const at::Tensor& picture, at::Tensor& gradient) {
    losses_ = objective_.evaluate(picture, gradient);
    return losses_.total();
  };
  const Bounds bounds{0, 1};
  if (options_.optimizer == OptimizerKind::kAdam) {
    AdamOptions adam;
    adam.learning_rate = options_.learning_rate;
    adam.averaging = options_.averaging;
    return std::make_unique<Adam>(function, start, adam, bounds);
  }
  LbfgsOptions lbfgs;
  lbfgs.history = options_.history;
  return std::make_unique<Lbfgs>(function, start, lbfgs, bounds);
}

// Targets depend on the set of layers alone, not on their weights. The picture is scaled down from
// `image`, and another size of that would give other pixels.
std::string Transfer::cache_key(const std::string& name, const Image& image, const Size& size,
                                const std::vector<LayerWeight>& layers) const {
  std::string key = name;
  for (const Size& step : {image.size(), size}) {
    key += " " + std::to_string(step.width) + "x" + std::to_string(step.height);
  }
  for (const std::string& layer : network_.layers()) key += " " + layer;
  key += " of";
  for (const LayerWeight& layer : layers) key += " " + layer.layer;
  return key;
}

// A style that was matched to a content's colours is another one for each content, and for each
// size of it.
void Transfer::add_style(const Image& image, const std::string& name) {
  const Size size = style_size(image.size(), full_, options_, styles_.size());
  Style style{resize(image, size), name, {}, {}};
  if (options_.colour == ColourControl::kMatch) {
    style.image = match_colours(style.image, content_);
    style.name += " matched to " + context_.content_name + " " + std::to_string(full_.width) + "x" +
                  std::to_string(full_.height);
  }
  styles_.push_back(std::move(style));
}

// Without masks one region takes all of every style.
void Transfer::set_regions(const std::optional<Masks>& masks) {
  if (!masks) {
    regions_.push_back({0, 1, std::vector<std::optional<std::size_t>>(styles_.size(), 0)});
    return;
  }
  Masks scaled = *masks;
  if (scaled.content.labels.size() > 1) scaled.content = resize(scaled.content, full_);
  regions_ = match_regions(scaled, styles_.size(), options_.style_blend);
  mask_ = scaled.content;
  for (std::size_t i = 0; i < styles_.size(); ++i) {
    const auto& names = context_.mask_names;
    styles_[i].mask = scaled.styles[i];
    if (i < names.size()) styles_[i].mask_name = names[i];
    if (scaled.styles[i].labels.size() < 2) continue;
    styles_[i].mask = resize(scaled.styles[i], styles_[i].image.size());
  }
}

// The map of a label, at a size; undefined where it is all of the picture.
at::Tensor part_of(const LabelMap& map, std::size_t label, const Size& size) {
  if (map.labels.size() < 2) return {};
  const auto index = static_cast<int64_t>(label);
  return resize({{map.labels[label]}, map.parts.narrow(1, index, 1)}, size).parts;
}

StyleTarget Transfer::style_target(std::size_t number, std::size_t label, const Size& size) {
  const Style& style = styles_[number];
  const Size scaled = style_size(style.image.size(), size, options_, number);
  const auto make = [&] {
    return objective_.style_target(on_device(style.image, scaled),
                                   part_of(style.mask, label, scaled));
  };
  if (!context_.targets) return make();
  const ObjectiveOptions& objective = options_.objective;
  std::string key = cache_key(style.name, style.image, scaled, objective.style_layers) + " by " +
                    name_of(objective.style_loss) + " in " +
                    std::to_string(octave_parts(objective.octave_weights, scaled).size());
  if (style.mask.labels.size() > 1) {
    key += " in " + text_of(style.mask.labels[label]) + " of " + style.mask_name;
  }
  return *context_.targets->style(key, make);
}

StyleRegion Transfer::style_region(const Region& region, const Size& size) {
  std::vector<StyleTarget> targets;
  for (std::size_t i = 0; i < styles_.size(); ++i) {
    if (region.sources[i]) targets.push_back(style_target(i, *region.sources[i], size));
  }
  std::vector<std::vector<double>> weights;
  for (const std::string& layer : network_.layers()) {
    const std::vector<double> all = style_weights(layer, options_, styles_.size());
    weights.emplace_back();
    for (std::size_t i = 0; i < styles_.size(); ++i) {
      if (region.sources[i]) weights.back().push_back(all[i]);
    }
  }
  const at::Tensor part = part_of(mask_, region.label, size);
  return {blend(options_.objective.style_loss, targets, weights),
          part.defined() ? on_canvas(part) : part, region.share};
}

void Transfer::set_targets(const Size& size) {
  const ObjectiveOptions& objective = options_.objective;
  const auto content = [&] { return objective_.content_target(canvas_of(content_, size)); };
  objective_.set_content(
      context_.targets
          ? *context_.targets->content(
                cache_key(context_.content_name, content_, size, objective.content_layers), content)
          : content());
  std::vector<StyleRegion> regions;
  for (const Region& region : regions_) regions.push_back(style_region(region, size));
  objective_.set_style(std::move(regions));
}

bool Transfer::matches_neighbours() const {
  return options_.objective.style_loss == StyleLoss::kNeighbours;
}

// The picture is on a canvas of this size.
void Transfer::set_neighbours(const at::Tensor& picture, const Size& size) {
  std::vector<RegionMap> maps;
  for (const Region& region : regions_) {
    const at::Tensor part = part_of(mask_, region.label, size);
    maps.push_back(part.defined() ? on_canvas(part) : part);
  }
  NeighbourSearch search = objective_.neighbour_search(picture, maps);
  for (std::size_t i = 0; i < styles_.size(); ++i) {
    if (!options_.style_blend.empty() && options_.style_blend[i] == 0) continue;
    const Size scaled = style_size(styles_[i].image.size(), size, options_, i);
    std::vector<NeighbourSearch::Source> sources;
    bool used = false;
    for (const Region& region : regions_) {
      const auto& label = region.sources[i];
      used = used || label;
      sources.push_back(
          {label.has_value(), label ? part_of(styles_[i].mask, *label, scaled) : at::Tensor()});
    }
    if (!used) continue;
    search.look_in(network_.features(on_device(styles_[i].image, scaled)), scaled, sources);
  }
  objective_.set_neighbours(search.target());
}

// Other neighbours make another objective: what was learned of the last one misleads.
void Transfer::match_again(Position& position) {
  position.matched = position.optimizer->result().clone();
  set_neighbours(position.matched, position.scales.back().size);
  position.optimizer = make_optimizer(position.matched);
  position.stagnation = Stagnation(options_.tolerance, {});
}

// Valid as long as the position is.
Progress Transfer::progress_of(const Position& position) const {
  const ScaleReport& scale = position.scales.back();
  const std::size_t index = position.scales.size() - 1;
  Progress progress;
  progress.scale = static_cast<int>(position.scales.size());
  progress.scales = static_cast<int>(sizes_.size());
  progress.iteration = scale.iterations;
  progress.iterations = iterations_[index];
  progress.size = scale.size;
  progress.losses = scale.losses;
  progress.elapsed_seconds = seconds_since(began_);
  progress.remaining_seconds = work_.remaining_seconds(index, scale.iterations, scale.seconds);
  progress.picture = [&] { return as_image(position.optimizer->result(), scale.size); };
  progress.thumbnail = [&](int64_t longest) {
    const bool larger = std::max(scale.size.width, scale.size.height) > longest;
    return as_image(position.optimizer->result(),
                    larger ? fit_longest_side(scale.size, longest) : scale.size);
  };
  progress.state = [&]() -> TransferState {
    return {position.scales, position.optimizer->state(), position.stagnation.values(),
            position.matched};
  };
  return progress;
}

Transfer::Position Transfer::begin_scale(const at::Tensor& picture,
                                         std::vector<ScaleReport> before) {
  before.emplace_back();
  before.back().size = sizes_[before.size() - 1];
  return {std::move(before), make_optimizer(picture), Stagnation(options_.tolerance, {}), {}};
}

Transfer::Position Transfer::go_on(TransferState state) {
  const std::size_t reached = state.scales.size();
  if (reached == 0 || reached > sizes_.size() || state.scales.back().size != sizes_[reached - 1] ||
      state.optimizer.tensors.empty()) {
    throw Error(ErrorKind::kInput, "the state is of another transfer");
  }
  const Size canvas = canvas_size(sizes_[reached - 1]);
  if (state.matched.defined() != matches_neighbours() && state.scales.back().iterations > 0) {
    throw Error(ErrorKind::kInput, "the state is of another transfer");
  }
  const at::Tensor blank = at::zeros({1, 3, canvas.height, canvas.width}, at::kFloat);
  for (at::Tensor& tensor : state.optimizer.tensors) tensor = tensor.to(network_.device());
  Position position{std::move(state.scales), make_optimizer(blank.to(network_.device())),
                    Stagnation(options_.tolerance, std::move(state.values)), state.matched};
  if (state.matched.defined()) position.matched = state.matched.to(network_.device());
  position.optimizer->restore(state.optimizer);
  return position;
}

Transfer::Position Transfer::begin() {
  std::optional<TransferState> state = std::exchange(context_.state, std::nullopt);
  try {
    if (state) return go_on(*std::move(state));
  } catch (const Error& error) {
    if (!context_.state_refused) throw;
    context_.state_refused(error.what());
  }
  return begin_scale(start_picture(), {});
}

// Iterates at the scale of the position until it is done. Neighbours are looked for when it begins
// and half-way, when the picture has become more like the style.
Outcome Transfer::iterate(Position& position) {
  ScaleReport& scale = position.scales.back();
  const auto began = Clock::now();
  set_targets(scale.size);
  if (position.matched.defined()) set_neighbours(position.matched, scale.size);
  scale.target_seconds += seconds_since(began);
  const auto began_iterating = Clock::now();
  const double before = scale.seconds;  // of a run that was interrupted
  Outcome outcome = Outcome::kFinished;
  const int most = iterations_[position.scales.size() - 1];
  while (scale.iterations < most && !position.stagnation.reached()) {
    const bool due = scale.iterations == most / 2 || !position.matched.defined();
    if (matches_neighbours() && due) match_again(position);
    const StepResult step = position.optimizer->step();
    if (step == StepResult::kDiverged) outcome = Outcome::kDiverged;
    if (step != StepResult::kMoved) break;
    ++scale.iterations;
    scale.losses = losses_;
    scale.course.push_back(losses_);
    scale.seconds = before + seconds_since(began_iterating);
    position.stagnation.add(losses_.total());
    if (observer_ && !observer_(progress_of(position))) {
      outcome = Outcome::kStopped;
      break;
    }
  }
  scale.seconds = before + seconds_since(began_iterating);
  network_.release();
  return outcome;
}

TransferResult Transfer::run() {
  TransferResult result;
  Position position = begin();
  if (context_.begun) context_.begun(progress_of(position));
  result.outcome = iterate(position);
  while (result.outcome == Outcome::kFinished && position.scales.size() < sizes_.size()) {
    const at::Tensor picture =
        enlarged(position.optimizer->result(), sizes_[position.scales.size()]);
    position.optimizer.reset();  // before the next one takes memory
    position = begin_scale(picture, std::move(position.scales));
    result.outcome = iterate(position);
  }
  result.image = as_image(position.optimizer->result(), full_);
  result.scales = std::move(position.scales);
  return result;
}

// Whole styles, all the same: a place has one neighbour, not a part of several.
void check_neighbours(const TransferOptions& options) {
  if (options.objective.style_loss != StyleLoss::kNeighbours) return;
  double weight = 0;
  for (const double own : options.style_blend) {
    if (own == 0) continue;
    if (weight != 0 && own != weight) {
      throw Error(ErrorKind::kOption,
                  "--style-blend: with --style-loss neighbours styles count the same or nothing");
    }
    weight = own;
  }
  if (!options.style_blocks.empty()) {
    throw Error(ErrorKind::kOption, "--style-blocks: --style-loss neighbours takes whole styles");
  }
}

void check_styles(const TransferOptions& options, std::size_t styles) {
  check_neighbours(options);
  const std::size_t scales = options.style_scales.size();
  for (const std::size_t count :
       {scales == 1 ? styles : scales,
        options.style_blend.empty() ? styles : options.style_blend.size(),
        options.style_blocks.empty() ? styles : options.style_blocks.size()}) {
    if (count == styles) continue;
    throw Error(ErrorKind::kOption, "styles: " + std::to_string(styles) +
                                        " with scales, weights or blocks for " +
                                        std::to_string(count));
  }
  for (const LayerWeight& layer : options.objective.style_layers) {
    const std::vector<double> weights = style_weights(layer.layer, options, styles);
    if (std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; })) continue;
    throw Error(ErrorKind::kOption,
                options.style_blocks.empty()
                    ? "--style-blend: all weights are 0; raise one"
                    : "--style-blocks: no style that counts has block " +
                          std::to_string(block_of(layer.layer)) + ", and " + layer.layer +
                          " is a style layer; give it to one or drop the layer");
  }
}

// Checked before any work: every picture, and every size that it will be scaled to.
void check_sizes(const TransferInputs& inputs, const TransferOptions& options) {
  const Size full = output_size(inputs.content.size(), options);
  // The content may have been scaled already when it was read.
  const bool scaled = options.size > 0;
  check_large_enough(full, scaled ? "the output of --size " + std::to_string(options.size)
                                  : std::string("content"));
  check_large_enough(inputs.content.size(), "content");
  if (inputs.initial) check_large_enough(inputs.initial->size(), "initial picture");
  const Size coarsest = pyramid_sizes(full, options.scales, kSmallestSide).front();
  std::vector<Image> styles = {inputs.style};
  styles.insert(styles.end(), inputs.more_styles.begin(), inputs.more_styles.end());
  for (std::size_t i = 0; i < styles.size(); ++i) {
    check_large_enough(style_size(styles[i].size(), coarsest, options, i),
                       "style at the coarsest scale with this --style-scale");
    check_large_enough(styles[i].size(), "style");
  }
}

}  // namespace

void check_large_enough(const Size& size, const std::string& name) {
  if (std::min(size.width, size.height) >= kSmallestSide) return;
  throw Error(ErrorKind::kInput,
              name + ": is " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                  " pixels; both sides must be at least " + std::to_string(kSmallestSide));
}

Size output_size(const Size& content, const TransferOptions& options) {
  return options.size == 0 ? content : fit_longest_side(content, options.size);
}

Size style_size(const Size& style, const Size& output, const TransferOptions& options,
                std::size_t number) {
  const std::vector<double>& scales = options.style_scales;
  const double scale = scales.size() == 1 ? scales.front() : scales.at(number);
  const auto longest = static_cast<double>(std::max(output.width, output.height));
  return fit_longest_side(style, std::max<int64_t>(1, std::llround(longest * scale)));
}

TransferResult transfer(const TransferInputs& inputs, Network& network,
                        const TransferOptions& options, const Observer& observer,
                        TransferContext context) {
  if (options.objective.normalize_gradients && options.optimizer != OptimizerKind::kAdam) {
    throw Error(ErrorKind::kOption, "normalize_gradients: needs Adam; L-BFGS needs the gradient");
  }
  check_styles(options, inputs.more_styles.size() + 1);
  check_sizes(inputs, options);
  return Transfer(inputs, network, options, observer, std::move(context)).run();
}

}  // namespace stylize
