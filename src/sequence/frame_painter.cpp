#include "sequence/frame_painter.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "batch/checkpoint_place.h"
#include "batch/failure.h"
#include "batch/job_record.h"
#include "batch/other_inputs.h"
#include "batch/painted_report.h"
#include "batch/report_inputs.h"
#include "batch/thumbnail.h"
#include "machine/resident_memory.h"
#include "machine/seconds.h"
#include "motion/optical_flow.h"
#include "motion/stillness.h"
#include "sequence/fresh_region.h"
#include "sequence/observed_frame.h"
#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"
#include "transfer/blended_target.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

int64_t even(int64_t side) {
  return std::max<int64_t>(side - side % 2, 2);
}

}  // namespace

FramePainter::FramePainter(const ClipJob& clip, const std::optional<Shard>& shots,
                           FrameSource& source, const RunContext& run_context, ClipMeans& means,
                           BatchObserver& observer)
    : clip_(clip),
      own_shots_(shots),
      source_(source),
      run_context_(run_context),
      means_(means),
      observer_(observer),
      files_(clip),
      room_(means.memory.reading, means.memory.alone),
      reader_(read_options_of(means.options, observer), means.memory.pictures, room_),
      painter_(means.options, means.networks, means.targets, means.memory),
      preview_(means.options.preview, means.options.preview_seconds),
      blend_(clip.job.options.styles, clip.job.styles.size(), source.info().frames),
      masks_(clip),
      keys_(run_context, clip.job, means.settled, hash_shared_inputs(clip, reader_), blend_),
      shots_(clip.job.options.sequence.cut_threshold) {}

ClipOutcome FramePainter::run() {
  at::set_num_threads(means_.options.threads);
  while (!observer_.stop_requested() && read_frame()) {
    if (!finish_frame()) break;
  }
  outcome_.stopped = outcome_.stopped || (observer_.stop_requested() && !outcome_.failure);
  return outcome_;
}

// False at the end.
bool FramePainter::read_frame() {
  try {
    std::optional<Image> frame = source_.next();
    if (!frame) {
      tell_of_more_masks();
      return false;
    }
    frame_ = *std::move(frame);
    return true;
  } catch (const Error& error) {
    // ffmpeg is ended, too.
    if (error.kind() == ErrorKind::kStopped || observer_.stop_requested()) {
      outcome_.stopped = true;
      return false;
    }
    observer_.failed(error.what());
    outcome_.failure = error.kind();
    outcome_.source_failed = error.kind() == ErrorKind::kInput;
    return false;
  }
}

void FramePainter::tell_of_more_masks() {
  if (number_ > 0 && masks_.has_more()) {
    observer_.noted(masks_.name() + ": has more frames than the clip, which are left out", true);
  }
}

// What is read once, when the size of the frames is known.
void FramePainter::begin_clip() {
  size_ = output_size(frame_.size(), means_.settled);
  if (clip_.even_sides) size_ = {even(size_.width), even(size_.height)};
  read_other_inputs(job_of_files(clip_), frame_.size(), size_, {}, reader_, still_);
  name_styles(keys_.hashes(), "", still_);
}

// Colours of the style are matched to those of the first frame, so that they stay in a shot.
void FramePainter::begin_shot() {
  finished_.clear();
  reference_ = source_pixels_;
  stays_ = at::zeros({1, 1, size_.height, size_.width}, at::kFloat);
  shot_ = still_;
  if (means_.settled.colour != ColourControl::kMatch) return;
  for (StyleInput& style : shot_.styles) {
    style.image = match_colours(style.image, {source_pixels_, {}});
    style.name += "-matched-to-" + keys_.hashes().content;
  }
}

bool FramePainter::is_own() const {
  return !own_shots_ || (shot_count_ - 1) % own_shots_->count == own_shots_->number - 1;
}

// False when the frame is left to others.
bool FramePainter::look_at_frame() {
  if (number_ == 1) begin_clip();
  if (masks_.any()) masks_.next();
  keys_.add(frame_, masks_);
  source_pixels_ = resize(frame_, size_).colour;
  const bool begins = shots_.begins_shot(source_pixels_);
  if (begins) ++shot_count_;
  if (!is_own()) return false;
  if (begins) {
    begin_shot();
    return true;
  }
  backward_ = optical_flow(source_pixels_, finished_.front().source);
  if (masks_.any()) same_labels_ = masks_.unchanged(backward_);
  if (!blend_.moves()) {  // else nothing stays as it was painted
    stays_ = stillness(reference_, source_pixels_, backward_);
    if (masks_.any()) stays_ = stays_ * same_labels_;
    reference_ = chosen(stays_, reference_, source_pixels_);
  }
  return true;
}

