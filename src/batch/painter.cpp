#include "painter.h"

#include <optional>
#include <utility>

#include "checkpoint_place.h"
#include "jobs/output_names.h"
#include "kernels/one_thread.h"
#include "machine/seconds.h"
#include "machine/system_calls.h"
#include "painting_plan.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/transfer/transfer_memory.h"
#include "transfer/file_store.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// For how many seconds a picture, or an iteration of it, may go on after a stop was requested.
constexpr double kWorthFinishing = 2;

// Observes one transfer: takes care of snapshots, the contact sheet, checkpoints and the loss
// curve, and decides when to stop.
class TransferMonitor : public Observer {
 public:
  TransferMonitor(const Job& job, const IccProfile& profile, CheckpointPlace& checkpoints,
                  double checkpoint_seconds, JobObserver& observer, int iterations_before)
      : job_(job),
        snapshot_options_(job.options.write),
        checkpoints_(checkpoints),
        checkpoint_seconds_(checkpoint_seconds),
        observer_(observer),
        iterations_(iterations_before),
        saved_(iterations_before > 0 ? Saved::kHere : Saved::kNothing),
        saved_at_(iterations_before) {
    snapshot_options_.icc_profile = profile;
  }

  void refused_state(const Error& error) override {
    checkpoints_.refuse(error.what());
    iterations_ = 0;
    saved_ = Saved::kNothing;
    saved_at_ = 0;
  }

  void began(const Progress& progress) override {
    add_to_sheet(progress);
    observer_.began(progress);
  }

  bool progressed(const Progress& progress) override {
    ++iterations_;
    add_to_sheet(progress);
    curve_.push_back(
        {progress.scale, progress.iteration, progress.elapsed_seconds, progress.losses.total()});
    observer_.progressed(progress);
    const int every = job_.options.save_every;
    if (every > 0 && iterations_ % every == 0) save_snapshot(progress);
    if (observer_.stop_requested() && progress.remaining_seconds > kWorthFinishing) {
      save_checkpoint(progress);
      return false;
    }
    if (checkpoint_seconds_ > 0 && seconds_since(last_checkpoint_) >= checkpoint_seconds_) {
      save_checkpoint(progress);
      last_checkpoint_ = Clock::now();
    }
    return true;
  }

  void evaluating(const Progress& progress) override { observer_.evaluating(progress); }

  bool gives_up() override {
    if (!observer_.stop_requested()) return false;
    if (!stop_noticed_) stop_noticed_ = Clock::now();
    return seconds_since(*stop_noticed_) > kWorthFinishing;
  }

  void gave_up(const Progress& progress) override {
    const bool written = saved_ == Saved::kHere && saved_at_ == iterations_;
    if (iterations_ > 0 && !written) save_checkpoint(progress);
  }

  std::vector<CurvePoint> curve() { return std::move(curve_); }

  Saved saved() const { return saved_; }

  std::vector<SheetPicture> sheet(const TransferResult& result) const {
    if (job_.options.contact_sheet.empty()) return {};
    return sheet_.with_result(result);
  }

 private:
  void add_to_sheet(const Progress& progress) {
    if (!job_.options.contact_sheet.empty()) sheet_.offer(progress, iterations_);
  }

  // A snapshot that cannot be written is no reason to lose the picture.
  void save_snapshot(const Progress& progress) {
    const fs::path path = snapshot_path(job_.output, iterations_);
    try {
      write_image(path, progress.picture(), snapshot_options_);
      observer_.noted(path.string() + ": snapshot, " + std::to_string(progress.size.width) + "x" +
                          std::to_string(progress.size.height),
                      false);
    } catch (const Error& error) {
      observer_.missed(error.what());
    }
  }

  void save_checkpoint(const Progress& progress) {
    if (!job_.has_named_output()) return;
    try {
      checkpoints_.write(progress.state());
      saved_ = Saved::kHere;
      saved_at_ = iterations_;
    } catch (const Error& error) {
      if (saved_ == Saved::kHere) saved_ = Saved::kEarlier;
      observer_.noted(error.what(), true);
    }
  }

