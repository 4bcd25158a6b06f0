#include "sequence/clip_painter.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "batch/checkpoint_place.h"
#include "batch/failure.h"
#include "batch/job_record.h"
#include "batch/memory_plan.h"
#include "batch/observed_job.h"
#include "batch/other_inputs.h"
#include "batch/painted_report.h"
#include "batch/painter.h"
#include "batch/preview.h"
#include "batch/report_inputs.h"
#include "batch/thumbnail.h"
#include "machine/lower_case.h"
#include "machine/resident_memory.h"
#include "machine/seconds.h"
#include "motion/optical_flow.h"
#include "motion/stillness.h"
#include "sequence/frame_keys.h"
#include "sequence/inheritance.h"
#include "sequence/shot_detector.h"
#include "stylize/image/colour_transfer.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// A frame that later ones may inherit from. Its painting is read when it is needed.
struct Finished {
  at::Tensor source, painting;
  fs::path file;
};

int64_t even(int64_t side) {
  return std::max<int64_t>(side - side % 2, 2);
}

ReadOptions read_options(const BatchOptions& options, BatchObserver& observer) {
  ReadOptions read;
  read.max_pixels = options.max_pixels;
  read.warn = [&observer](const std::string& line) { observer.noted(line, true); };
  return read;
}

// Whether a picture file has the very levels that were written, and they are those of 8 bits.
bool is_exact(const fs::path& file, const WriteOptions& write) {
  const std::string extension = lower_case(file.extension().string());
  const bool lossless = extension == ".png" || extension == ".tif" || extension == ".tiff";
  return lossless && write.bit_depth == 8;
}

class ClipPainter {
 public:
  ClipPainter(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
              const BatchOptions& options, BatchObserver& observer)
      : clip_(clip),
        source_(source),
        run_context_(run_context),
        options_(options),
        observer_(observer),
        settled_(settled_options(clip.job.options, run_context.model)),
        networks_(run_context),
        memory_(plan_memory({clip.job}, run_context, options, networks_, false)),
        targets_(memory_.targets),
        room_(memory_.reading, memory_.alone),
        reader_(read_options(options, observer), memory_.pictures, room_),
        painter_(options_, networks_, targets_, memory_),
        preview_(options.preview, options.preview_seconds),
        keys_(run_context, clip.job, settled_, hash_other_inputs(clip.job, reader_)),
        shots_(clip.job.options.sequence.cut_threshold) {}

  ClipOutcome run();

 private:
  bool read_frame();
  bool finish_frame();
  void begin_clip();
  void begin_shot();
  void work_on_frame(JobReport& report);
  std::optional<fs::path> finished_file(const std::string& key) const;
  void repeat_frame(const std::string& key, JobReport& report);
  bool paint_frame(const std::string& key, JobReport& report);
  Preparation prepare_frame(const std::string& key);
  std::vector<PaintedFrame> frames_before();
  const at::Tensor& painting_of(Finished& frame) const;
  void write_frame(const std::string& key, const TransferResult& result);
  fs::path work_file() const { return clip_.work.frame(number_); }
  fs::path shown_name() const;
  void fail(JobReport& report, const std::exception_ptr& error);

  const ClipJob& clip_;
  FrameSource& source_;
  const RunContext& run_context_;
  const BatchOptions& options_;
  BatchObserver& observer_;
  const TransferOptions settled_;
  NetworkPool networks_;
  const MemoryPlan memory_;
  TargetCache targets_;
  ReadingRoom room_;
  PictureReader reader_;
  Painter painter_;
  Preview preview_;
  FrameKeys keys_;
  ShotDetector shots_;

  int64_t number_ = 0;  // of the frame at work, from 1 on
  Image frame_;         // as it was read
  Size size_;           // of all frames that are painted
  at::Tensor source_pixels_;
  at::Tensor backward_;  // the optical flow from it to the frame before it
  // The source of each pixel when it was last painted, so that what changes slowly is painted again
  // in time.
  at::Tensor reference_;
  at::Tensor stays_;               // where the frame is still: 1, else 0
  TransferInputs still_, shot_;    // of the clip, and with the styles as they are in this shot
  std::deque<Finished> finished_;  // of this shot, the nearest first
  ClipOutcome outcome_;
};

ClipOutcome ClipPainter::run() {
  observer_.began(1);
  at::set_num_threads(options_.threads);
  while (!observer_.stop_requested() && read_frame()) {
    if (!finish_frame()) break;
  }
  outcome_.stopped = outcome_.stopped || (observer_.stop_requested() && !outcome_.failure);
  return outcome_;
}

// False at the end.
bool ClipPainter::read_frame() {
  try {
    std::optional<Image> frame = source_.next();
    if (!frame) return false;
    frame_ = *std::move(frame);
    return true;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kStopped) {
      outcome_.stopped = true;
      return false;
    }
    observer_.noted(error.what(), true);
    outcome_.failure = error.kind();
    outcome_.source_failed = true;
    return false;
  }
}

