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
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "transfer/blended_target.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// A frame begins close to where it ends: with a picture's first step its first two evaluations of
// 19 were in vain.
constexpr double kFirstStep = 0.002;

constexpr double kInheritedShare = 0.5;  // of what a frame of a later pass begins with

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
    if (!finish_frame(at_.number + 1, &FramePainter::look_at_frame)) break;
  }
  while (goes_on() && at_.pass < clip_.job.options.sequence.passes) {
    ++at_.pass;
    paint_again();
  }
  outcome_.stopped = outcome_.stopped || (observer_.stop_requested() && !outcome_.failure);
  return outcome_;
}

// A clip that ends early is painted as far as it goes.
bool FramePainter::goes_on() const {
  return !outcome_.stopped && (!outcome_.failure || outcome_.source_failed);
}

// A later pass: what a frame uncovers was painted for longer in the frames after it (Ruder,
// Dosovitskiy, Brox 2016, section 3.4).
void FramePainter::paint_again() {
  for (shot_at_work_ = 0; shot_at_work_ < own_.size(); ++shot_at_work_) {
    if (!paint_shot_again(own_[shot_at_work_])) return;
  }
}

bool FramePainter::paint_shot_again(const Shot& shot) {
  const bool backwards = at_.pass % 2 == 0;
  finished_.clear();
  for (int64_t i = 0; i <= shot.last - shot.first; ++i) {
    outcome_.stopped = observer_.stop_requested();
    if (outcome_.stopped) return false;
    const int64_t number = backwards ? shot.last - i : shot.first + i;
    if (!finish_frame(number, &FramePainter::look_again)) return false;
  }
  return true;
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
  if (at_.number > 0 && masks_.has_more()) {
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

void FramePainter::begin_shot() {
  finished_.clear();
  reference_ = source_pixels_;
  stays_ = at::zeros({1, 1, size_.height, size_.width}, at::kFloat);
}

// Colours of the style are matched to those of the first frame, so that they stay in a shot.
void FramePainter::match_styles(const at::Tensor& first_frame) {
  shot_ = still_;
  if (means_.settled.colour != ColourControl::kMatch) return;
  for (StyleInput& style : shot_.styles) {
    style.image = match_colours(style.image, {first_frame, {}});
    style.name += "-matched-to-" + keys_.hashes().content;
  }
}

bool FramePainter::is_own() const {
  return !own_shots_ || (shot_count_ - 1) % own_shots_->count == own_shots_->number - 1;
}

// False when the frame is left to others.
bool FramePainter::look_at_frame() {
  if (at_.number == 1) begin_clip();
  if (masks_.any()) masks_.next();
  keys_.add(frame_, masks_);
  source_pixels_ = resize(frame_, size_).colour;
  const bool begins = shots_.begins_shot(source_pixels_);
  if (begins) ++shot_count_;
  if (!is_own()) return false;
  if (clip_.job.options.sequence.passes > 1) keep_source();
  if (begins) {
    own_.push_back({shot_count_, at_.number, at_.number});
    begin_shot();
    match_styles(source_pixels_);
  } else {
    own_.back().last = at_.number;
    compare_with_last();
  }
  return true;
}

// For later passes, which need frames in another order than they are read in.
void FramePainter::keep_source() const {
  WriteOptions options;
  options.metadata = MetadataChoice::kNone;
  write_image(clip_.work.source(at_.number), {source_pixels_, {}}, options);
  if (masks_.any()) write_image(clip_.work.mask(at_.number), masks_.frame(), options);
}

// In a later pass.
bool FramePainter::look_again() {
  const Shot& shot = own_[shot_at_work_];
  keys_.go_to(at_);
  source_pixels_ = read_image(clip_.work.source(at_.number)).colour;
  if (masks_.any()) masks_.go_to(read_image(clip_.work.mask(at_.number)));
  if (finished_.empty()) {
    begin_shot();
    match_styles(read_image(clip_.work.source(shot.first)).colour);
  } else {
    compare_with_last();
  }
  return true;
}

// With the frame that was painted last.
void FramePainter::compare_with_last() {
  backward_ = optical_flow(source_pixels_, finished_.front().source);
  if (masks_.any()) same_labels_ = masks_.unchanged(backward_);
  if (!blend_.moves()) {  // else nothing stays as it was painted
    stays_ = stillness(reference_, source_pixels_, backward_);
    if (masks_.any()) stays_ = stays_ * same_labels_;
    reference_ = chosen(stays_, reference_, source_pixels_);
  }
}

// Works on a frame that `look` has looked at. False when the clip ends with it.
bool FramePainter::finish_frame(int64_t number, bool (FramePainter::*look)()) {
  at_.number = number;
  JobReport report;
  report.content = clip_.job.content;
  report.style = clip_.job.styles.front().file;
  report.output = files_.shown_name(number);
  report.key = report.output.filename().string();
  report.frames.first = report.frames.last = number;
  report.frames.pass = at_.pass;
  report.frames.passes = clip_.job.options.sequence.passes;
  const auto began = Clock::now();
  std::optional<ErrorKind> failure;
  try {
    if (!(this->*look)()) {
      ++outcome_.others;
      return true;
    }
    report.frames.shot = at_.pass == 1 ? shot_count_ : own_[shot_at_work_].number;
    work_on_frame(report);
  } catch (...) {
    failure = fail(report, std::current_exception());
  }
  report.seconds = seconds_since(began);
  if (outcome_.stopped && report.status != JobStatus::kInterrupted) return false;
  observer_.ended(static_cast<std::size_t>(number - 1), {report, failure});
  if (failure || report.status == JobStatus::kInterrupted) return false;
  if (at_.pass == 1) ++outcome_.frames;
  return true;
}

void FramePainter::work_on_frame(JobReport& report) {
  const std::string key = keys_.key();
  const std::optional<fs::path> there =
      means_.options.resume ? files_.finished(at_, key) : std::nullopt;
  const bool repeats = stays_.min().item<float>() > 0;
  report_inputs(clip_.job, keys_.hashes(), report);
  report.settings = settings_of_key(key);
  inherit(/*paintings=*/!there && !repeats);
  if (there) {
    remove_checkpoints(files_.work_file(at_), key);
    report.status = JobStatus::kSkipped;
  } else if (repeats) {
    keep_painting(painting_of(finished_.front()), key, report);
  } else if (before_.defined() && finished_.empty()) {
    keep_painting(before_, key, report);
  } else if (!paint_frame(key, report)) {
    outcome_.stopped = true;
    return;
  }
  if (at_.pass == 1) outcome_.key = key;
  const at::Tensor age = inheritance_ ? inheritance_->age.clamp_max(kFreshFrames)
                                      : at::full_like(stays_, kFreshFrames);
  finished_.push_front({source_pixels_, {}, age, there.value_or(files_.work_file(at_))});
  const auto most = static_cast<std::size_t>(clip_.job.options.sequence.temporal_frames.back());
  if (finished_.size() > most) finished_.pop_back();
}

std::optional<ErrorKind> FramePainter::fail(JobReport& report, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (...) {
    const Failure failure = current_failure(files_.shown_name(at_.number).string());
    if (failure.kind == ErrorKind::kStopped) {
      outcome_.stopped = true;
      return std::nullopt;
    }
    report.status = JobStatus::kFailed;
    report.error = failure.message;
    outcome_.failure = failure.kind;
    outcome_.source_failed = false;
  }
  return outcome_.failure;
}

// That of the frame before, or of the pass before.
void FramePainter::keep_painting(const at::Tensor& painting, const std::string& key,
                                 JobReport& report) {
  TransferResult result;
  result.image = {painting, {}};
  result.scales.emplace_back();
  result.scales.back().size = size_;
  report.scales = {{size_.width, size_.height, 0, {}, 0, 0}};
  if (!finished_.empty()) report.frames.temporal_errors = {{at_.number, 0}};
  keep_thumbnails(result.image, report);
  write_frame(key, result);
}

// False when it was stopped.
bool FramePainter::paint_frame(const std::string& key, JobReport& report) {
  Preparation preparation = prepare_frame(key);
  Job job = clip_.job;
  job.output = files_.work_file(at_);
  job.options.save_every = 0;
  job.options.contact_sheet.clear();
  ObservedFrame observer(static_cast<std::size_t>(at_.number - 1), job, clip_.job.output, told_,
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
    throw Error(ErrorKind::kInput, files_.shown_name(at_.number).string() +
                                       ": the losses became NaN or infinite and no smaller step "
                                       "helped; lower the weights");
  }
  write_frame(key, painted.result);
  return true;
}

void FramePainter::report_temporal_error(const at::Tensor& painting, JobReport& report) const {
  if (!inheritance_) return;
  const double error = temporal_error(*inheritance_, painting);
  if (std::isfinite(error)) report.frames.temporal_errors = {{at_.number, error}};
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
  preparation.inputs.initial = beginning();
  options.objective.temporal_weight *= kStillness;
  options.start = Start::kPicture;
  options.start_noise = 0;
  options.first_step = kFirstStep;
  options.iterations = clip_.job.options.sequence.frame_iterations;
  options.coarser_iterations.clear();
  options.scales = clip_.job.options.sequence.frame_scales;
  return preparation;
}

// The styles' own targets stay in the cache; what they are blended to is of this frame alone.
void FramePainter::set_blend(TransferInputs& inputs) const {
  if (!blend_.moves()) return;
  means_.targets.forget(kBlendedTarget);
  const std::vector<double> weights = blend_.weights(at_.number);
  for (std::size_t i = 0; i < weights.size(); ++i) inputs.styles[i].use.weight = weights[i];
}

// What is to be painted in another style is not held to what it was.
void FramePainter::loosen(Inheritance& inheritance) const {
  inheritance.hold = inheritance.hold * blend_.hold();
  if (masks_.any()) inheritance.hold = inheritance.hold * same_labels_;
}

// What the frame takes from those before it; without paintings their ages alone. In a later pass
// all of it was painted before.
void FramePainter::inherit(bool paintings) {
  inheritance_.reset();
  before_.reset();
  const bool again = at_.pass > 1;
  if (again && !paintings) return;
  if (again) before_ = files_.read(files_.work_file({at_.number, at_.pass - 1}));
  const std::vector<PaintedFrame> before = frames_before(paintings);
  if (before.empty()) return;
  inheritance_ = inherited(source_pixels_, before, stays_);
  if (again) inheritance_->age.fill_(kFreshFrames);
}

// The picture that the frame begins with; in a later pass half of it is its own painting so far
// (Ruder et al., equation 10).
Image FramePainter::beginning() const {
  if (!before_.defined()) return beginning_of(source_pixels_, *inheritance_);
  const at::Tensor inherited = inheritance_->known * kInheritedShare;
  return {inheritance_->painting * kInheritedShare + before_ * (1 - inherited), {}};
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
  files_.write(at_, result.image, make_record(key, run_context_, clip_.job, result));
}

}  // namespace stylize
