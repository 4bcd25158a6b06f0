#include "clip_program.h"

#include <ATen/Parallel.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <system_error>

#include "batch_display.h"
#include "clip_plan.h"
#include "exit_code.h"
#include "first_run.h"
#include "jobs/piped_pictures.h"
#include "machine/lower_case.h"
#include "machine/sha256.h"
#include "machine/signals.h"
#include "machine/standard_input.h"
#include "run_info.h"
#include "run_setup.h"
#include "settings/painting_settings.h"
#include "stylize/error.h"
#include "video/ffmpeg.h"
#include "video/pattern_source.h"
#include "video/video_format.h"
#include "video/video_writer.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVideo = "Video";  // the group of settings of clips

bool is_animation(const std::string& extension) {
  return extension == ".gif" || extension == ".apng";
}

bool has_extension_of_video(const std::string& name) {
  static const std::vector<std::string> others = {".mpg", ".mpeg", ".ts",  ".m2ts", ".flv", ".wmv",
                                                  ".3gp", ".mts",  ".vob", ".ogg",  ".nut", ".ivf"};
  const std::string extension = lower_case(fs::path(name).extension().string());
  for (const std::string& other : others) {
    if (extension == other) return true;
  }
  return video_format_of(name).has_value();
}

bool is_clip_by_name(const std::string& content) {
  // Standard input may also be a picture.
  if (content == kStream) return standard_input_begins_with("YUV4MPEG2");
  if (has_extension_of_video(content)) return true;
  return pattern_of_clip(content).has_value();
}

class ClipRun {
 public:
  ClipRun(const ProgramOptions& options, ClipPlan plan, const std::vector<std::string>& command)
      : options_(options),
        plan_(std::move(plan)),
        command_(command),
        batch_(make_batch_options(options)),
        run_context_(make_run_context(options, {plan_.clip.job})) {
    at::set_num_threads(batch_.threads);
  }

  int run();

 private:
  VideoRequest video(const ClipInfo& info) const;
  std::string comment(const std::string& key) const;
  bool is_there() const;
  int finish(const ClipOutcome& outcome, const ClipInfo& info, BatchDisplay& display);
  void write(const ClipOutcome& outcome, const ClipInfo& info) const;

  const ProgramOptions& options_;
  const ClipPlan plan_;
  const std::vector<std::string>& command_;
  const BatchOptions batch_;
  const RunContext run_context_;
};

// What determines the bytes of the file, as a hash that is stored in it.
std::string ClipRun::comment(const std::string& key) const {
  const ClipOptions& clip = options_.clip;
  const std::string text = key + " " + clip.video_codec + " " + std::to_string(clip.crf) + " " +
                           seconds_text(clip.from) + " " + seconds_text(clip.to) + " " +
                           options_.clip.frame_rate;
  return "stylize " + sha256_hex(text.data(), text.size());
}

VideoRequest ClipRun::video(const ClipInfo& info) const {
  VideoRequest request;
  request.output = plan_.output;
  request.frames = plan_.clip.work.path();
  request.info = info;
  const bool file = plan_.content != kStream && !pattern_of_clip(plan_.content);
  if (file) request.source = plan_.content;
  request.part = plan_.reading.part;
  request.codec = options_.clip.video_codec;
  if (options_.clip.crf >= 0) request.quality = options_.clip.crf;
  request.replace = options_.request.common.write.replace;
  return request;
}

// Whether the video was written with the same settings of the same clip.
bool ClipRun::is_there() const {
  std::error_code error;
  if (!batch_.resume || plan_.pattern || plan_.content == kStream || plan_.output == kStream ||
      !fs::is_regular_file(plan_.output, error)) {
    return false;
  }
  const std::string found = comment_of_video(plan_.output);
  if (found.compare(0, 8, "stylize ") != 0) return false;
  const auto source = open_clip(plan_.content, plan_.reading);
  return found == comment(whole_clip(plan_.clip, *source, run_context_, batch_).key);
}

