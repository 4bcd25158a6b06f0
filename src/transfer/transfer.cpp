#include "stylize/transfer/transfer.h"

#include <ATen/ATen.h>

#include <memory>
#include <optional>
#include <utility>

#include "canvas.h"
#include "checks.h"
#include "machine/seconds.h"
#include "machine/system_calls.h"
#include "painted_image.h"
#include "pictures.h"
#include "position.h"
#include "progress.h"
#include "start.h"
#include "stylize/error.h"
#include "stylize/optimize/adam.h"
#include "stylize/optimize/lbfgs.h"
#include "targets.h"

namespace stylize {
namespace {

// Thrown by the network's check when the observer wants an iteration to be abandoned.
struct GivenUp {};

// The loop: scale after scale, iteration after iteration.
class Transfer {
 public:
  Transfer(TransferInputs inputs, Network& network, const TransferOptions& options,
           Observer& observer, TransferContext context)
      : network_(network),
        options_(options),
        observer_(observer),
        context_(std::move(context)),
        sizes_(pyramid_sizes(output_size(inputs.content.size(), options), options.scales,
                             kSmallestSide)),
        iterations_(scale_iterations(options, sizes_.size())),
        pictures_(prepare_pictures(std::move(inputs), options, context_)),
        objective_(options.objective, network, options.window),
        targets_(pictures_, network, options, context_, objective_),
        progress_of_(pictures_, network, options, sizes_, iterations_, evaluations_) {
    if (!pictures_.held.colour.defined()) return;
    auto term = std::make_unique<TemporalTerm>(options.objective.temporal_weight);
    targets_.hold_by(term.get());
    objective_.add_term(std::move(term));
  }
  ~Transfer() { network_.set_check({}); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  TransferResult run();

 private:
  Position begin();
  Position resume(TransferState state);
  Position begin_scale(const at::Tensor& picture, std::vector<ScaleReport> before);
  Outcome iterate(Position& position);
  Outcome iterate_to_end(Position& position);
  void set_targets(const Size& size);
  bool matches_neighbours() const;
  void match_again(Position& position);
  std::unique_ptr<Optimizer> make_optimizer(const at::Tensor& start);

  Network& network_;
  const TransferOptions& options_;
  Observer& observer_;
  TransferContext context_;
  std::vector<Size> sizes_;
  std::vector<int> iterations_;  // of each scale
  Pictures pictures_;
  Objective objective_;
  Targets targets_;
  int evaluations_ = 0;  // at this scale
  ProgressTeller progress_of_;
  Losses losses_;  // of the last evaluation
};

TransferResult Transfer::run() {
  objective_.set_margin(kUncountedMargin);
  network_.set_check([this] {
    if (observer_.gives_up()) throw GivenUp();
  });
  TransferResult result;
  Position position = begin();
  pictures_.initial = {};
  observer_.began(progress_of_(position));
  result.outcome = iterate(position);
  while (result.outcome == Outcome::kFinished && position.scales.size() < sizes_.size()) {
    at::Tensor picture =
        enlarged(position.optimizer->result(), pictures_, sizes_[position.scales.size()], options_);
    position.optimizer.reset();  // free its memory before the next one is made
    position = begin_scale(std::exchange(picture, {}), std::move(position.scales));
    result.outcome = iterate(position);
  }
  result.image =
      painted_image(position.optimizer->result(), pictures_.full, pictures_.content, options_);
  result.scales = std::move(position.scales);
  return result;
}

// Iterates at the current scale until it is finished, or abandoned during an iteration. In the
// latter case the optimizer is unchanged since the last full iteration.
Outcome Transfer::iterate(Position& position) {
  try {
    return iterate_to_end(position);
  } catch (const GivenUp&) {
    network_.release();
    observer_.gave_up(progress_of_(position));
    return Outcome::kStopped;
  }
}

// Neighbours are searched when a scale begins, and again half-way, when the picture has become more
// like the style.
Outcome Transfer::iterate_to_end(Position& position) {
  ScaleReport& scale = position.scales.back();
  const auto began = Clock::now();
  set_targets(scale.size);
  if (position.matched.defined()) targets_.set_neighbours(position.matched, scale.size);
  scale.target_seconds += seconds_since(began);
  const auto began_iterating = Clock::now();
  const double before = scale.seconds;  // seconds of an earlier run that was interrupted
  objective_.set_progress([&](double part) {
    const double seconds = before + seconds_since(began_iterating);
    observer_.evaluating(progress_of_.within(position, part, seconds));
  });
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
    scale.loss_history.push_back(losses_);
    scale.seconds = before + seconds_since(began_iterating);
    position.stagnation.add(losses_.total());
    if (!observer_.progressed(progress_of_(position))) {
      outcome = Outcome::kStopped;
      break;
    }
  }
  scale.seconds = before + seconds_since(began_iterating);
  objective_.set_progress({});
  network_.release();
  return outcome;
}

// Styles go as soon as they are not needed any more: before the content's features take their
// place. The holes that all of them have left in the heap go as well.
void Transfer::set_targets(const Size& size) {
  targets_.set_style(size);
  if (size == sizes_.back() && !matches_neighbours()) pictures_.styles.clear();
  targets_.set_content(size);
  system_calls::trim_heap();
}

bool Transfer::matches_neighbours() const {
  return options_.objective.style_loss == StyleLoss::kNeighbours;
}

// New neighbours are a new objective. A new optimizer is made, since what the old one has learned
// would mislead it.
void Transfer::match_again(Position& position) {
  position.matched = position.optimizer->result().clone();
  targets_.set_neighbours(position.matched, position.scales.back().size);
  position.optimizer = make_optimizer(position.matched);
  position.stagnation = Stagnation(options_.tolerance, {});
}

std::unique_ptr<Optimizer> Transfer::make_optimizer(const at::Tensor& start) {
  auto function = [this](const at::Tensor& picture, at::Tensor& gradient) {
    losses_ = objective_.evaluate(picture, gradient);
    ++evaluations_;
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
  lbfgs.first_step = options_.first_step;
  if (options_.stores_history) lbfgs.store = context_.store.get();
  return std::make_unique<Lbfgs>(function, start, lbfgs, bounds);
}

Position Transfer::begin() {
  std::optional<TransferState> state = std::exchange(context_.state, std::nullopt);
  try {
    if (state) return resume(*std::move(state));
  } catch (const Error& error) {
    observer_.refused_state(error);
  }
  return begin_scale(start_picture(pictures_, sizes_.front(), options_, network_.device()), {});
}

Position Transfer::resume(TransferState state) {
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
  evaluations_ = position.scales.back().iterations;
  if (state.matched.defined()) position.matched = state.matched.to(network_.device());
  position.optimizer->restore(state.optimizer);
  return position;
}

Position Transfer::begin_scale(const at::Tensor& picture, std::vector<ScaleReport> before) {
  evaluations_ = 0;
  before.emplace_back();
  before.back().size = sizes_[before.size() - 1];
  before.back().losses = objective_.no_losses();
  return {std::move(before), make_optimizer(picture), Stagnation(options_.tolerance, {}), {}};
}

class FunctionObserver : public Observer {
 public:
  explicit FunctionObserver(const ProgressFunction& function) : function_(function) {}
  bool progressed(const Progress& progress) override { return !function_ || function_(progress); }

 private:
  const ProgressFunction& function_;
};

}  // namespace

TransferResult transfer(TransferInputs inputs, Network& network, const TransferOptions& options,
                        Observer& observer, TransferContext context) {
  check_transfer(inputs, options);
  return Transfer(std::move(inputs), network, options, observer, std::move(context)).run();
}

TransferResult transfer(TransferInputs inputs, Network& network, const TransferOptions& options,
                        const ProgressFunction& progressed, TransferContext context) {
  FunctionObserver observer(progressed);
  return transfer(std::move(inputs), network, options, observer, std::move(context));
}

}  // namespace stylize
