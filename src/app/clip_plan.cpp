#include "clip_plan.h"

#include <unistd.h>

#include <system_error>
#include <utility>

#include "jobs/piped_pictures.h"
#include "machine/written_file.h"
#include "stylize/error.h"
#include "video/clip_probe.h"
#include "video/pattern_source.h"
#include "video/video_format.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& setting, const std::string& why) {
  throw SettingError(setting, why);
}

// What pictures have and clips have not.
void check_settings_of_clip(const ProgramOptions& options, const PlanRequest& request) {
  const std::string no_use = "does not work with a clip; drop it";
  const PlanRequest standard;
  if (request.jobs_file) refuse("jobs-from", no_use);
  if (request.shard) refuse("shard", no_use);
  if (request.pairing != standard.pairing) refuse("pair", no_use);
  if (request.recursive) refuse("recursive", no_use);
  if (request.name_template != standard.name_template) refuse("name-template", no_use);
  if (options.list) refuse("list", no_use);
  if (options.dry_run) refuse("dry-run", no_use);
  if (options.progress == "json") refuse("progress", no_use);
  const JobOptions& job = request.common;
  if (job.save_every > 0) refuse("save-every", no_use);
  if (!job.contact_sheet.empty()) refuse("contact-sheet", no_use);
  if (!job.loss_plot.empty()) refuse("loss-plot", no_use);
  if (options.clip.to > 0 && options.clip.to <= options.clip.from) {
    refuse("to", "must be after " + setting_name("from"));
  }
}

void check_settings_of_names(const ProgramOptions& options, const ClipPlan& plan,
                             bool reads_pattern) {
  const ClipOptions standard, &clip = options.clip;
  const bool writes_file = !plan.pattern;
  if (!reads_pattern && clip.start_number != standard.start_number) {
    refuse("start-number", "is for frames/%04d.png; drop it");
  }
  if ((reads_pattern || plan.content == kStream) && (clip.from > 0 || clip.to > 0)) {
    refuse(clip.from > 0 ? "from" : "to", "is for video files; drop it");
  }
  if (!writes_file && (!clip.video_codec.empty() || clip.crf >= 0)) {
    refuse(clip.crf >= 0 ? "crf" : "video-codec", "is for video files; drop it");
  }
  if (writes_file && options.request.common.write.bit_depth != 8) {
    refuse("bit-depth", "is for frames/%04d.png; drop it");
  }
}

ClipReadOptions reading_of(const ProgramOptions& options) {
  ClipReadOptions reading;
  reading.part = {options.clip.start_number, options.clip.from, options.clip.to};
  reading.max_pixels = options.batch.max_pixels;
  const Ratio rate = parse_ratio(options.clip.frame_rate);
  if (rate.numerator > 0) reading.rate = rate;
  return reading;
}

// Numbered pictures to read.
struct Frames {
  FramePattern pattern;
  int64_t first;  // number
};

// Every frame that is read, and those of the output with the same numbers.
void add_frames(const std::optional<Frames>& read, const ClipPlan& plan, PlanRequest& request) {
  const int64_t count = read ? count_frames(read->pattern, read->first) : 1;
  for (int64_t i = 0; i < count; ++i) {
    if (read) {
      request.read_besides.push_back(
          {read->pattern.name(read->first + i), "a frame of the content"});
    }
    if (plan.pattern) {
      request.written_besides.push_back({plan.clip.frame_output(i + 1), "a frame of the output"});
    }
  }
}

// A video is one also if its name has a %d.
std::optional<FramePattern> pattern_of_output(const std::string& output) {
  return video_format_of(output) ? std::nullopt : FramePattern::parse(output);
}

fs::path work_folder(const ClipPlan& plan) {
  if (plan.output != kStream) return work_folder_of(plan.output);
  std::error_code error;
  return fs::temp_directory_path(error) / ("stylize-" + std::to_string(::getpid()) + ".frames");
}

}  // namespace

ClipPlan plan_clip(const ProgramOptions& options, const PlanRequest& given) {
  check_settings_of_clip(options, given);
  PlanRequest request = given;
  ClipPlan plan{given.contents.front(),
                given.output,
                reading_of(options),
                pattern_of_output(given.output),
                {{}, WorkFolder({}), false, {}}};
  if (plan.output != kStream && !plan.pattern && !video_format_of(plan.output)) {
    throw Error(ErrorKind::kOption, plan.output + ": a clip is written as " + video_extensions() +
                                        ", frames/%04d.png, or -");
  }
  const std::optional<FramePattern> pattern = pattern_of_clip(plan.content);
  check_settings_of_names(options, plan, pattern.has_value());
  plan.clip.work = WorkFolder(work_folder(plan));
  plan.clip.even_sides = !plan.pattern;
  std::optional<Frames> read;
  if (pattern) read = {*pattern, first_number(*pattern, plan.reading.part.start_number)};
  if (plan.pattern) {
    plan.clip.frame_output = [pattern = *plan.pattern, first = read ? read->first : 1](
                                 int64_t number) { return pattern.name(first + number - 1); };
  }
  add_frames(read, plan, request);
  if (!plan.pattern && plan.output != kStream) {
    request.written_besides.push_back({plan.output, setting_name("output")});
    check_replaceable(find_written_file(plan.output), given.common.write.replace);
  }
  // Planned like a picture, whose name only serves the checks.
  request.contents = {plan.content == kStream ? kStandardInput
                      : read                  ? read->pattern.name(read->first).string()
                                              : plan.content};
  request.output = plan.clip.work.frame(0).string();
  Plan planned = make_plan(request);
  if (!planned.single || planned.jobs.size() != 1) {
    refuse("style", "a clip takes one style, or several that are blended (" +
                        setting_name("style-blend") + ")");
  }
  plan.clip.job = std::move(planned.jobs.front());
  plan.clip.job.content = plan.content;
  plan.clip.job.output = plan.output == kStream ? "standard output" : plan.output;
  return plan;
}

}  // namespace stylize