void ClipRun::write(const ClipOutcome& outcome, const ClipInfo& info) const {
  VideoRequest request = video(info);
  request.count = outcome.frames;
  request.comment = comment(outcome.key);
  if (static_cast<int64_t>(info.times.size()) != outcome.frames + 1) request.info.times.clear();
  write_video(request);
  spdlog::info("{}: {} frames", plan_.clip.job.output.string(), outcome.frames);
}

int ClipRun::finish(const ClipOutcome& outcome, const ClipInfo& info, BatchDisplay& display) {
  const std::string work = plan_.clip.work.path().string();
  const auto keep = [&] {
    if (outcome.frames > 0) {
      spdlog::info("{}: {} finished frames; the same command with --resume goes on from there",
                   work, outcome.frames);
    }
  };
  if (const int signal = stop_signal(); signal != 0 && outcome.stopped) {
    keep();
    return kExitSignal + signal;
  }
  if (outcome.failure && !(outcome.source_failed && outcome.frames > 0)) {
    keep();
    return display.failure() ? exit_code_of(*display.failure()) : exit_code_of(*outcome.failure);
  }
  if (outcome.frames == 0) {
    throw Error(ErrorKind::kInput, plan_.content + ": has no frames there; see --from and --to");
  }
  try {
    if (!plan_.pattern) write(outcome, info);
  } catch (...) {
    keep();
    if (const int signal = stop_signal(); signal != 0) return kExitSignal + signal;
    throw;
  }
  if (outcome.source_failed) {
    keep();
    return kExitFailed;
  }
  plan_.clip.work.remove(outcome.frames);
  return kExitDone;
}

int ClipRun::run() {
  tell_of_official_weights(options_, run_context_.model);
  catch_stop_signals();
  if (is_there()) {
    spdlog::info("{}: is there already, made of the same", plan_.output);
    return kExitDone;
  }
  const auto source = open_clip(plan_.content, plan_.reading);
  const ClipInfo& info = source->info();
  if (!plan_.pattern) {
    plan_.clip.work.make();
    rehearse_video(video(info));
  }
  const auto frames = static_cast<std::size_t>(info.frames.value_or(0));
  BatchDisplay display(frames);
  add_reports(options_, run_info(options_, run_context_, batch_, command_), display);
  const ClipOutcome outcome = paint_clip(plan_.clip, *source, run_context_, batch_, display);
  RunSummary summary = display.summary();
  summary.finished = true;
  try {
    summary.exit_code = finish(outcome, info, display);
  } catch (const Error& error) {
    spdlog::error("{}", error.what());
    summary.exit_code = exit_code_of(error.kind());
  }
  display.finish(summary);
  return summary.exit_code;
}

}  // namespace

bool is_clip(const PlanRequest& request) {
  if (request.contents.size() != 1 || request.output.empty() || request.jobs_file) return false;
  const std::string& content = request.contents.front();
  const bool content_is = is_clip_by_name(content);
  const std::string extension = lower_case(fs::path(request.output).extension().string());
  if (video_format_of(request.output)) return content_is || !is_animation(extension);
  return content_is && (request.output == kStream || FramePattern::parse(request.output) ||
                        content == kStream || pattern_of_clip(content));
}

std::vector<std::string> clip_settings_without_effect(const ProgramOptions& options) {
  std::vector<std::string> lines;
  const auto add = [&](bool given, const std::string& name) {
    if (given) lines.push_back("--" + name + ": has no effect, since no clip is painted");
  };
  const JobOptions standard;
  for (const Setting& setting : painting_settings()) {
    if (setting.group != kVideo) continue;
    add(setting.texts(options.request.common) != setting.texts(standard), setting.name);
  }
  const ClipOptions none, &clip = options.clip;
  add(clip.start_number != none.start_number, "start-number");
  add(clip.frame_rate != none.frame_rate, "frame-rate");
  add(clip.from != none.from, "from");
  add(clip.to != none.to, "to");
  add(clip.video_codec != none.video_codec, "video-codec");
  add(clip.crf != none.crf, "crf");
  return lines;
}

int paint_clip_of(const ProgramOptions& options, const PlanRequest& request,
                  const std::vector<std::string>& command) {
  for (const std::string& line : settings_without_effect(request.common)) spdlog::warn("{}", line);
  return ClipRun(options, plan_clip(options, request), command).run();
}

}  // namespace stylize
