#include "clip_program.h"

#include <ATen/Parallel.h>
#include <spdlog/spdlog.h>

#include <optional>

#include "batch_display.h"
#include "clip_run.h"
#include "exit_code.h"
#include "first_run.h"
#include "jobs/piped_pictures.h"
#include "machine/lower_case.h"
#include "machine/signals.h"
#include "machine/standard_input.h"
#include "run_info.h"
#include "run_setup.h"
#include "settings/painting_settings.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"
#include "video/pattern_source.h"
#include "video/video_format.h"
#include "video/webp_source.h"
#include "without_effect.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVideo = "Video";  // the group of settings of clips

bool is_clip_by_name(const std::string& content) {
  // Standard input may also be a picture.
  if (content == kStream) return standard_input_begins_with("YUV4MPEG2");
  if (is_video_name(content) || is_animated_webp(content)) return true;
  if (video_format_of(content))
    return lower_case(fs::path(content).extension().string()) != ".webp";
  return pattern_of_clip(content).has_value();
}

// What has no effect on a clip, but on pictures.
std::vector<std::string> more_without_effect(const ProgramOptions& options) {
  std::vector<std::string> lines = watching_without_effect(options);
  const WriteOptions& write = options.request.common.write;
  if (!uses_quality(options.request.output) && write.quality != WriteOptions().quality) {
    lines.push_back("--quality: has no effect, since no frame is " + quality_formats() +
                    "; see --crf");
  }
  const std::optional<VideoFormat> format = video_format_of(options.request.output);
  if (options.clip.crf >= 0 && format && !format->sound) {
    lines.push_back("--crf: has no effect on ." + format->extension);
  }
  if (options.batch.resume && write.metadata == MetadataChoice::kNone) {
    lines.push_back(
        "--resume: a clip without metadata says not how it was made, so a finished one is painted "
        "again");
  }
  return lines;
}

int paint_and_tell(ClipRun& run, BatchDisplay& display) {
  try {
    const ClipOutcome outcome = run.paint(display);
    if (const int signal = stop_signal(); signal != 0 && outcome.stopped) {
      return kExitSignal + signal;
    }
    return outcome.failure ? exit_code_of(*outcome.failure) : kExitDone;
  } catch (const Error& error) {
    if (const int signal = stop_signal(); signal != 0) return kExitSignal + signal;
    spdlog::error("{}", error.what());
    return exit_code_of(error.kind());
  }
}

}  // namespace

std::optional<std::string> clip_extension(const fs::path& content) {
  if (!is_video_name(content.string())) return std::nullopt;
  const std::optional<VideoFormat> format = video_format_of(content.string());
  return format ? format->extension : "mp4";
}

bool is_clip(const PlanRequest& request) {
  if (request.contents.size() != 1 || request.output.empty() || request.jobs_file) return false;
  const std::string& content = request.contents.front();
  const bool content_is = is_clip_by_name(content);
  if (video_format_of(request.output)) return content_is || !is_animation_name(request.output);
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
  for (const std::string& line : more_without_effect(options)) spdlog::warn("{}", line);
  const ClipPlan plan = plan_clip(options, request);
  const BatchOptions batch = make_batch_options(options);
  at::set_num_threads(batch.threads);
  const RunContext run_context = make_run_context(options, {plan.clip.job});
  tell_of_official_weights(options, run_context.model);
  catch_stop_signals();
  ClipRun run(options, plan, run_context, batch);
  if (run.is_there()) {
    spdlog::info("{}: is there already, made of the same", plan.output);
    return kExitDone;
  }
  run.open();
  BatchDisplay display(static_cast<std::size_t>(run.info().frames.value_or(0)));
  add_reports(options, run_info(options, run_context, batch, command), display);
  const int exit_code = paint_and_tell(run, display);
  RunSummary summary = display.summary();
  summary.finished = true;
  summary.exit_code = exit_code;
  display.finish(summary);
  return summary.exit_code;
}

}  // namespace stylize