  const Job& job_;
  WriteOptions snapshot_options_;
  CheckpointPlace& checkpoints_;
  const double checkpoint_seconds_;
  JobObserver& observer_;
  int iterations_;
  Saved saved_;
  int saved_at_;  // iterations
  std::optional<Clock::time_point> stop_noticed_;
  std::vector<CurvePoint> curve_;
  SheetPictures sheet_;
  Clock::time_point last_checkpoint_ = Clock::now();
};

// Adds the output's name to errors, since a transfer does not know its files.
TransferResult transfer_for(const Job& job, TransferInputs inputs, Network& network,
                            const TransferOptions& options, Observer& observer,
                            TransferContext context) {
  try {
    return transfer(std::move(inputs), network, options, observer, std::move(context));
  } catch (const Error& error) {
    throw Error(error.kind(), job.output.string() + ": " + error.what());
  }
}

// An upper limit of a checkpoint's bytes: tensors of the optimizer, four numbers for each
// iteration, and names.
uint64_t largest_state(const Size& content, const TransferOptions& options) {
  constexpr uint64_t kNames = 16 << 20;
  constexpr std::size_t kMostScales = 16;  // --scales allows 12; no more are ever chosen
  constexpr int64_t kBorder = 64;          // more than the canvas adds to the picture
  const Size size = output_size(content, options);
  const uint64_t picture =
      3 * sizeof(float) * static_cast<uint64_t>((size.width + kBorder) * (size.height + kBorder));
  const auto history = static_cast<uint64_t>(options.history);
  uint64_t iterations = 0;
  for (const int of_scale : scale_iterations(options, kMostScales)) {
    iterations += static_cast<uint64_t>(of_scale);
  }
  return kNames + (2 * history + 8) * picture + iterations * 4 * sizeof(double);
}

int iterations_of(const std::optional<TransferState>& state) {
  int iterations = 0;
  if (state) {
    for (const ScaleReport& scale : state->scales) iterations += scale.iterations;
  }
  return iterations;
}

}  // namespace

Painted Painter::paint(const Job& job, Preparation& preparation, JobObserver& observer) {
  std::unique_ptr<Network> network = networks_.take(preparation.options.objective);
  const OneThread alone(preparation.one_thread);
  TransferInputs inputs = std::move(preparation.inputs);
  const PaintingPlan plan =
      plan_painting(*network, job, preparation.options, inputs.content.size(),
                    style_sizes(inputs.styles), labels_of(inputs), memory_, options_);
  const TransferOptions& options = plan.options;
  if (plan.as_asked) {
    observer.detailed(job.output.string() + ": " + plan.text);
  } else {
    observer.noted(job.output.string() + ": memory allows " + plan.text, false);
  }
  TransferContext context;
  // In windows a picture is much larger than what an evaluation needs besides, and windows of many
  // sizes come and go: on the heap the holes between them would grow.
  if (options.window > 0) system_calls::tighten_heap();
  if (options.stores_history || options.stores_features) {
    context.store = make_file_store(plan.work_folder);
  }
  context.targets = &targets_;
  context.content_name = preparation.content_name;
  CheckpointPlace checkpoints(job.output, preparation.key,
                              [&](const std::string& line) { observer.noted(line, true); });
  if (!job.has_named_output()) {
    // Checkpoints are files beside it.
  } else if (options_.resume || options_.checkpoint_seconds > 0) {
    context.state = checkpoints.take(largest_state(inputs.content.size(), preparation.options),
                                     options.stores_history ? context.store.get() : nullptr);
  } else {
    checkpoints.leave();
  }
  if (context.state) {
    observer.noted(job.output.string() + ": goes on after iteration " +
                       std::to_string(context.state->scales.back().iterations) + " of scale " +
                       std::to_string(context.state->scales.size()),
                   false);
  }
  if (inputs.content_mask) {
    for (const std::string& line : unused_labels(*inputs.content_mask, inputs.styles)) {
      observer.noted(job.output.string() + ": " + line, true);
    }
  }
  TransferMonitor monitor(job, preparation.profile, checkpoints, options_.checkpoint_seconds,
                          observer, iterations_of(context.state));
  Painted painted;
  painted.result =
      transfer_for(job, std::move(inputs), *network, options, monitor, std::move(context));
  painted.curve = monitor.curve();
  painted.sheet = monitor.sheet(painted.result);
  painted.saved = monitor.saved();
  networks_.give_back(std::move(network));
  return painted;
}

}  // namespace stylize