// What is read once, when the size of the frames is known.
void ClipPainter::begin_clip() {
  size_ = output_size(frame_.size(), settled_);
  if (clip_.even_sides) size_ = {even(size_.width), even(size_.height)};
  read_other_inputs(clip_.job, frame_.size(), size_, {}, reader_, still_);
  name_styles(keys_.hashes(), "", still_);
}

// Colours of the style are matched to those of the first frame, so that they stay in a shot.
void ClipPainter::begin_shot() {
  finished_.clear();
  reference_ = source_pixels_;
  stays_ = at::zeros({1, 1, size_.height, size_.width}, at::kFloat);
  shot_ = still_;
  if (settled_.colour != ColourControl::kMatch) return;
  for (StyleInput& style : shot_.styles) {
    style.image = match_colours(style.image, {source_pixels_, {}});
    style.name += "-matched-to-" + keys_.hashes().content;
  }
}

// False when the clip ends with it.
bool ClipPainter::finish_frame() {
  ++number_;
  JobReport report;
  const auto began = Clock::now();
  try {
    work_on_frame(report);
  } catch (...) {
    fail(report, std::current_exception());
  }
  report.seconds = seconds_since(began);
  if (outcome_.stopped && report.status != JobStatus::kInterrupted) return false;
  observer_.ended(static_cast<std::size_t>(number_ - 1), {report, outcome_.failure});
  if (outcome_.failure || report.status == JobStatus::kInterrupted) return false;
  outcome_.frames = number_;
  return true;
}

void ClipPainter::fail(JobReport& report, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (...) {
    const Failure failure = current_failure(shown_name().string());
    if (failure.kind == ErrorKind::kStopped) {
      outcome_.stopped = true;
      return;
    }
    report.status = JobStatus::kFailed;
    report.error = failure.message;
    outcome_.failure = failure.kind;
  }
}

fs::path ClipPainter::shown_name() const {
  if (clip_.frame_output) return clip_.frame_output(number_);
  return clip_.job.output.string() + ", frame " + std::to_string(number_);
}

void ClipPainter::work_on_frame(JobReport& report) {
  report.content = clip_.job.content;
  report.style = clip_.job.styles.front().file;
  report.output = shown_name();
  report.key = report.output.filename().string();
  if (number_ == 1) begin_clip();
  keys_.add(frame_);
  source_pixels_ = resize(frame_, size_).colour;
  if (shots_.begins_shot(source_pixels_)) {
    begin_shot();
  } else {
    backward_ = optical_flow(source_pixels_, finished_.front().source);
    stays_ = stillness(reference_, source_pixels_, backward_);
    reference_ = chosen(stays_, reference_, source_pixels_);
  }
  const std::string key = keys_.key();
  const std::optional<fs::path> there = options_.resume ? finished_file(key) : std::nullopt;
  report_inputs(clip_.job, keys_.hashes(), report);
  report.settings = settings_of_key(key);
  if (there) {
    remove_checkpoints(work_file(), key);
    report.status = JobStatus::kSkipped;
  } else if (stays_.min().item<float>() > 0) {
    repeat_frame(key, report);
  } else if (!paint_frame(key, report)) {
    outcome_.stopped = true;
    return;
  }
  outcome_.key = key;
  finished_.push_front({source_pixels_, {}, there.value_or(work_file())});
  const auto most = static_cast<std::size_t>(clip_.job.options.sequence.temporal_frames.back());
  if (finished_.size() > most) finished_.pop_back();
}

// Where the painting of the frame is, if it is there: also in the output once the work folder is
// gone.
std::optional<fs::path> ClipPainter::finished_file(const std::string& key) const {
  const bool in_work = has_record_of(work_file(), key);
  if (!clip_.frame_output) return in_work ? std::optional(work_file()) : std::nullopt;
  const fs::path output = clip_.frame_output(number_);
  if (!has_record_of(output, key)) return std::nullopt;
  return in_work ? work_file() : output;
}

void ClipPainter::repeat_frame(const std::string& key, JobReport& report) {
  TransferResult result;
  result.image = {painting_of(finished_.front()), {}};
  result.scales.emplace_back();
  result.scales.back().size = size_;
  report.scales = {{size_.width, size_.height, 0, {}, 0, 0}};
  write_frame(key, result);
}