// False when the clip ends with it.
bool FramePainter::finish_frame() {
  ++number_;
  JobReport report;
  report.content = clip_.job.content;
  report.style = clip_.job.styles.front().file;
  report.output = files_.shown_name(number_);
  report.key = report.output.filename().string();
  report.frames.first = report.frames.last = number_;
  const auto began = Clock::now();
  try {
    if (!look_at_frame()) {
      ++outcome_.others;
      return true;
    }
    report.frames.shot = shot_count_;
    work_on_frame(report);
  } catch (...) {
    fail(report, std::current_exception());
  }
  report.seconds = seconds_since(began);
  if (outcome_.stopped && report.status != JobStatus::kInterrupted) return false;
  observer_.ended(static_cast<std::size_t>(number_ - 1), {report, outcome_.failure});
  if (outcome_.failure || report.status == JobStatus::kInterrupted) return false;
  ++outcome_.frames;
  return true;
}

void FramePainter::work_on_frame(JobReport& report) {
  const std::string key = keys_.key();
  const std::optional<fs::path> there =
      means_.options.resume ? files_.finished(number_, key) : std::nullopt;
  const bool repeats = stays_.min().item<float>() > 0;
  report_inputs(clip_.job, keys_.hashes(), report);
  report.settings = settings_of_key(key);
  inherit(/*paintings=*/!there && !repeats);
  if (there) {
    remove_checkpoints(files_.work_file(number_), key);
    report.status = JobStatus::kSkipped;
  } else if (repeats) {
    repeat_frame(key, report);
  } else if (!paint_frame(key, report)) {
    outcome_.stopped = true;
    return;
  }
  outcome_.key = key;
  const at::Tensor age = inheritance_ ? inheritance_->age.clamp_max(kFreshFrames)
                                      : at::full_like(stays_, kFreshFrames);
  finished_.push_front({source_pixels_, {}, age, there.value_or(files_.work_file(number_))});
  const auto most = static_cast<std::size_t>(clip_.job.options.sequence.temporal_frames.back());
  if (finished_.size() > most) finished_.pop_back();
}

void FramePainter::fail(JobReport& report, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (...) {
    const Failure failure = current_failure(files_.shown_name(number_).string());
    if (failure.kind == ErrorKind::kStopped) {
      outcome_.stopped = true;
      return;
    }
    report.status = JobStatus::kFailed;
    report.error = failure.message;
    outcome_.failure = failure.kind;
  }
}

void FramePainter::repeat_frame(const std::string& key, JobReport& report) {
  TransferResult result;
  result.image = {painting_of(finished_.front()), {}};
  result.scales.emplace_back();
  result.scales.back().size = size_;
  report.scales = {{size_.width, size_.height, 0, {}, 0, 0}};
  report.frames.temporal_errors = {{number_, 0}};
  keep_thumbnails(result.image, report);
  write_frame(key, result);
}

// False when it was stopped.
bool FramePainter::paint_frame(const std::string& key, JobReport& report) {
  Preparation preparation = prepare_frame(key);
  Job job = clip_.job;
  job.output = files_.work_file(number_);
  job.options.save_every = 0;
  job.options.contact_sheet.clear();
  ObservedFrame observer(static_cast<std::size_t>(number_ - 1), job, clip_.job.output, told_,
                         preview_, observer_);
  reset_peak_memory();
  Painted painted = painter_.paint(job, preparation, observer);
  means_.targets.forget(keys_.hashes().content);
  report.peak_memory = peak_memory();
  report_painted(job, painted, report);
  if (painted.result.outcome == Outcome::kStopped) return false;
  if (!finished_.empty()) {  // exactly, where it was held firmly
    at::Tensor& colour = painted.result.image.colour;
    colour = chosen(stays_, painting_of(finished_.front()), colour);
  }
  report_temporal_error(painted.result.image.colour, report);
  keep_thumbnails(painted.result.image, report);
  const std::string line = preview_.finish(painted.result.image, job.options.write);
  if (!line.empty()) observer_.noted(line, true);
  if (painted.result.outcome == Outcome::kDiverged) {
    throw Error(ErrorKind::kInput, files_.shown_name(number_).string() +
                                       ": the losses became NaN or infinite and no smaller step "
                                       "helped; lower the weights");
  }
  write_frame(key, painted.result);
  return true;
}

