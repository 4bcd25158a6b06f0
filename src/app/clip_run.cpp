#include "clip_run.h"

#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

#include "jobs/piped_pictures.h"
#include "machine/sha256.h"
#include "stylize/error.h"
#include "video/ffmpeg.h"
#include "video/pattern_source.h"

namespace stylize {

namespace fs = std::filesystem;

ClipRun::ClipRun(const ProgramOptions& options, ClipPlan plan, const RunContext& run_context,
                 const BatchOptions& batch)
    : options_(options), plan_(std::move(plan)), run_context_(run_context), batch_(batch) {}

// What determines the bytes of the file, as a hash that is stored in it.
std::string ClipRun::comment(const std::string& key) const {
  const ClipOptions& clip = options_.clip;
  const std::string text = key + " " + clip.video_codec + " " + std::to_string(clip.crf) + " " +
                           seconds_text(clip.from) + " " + seconds_text(clip.to) + " " +
                           options_.clip.frame_rate;
  return "stylize " + sha256_hex(text.data(), text.size());
}

VideoRequest ClipRun::video() const {
  VideoRequest request;
  request.output = plan_.output;
  request.frames = plan_.clip.work.path();
  request.info = info();
  const bool file = plan_.content != kStream && !pattern_of_clip(plan_.content);
  if (file) request.source = plan_.content;
  request.part = plan_.reading.part;
  request.codec = options_.clip.video_codec;
  if (options_.clip.crf >= 0) request.quality = options_.clip.crf;
  request.picture_quality = plan_.clip.job.options.write.quality;
  request.replace = options_.request.common.write.replace;
  return request;
}

bool ClipRun::is_there() const {
  std::error_code error;
  if (!batch_.resume || plan_.content == kStream || plan_.output == kStream) return false;
  if (plan_.pattern) {
    if (plan_.clip.job.options.sequence.passes == 1 || fs::exists(plan_.clip.work.path(), error)) {
      return false;
    }
    const auto source = open_clip(plan_.content, plan_.reading);
    return has_all_frames(plan_.clip, *source, run_context_, batch_);
  }
  if (!fs::is_regular_file(plan_.output, error)) return false;
  const std::string found = comment_of_video(plan_.output);
  if (found.compare(0, 8, "stylize ") != 0) return false;
  const auto source = open_clip(plan_.content, plan_.reading);
  return found == comment(whole_clip(plan_.clip, *source, run_context_, batch_).key);
}

void ClipRun::open() {
  source_ = open_clip(plan_.content, plan_.reading);
  if (plan_.pattern) return;
  plan_.clip.work.make(plan_.clip.makes_folders());
  rehearse_video(video());
}

void ClipRun::write(const ClipOutcome& outcome) const {
  VideoRequest request = video();
  request.count = outcome.frames;
  if (plan_.clip.job.options.write.metadata != MetadataChoice::kNone) {
    request.comment = comment(outcome.key);
  }
  if (static_cast<int64_t>(info().times.size()) != outcome.frames + 1) request.info.times.clear();
  write_video(request);
  spdlog::info("{}: {} frames", plan_.clip.job.output.string(), outcome.frames);
}

void ClipRun::tell_what_is_kept(int64_t frames) const {
  if (frames == 0) return;
  spdlog::info("{}: {} finished frames{}", plan_.clip.work.path().string(), frames,
               plan_.output == kStream ? " are kept"
                                       : "; the same command with --resume goes on from there");
}

ClipOutcome ClipRun::paint(BatchObserver& observer) {
  const OpenSource open_again = [this] { return open_clip(plan_.content, plan_.reading); };
  const ClipOutcome outcome =
      paint_clip(plan_.clip, *source_, plan_.content == kStream ? OpenSource() : open_again,
                 run_context_, batch_, observer);
  try {
    finish(outcome);
  } catch (...) {
    tell_what_is_kept(outcome.frames);
    throw;
  }
  return outcome;
}

void ClipRun::finish(const ClipOutcome& outcome) const {
  const bool has_all = !outcome.stopped && (!outcome.failure || outcome.source_failed);
  if (!has_all) return tell_what_is_kept(outcome.frames);
  if (plan_.clip.shots) {
    spdlog::info(
        "{}: {} frames of these shots are finished; once all shards are, the same command "
        "with --resume and without --shard joins them",
        plan_.clip.work.path().string(), outcome.frames);
    return;
  }
  if (outcome.frames == 0 && outcome.failure) return;  // it said why
  if (outcome.frames == 0) {
    throw Error(ErrorKind::kInput, plan_.content + ": has no frames there; see --from and --to");
  }
  if (!plan_.pattern) write(outcome);
  if (outcome.failure) return tell_what_is_kept(outcome.frames);
  plan_.clip.work.remove(outcome.frames);
}

}  // namespace stylize