// False when it was stopped.
bool ClipPainter::paint_frame(const std::string& key, JobReport& report) {
  Preparation preparation = prepare_frame(key);
  Job job = clip_.job;
  job.output = work_file();
  job.options.save_every = 0;
  job.options.contact_sheet.clear();
  ObservedJob observer(static_cast<std::size_t>(number_ - 1), job.options.write, preview_,
                       observer_);
  reset_peak_memory();
  Painted painted = painter_.paint(job, preparation, observer);
  targets_.forget(keys_.hashes().content);
  report.peak_memory = peak_memory();
  report_painted(job, painted, report);
  if (painted.result.outcome == Outcome::kStopped) return false;
  if (!finished_.empty()) {  // exactly, where it was held firmly
    at::Tensor& colour = painted.result.image.colour;
    colour = chosen(stays_, painting_of(finished_.front()), colour);
  }
  if (options_.thumbnails) {
    report.thumbnails.content_png = thumbnail_png({source_pixels_, {}});
    report.thumbnails.style_png = thumbnail_png(shot_.styles.front().image);
    report.thumbnails.result_png = thumbnail_png(painted.result.image);
  }
  const std::string line = preview_.finish(painted.result.image, job.options.write);
  if (!line.empty()) observer_.noted(line, true);
  if (painted.result.outcome == Outcome::kDiverged) {
    throw Error(ErrorKind::kInput, shown_name().string() +
                                       ": the losses became NaN or infinite and no smaller step "
                                       "helped; lower the weights");
  }
  write_frame(key, painted.result);
  return true;
}

Preparation ClipPainter::prepare_frame(const std::string& key) {
  Preparation preparation;
  TransferOptions& options = preparation.options;
  options = settled_;
  options.size = 0;
  if (options.colour == ColourControl::kMatch) options.colour = ColourControl::kStyle;
  preparation.hashes = keys_.hashes();
  preparation.content_name = preparation.hashes.content;
  preparation.key = key;
  preparation.one_thread =
      run_context_.needs_one_thread && run_context_.needs_one_thread(options.objective);
  preparation.inputs = shot_;
  preparation.inputs.content = {source_pixels_, {}};
  const std::vector<PaintedFrame> before = frames_before();
  if (before.empty()) return preparation;
  const Inheritance inheritance = inherited(source_pixels_, before, stays_);
  preparation.inputs.held = held_to(inheritance);
  preparation.inputs.initial = beginning_of(source_pixels_, inheritance);
  options.objective.temporal_weight *= kStillness;
  options.start = Start::kPicture;
  options.start_noise = 0;
  options.iterations = clip_.job.options.sequence.frame_iterations;
  options.coarser_iterations.clear();
  options.scales = clip_.job.options.sequence.frame_scales;
  return preparation;
}

std::vector<PaintedFrame> ClipPainter::frames_before() {
  std::vector<PaintedFrame> before;
  for (const int distance : clip_.job.options.sequence.temporal_frames) {
    const auto index = static_cast<std::size_t>(distance - 1);
    if (index >= finished_.size()) break;
    Finished& frame = finished_[index];
    before.push_back({frame.source, painting_of(frame),
                      index == 0 ? backward_ : optical_flow(source_pixels_, frame.source)});
  }
  return before;
}

// From its file, since a run that goes on has nothing else.
const at::Tensor& ClipPainter::painting_of(Finished& frame) const {
  if (!frame.painting.defined()) {
    const bool in_work = frame.file.parent_path() == clip_.work.path();
    if (!in_work && !is_exact(frame.file, clip_.job.options.write)) {
      throw Error(ErrorKind::kInput, frame.file.string() +
                                         ": is all that is left of this frame, and the next one "
                                         "needs it without loss; paint without " +
                                         setting_name("resume"));
    }
    frame.painting = read_image(frame.file).colour;
  }
  return frame.painting;
}

// In the work folder last: what is there is finished.
void ClipPainter::write_frame(const std::string& key, const TransferResult& result) {
  WriteOptions options = clip_.job.options.write;
  options.record = make_record(key, run_context_, clip_.job, result);
  if (clip_.frame_output) write_image(clip_.frame_output(number_), result.image, options);
  options.bit_depth = 8;
  options.replace = true;
  write_image(work_file(), result.image, options);
  remove_checkpoints(work_file());
}

}  // namespace

ClipOutcome paint_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer) {
  clip.work.make();
  return ClipPainter(clip, source, run_context, options, observer).run();
}

ClipOutcome whole_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options) {
  const TransferOptions settled = settled_options(clip.job.options, run_context.model);
  BatchObserver nobody;
  constexpr int64_t kMost = int64_t{1} << 30;
  ReadingRoom room(kMost, kMost);
  PictureReader reader(read_options(options, nobody), 0, room);
  FrameKeys keys(run_context, clip.job, settled, hash_other_inputs(clip.job, reader));
  ClipOutcome outcome;
  while (const std::optional<Image> frame = source.next()) {
    keys.add(*frame);
    ++outcome.frames;
  }
  outcome.key = keys.key();
  return outcome;
}

}  // namespace stylize