void FramePainter::report_temporal_error(const at::Tensor& painting, JobReport& report) const {
  if (!inheritance_) return;
  const double error = temporal_error(*inheritance_, painting);
  if (std::isfinite(error)) report.frames.temporal_errors = {{number_, error}};
}

void FramePainter::keep_thumbnails(const Image& painting, JobReport& report) const {
  if (!means_.options.thumbnails) return;
  report.thumbnails.content_jpeg = thumbnail_jpeg({source_pixels_, {}}, {});
  report.thumbnails.style_jpeg = thumbnail_jpeg(shot_.styles.front().image, {});
  report.thumbnails.result_jpeg = thumbnail_jpeg(painting, {});
}

Preparation FramePainter::prepare_frame(const std::string& key) {
  Preparation preparation;
  TransferOptions& options = preparation.options;
  options = means_.settled;
  options.size = 0;
  if (options.colour == ColourControl::kMatch) options.colour = ColourControl::kStyle;
  preparation.hashes = keys_.hashes();
  preparation.content_name = preparation.hashes.content;
  preparation.key = key;
  preparation.one_thread =
      run_context_.needs_one_thread && run_context_.needs_one_thread(options.objective);
  preparation.inputs = shot_;
  set_blend(preparation.inputs);
  if (masks_.any()) masks_.set(frame_.size(), size_, reader_, preparation.inputs);
  preparation.inputs.content = {source_pixels_, {}};
  if (!inheritance_) return preparation;
  loosen(*inheritance_);
  if (const at::Tensor fresh = fresh_part(inheritance_->age); fresh.defined()) {
    set_apart(fresh, preparation.inputs);
  }
  preparation.inputs.held = held_to(*inheritance_);
  preparation.inputs.initial = beginning_of(source_pixels_, *inheritance_);
  options.objective.temporal_weight *= kStillness;
  options.start = Start::kPicture;
  options.start_noise = 0;
  options.iterations = clip_.job.options.sequence.frame_iterations;
  options.coarser_iterations.clear();
  options.scales = clip_.job.options.sequence.frame_scales;
  return preparation;
}

// The styles' own targets stay in the cache; what they are blended to is of this frame alone.
void FramePainter::set_blend(TransferInputs& inputs) const {
  if (!blend_.moves()) return;
  means_.targets.forget(kBlendedTarget);
  const std::vector<double> weights = blend_.weights(number_);
  for (std::size_t i = 0; i < weights.size(); ++i) inputs.styles[i].use.weight = weights[i];
}

// What is to be painted in another style is not held to what it was.
void FramePainter::loosen(Inheritance& inheritance) const {
  inheritance.hold = inheritance.hold * blend_.hold();
  if (masks_.any()) inheritance.hold = inheritance.hold * same_labels_;
}

// What the frame takes from those before it; without paintings their ages alone.
void FramePainter::inherit(bool paintings) {
  inheritance_.reset();
  const std::vector<PaintedFrame> before = frames_before(paintings);
  if (!before.empty()) inheritance_ = inherited(source_pixels_, before, stays_);
}

std::vector<PaintedFrame> FramePainter::frames_before(bool paintings) {
  std::vector<PaintedFrame> before;
  for (const int distance : clip_.job.options.sequence.temporal_frames) {
    const auto index = static_cast<std::size_t>(distance - 1);
    if (index >= finished_.size()) break;
    Finished& frame = finished_[index];
    before.push_back({frame.source, paintings ? painting_of(frame) : at::Tensor(),
                      index == 0 ? backward_ : optical_flow(source_pixels_, frame.source),
                      frame.age});
  }
  return before;
}

// From its file, since a run that goes on has nothing else.
const at::Tensor& FramePainter::painting_of(Finished& frame) const {
  if (!frame.painting.defined()) frame.painting = files_.read(frame.file);
  return frame.painting;
}

void FramePainter::write_frame(const std::string& key, const TransferResult& result) {
  files_.write(number_, result.image, make_record(key, run_context_, clip_.job, result));
}

}  // namespace stylize
