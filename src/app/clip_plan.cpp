#include "clip_plan.h"

#include <unistd.h>

#include <system_error>
#include <utility>

#include "jobs/job_inputs.h"
#include "jobs/piped_pictures.h"
#include "machine/written_file.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "video/clip_probe.h"
#include "video/pattern_source.h"
#include "video/video_format.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& setting, const std::string& why) {
  throw SettingError(setting, why);
}

[[noreturn]] void refuse_format(const std::string& output) {
  throw Error(ErrorKind::kOption,
              output + ": a clip is written as " + video_extensions() + ", frames/%04d.png, or -");
}

// What pictures have and clips have not.
void check_settings_of_clip(const ProgramOptions& options, const PlanRequest& request) {
  const std::string no_use = "does not work with a clip; drop it";
  const PlanRequest standard;
  if (request.jobs_file) refuse("jobs-from", no_use);
  if (request.pairing != standard.pairing) refuse("pair", no_use);
  if (request.recursive) refuse("recursive", no_use);
  if (request.name_template != standard.name_template) refuse("name-template", no_use);
  if (options.list) refuse("list", no_use);
  if (options.dry_run) refuse("dry-run", no_use);
  if (options.progress == "json") refuse("progress", no_use);
  if (options.batch.retries > 0) refuse("retries", no_use);
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
  const WriteOptions& write = options.request.common.write;
  if (writes_file && write.bit_depth != 8) refuse("bit-depth", "is for frames/%04d.png; drop it");
  if (write.profile == ProfileChoice::kContent) {
    refuse("profile", "the frames of a clip are in sRGB; drop content");
  }
  if (writes_file && write.profile != ProfileChoice::kSrgb) {
    refuse("profile", "is for frames/%04d.png; drop it");
  }
  if (plan.output != kStream) return;
  const std::string why =
      "does nothing for standard output; name a file with " + setting_name("output");
  if (options.request.shard) refuse("shard", why);
  if (options.batch.resume) refuse("resume", why);
  if (options.batch.checkpoint_seconds > 0) refuse("checkpoint", why);
}

// What is better known before hours of work.
void check_output(const ClipPlan& plan, const WriteOptions& given) {
  if (plan.output == kStream) return;
  if (plan.pattern) {
    WriteOptions write = given;
    write.create_folders = true;
    return check_writable(plan.clip.frame_output(1), write);
  }
  const fs::path folder = fs::path(plan.output).parent_path();
  std::error_code error;
  if (!folder.empty() && !fs::is_directory(folder, error)) {
    throw Error(ErrorKind::kOutput, plan.output + ": the folder " + folder.string() +
                                        " does not exist; create it first");
  }
  check_replaceable(find_written_file(plan.output), given.replace);
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

// Masks that are a clip: as many frames as the content has, of the same part of a video.
void plan_masks(const ProgramOptions& options, ClipPlan& plan, PlanRequest& request) {
  const auto& mask = request.common.content_mask;
  if (!mask) return;
  ClipReadOptions reading = reading_of(options);
  reading.part.start_number = -1;
  const std::optional<FramePattern> pattern = pattern_of_clip(mask->string());
  if (pattern) {
    const int64_t first = first_number(*pattern, -1), count = count_frames(*pattern, first);
    for (int64_t i = 0; i < count; ++i) {
      request.read_besides.push_back({pattern->name(first + i), "a frame of the mask"});
    }
  } else if (!is_video_name(mask->string())) {
    return;  // a picture
  }
  plan.clip.open_masks = [name = mask->string(), reading] { return open_clip(name, reading); };
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

// What lies in the work folder may be replaced by a frame, and goes with the folder.
void check_are_elsewhere(const std::vector<fs::path>& inputs, const WorkFolder& work) {
  std::error_code error;
  const auto place_of = [&](const fs::path& folder) {
    return fs::weakly_canonical(folder.empty() ? "." : folder, error);
  };
  const fs::path folder = place_of(work.path());
  for (const fs::path& input : inputs) {
    const bool is_there = place_of(input.parent_path()) == folder ||
                          fs::weakly_canonical(input, error).parent_path() == folder;
    if (!is_there) continue;
    throw Error(ErrorKind::kOption,
                input.string() +
                    ": lies in the folder for finished frames, which goes when the output is "
                    "written; copy it elsewhere, or name another output");
  }
}

}  // namespace

ClipPlan plan_clip(const ProgramOptions& options, const PlanRequest& given) {
  check_settings_of_clip(options, given);
  PlanRequest request = given;
  ClipPlan plan{given.contents.front(),
                given.output,
                reading_of(options),
                pattern_of_output(given.output),
                {{}, WorkFolder({}), false, {}, {}, {}}};
  if (plan.output != kStream && !plan.pattern && !video_format_of(plan.output)) {
    refuse_format(plan.output);
  }
  const std::optional<FramePattern> pattern = pattern_of_clip(plan.content);
  check_settings_of_names(options, plan, pattern.has_value());
  plan.clip.work = WorkFolder(work_folder(plan));
  plan.clip.even_sides = !plan.pattern;
  plan.clip.shots = given.shard;
  request.shard.reset();  // of shots
  std::optional<Frames> read;
  if (pattern) read = {*pattern, first_number(*pattern, plan.reading.part.start_number)};
  if (plan.pattern) {
    plan.clip.frame_output = [pattern = *plan.pattern, first = read ? read->first : 1](
                                 int64_t number) { return pattern.name(first + number - 1); };
  }
  add_frames(read, plan, request);
  plan_masks(options, plan, request);
  if (!plan.pattern && plan.output != kStream) {
    request.written_besides.push_back({plan.output, setting_name("output")});
  }
  check_output(plan, given.common.write);
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
  check_are_elsewhere(inputs_of(plan.clip.job), plan.clip.work);
  plan.clip.job.output = plan.output == kStream ? "standard output" : plan.output;
  return plan;
}

ClipPlan plan_of_job(const ProgramOptions& options, const Job& job) {
  ClipPlan plan{job.content.string(),
                job.output.string(),
                reading_of(options),
                std::nullopt,
                {job, WorkFolder(work_folder_of(job.output)), true, {}, {}, {}}};
  check_are_elsewhere(inputs_of(job), plan.clip.work);
  plan.clip.job.options.save_every = 0;
  for (fs::path* picture :
       {&plan.clip.job.options.contact_sheet, &plan.clip.job.options.loss_plot}) {
    picture->clear();
  }
  return plan;
}

void check_clips_among(const ProgramOptions& options, const std::vector<Job>& jobs) {
  for (const Job& job : jobs) {
    if (!job.is_clip) continue;
    if (!video_format_of(job.output.string())) refuse_format(job.output.string());
    if (options.clip.to > 0 && options.clip.to <= options.clip.from) {
      refuse("to", "must be after " + setting_name("from"));
    }
    check_replaceable(find_written_file(job.output), job.options.write.replace);
  }
}

}  // namespace stylize
