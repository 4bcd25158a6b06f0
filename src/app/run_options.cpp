#include "run_options.h"

#include "clip_checks.h"
#include "device_validator.h"
#include "preset.h"
#include "shard_option.h"
#include "value_validator.h"
#include "versions.h"

namespace stylize {
namespace {

constexpr const char* kWatching = "Watching";

void add_preview(CLI::App& app, BatchOptions& batch) {
  app.add_option("--preview", batch.preview,
                 "Keep a small picture of the work as it is in this file: .png or .jpg")
      ->group(kWatching)
      ->check(validator(picture_name_check()))
      ->type_name("FILE");
  app.add_option("--preview-every", batch.preview_seconds, "How often it is replaced")
      ->group(kWatching)
      ->transform(validator(number_check(0.1, 1e6)))
      ->capture_default_str()
      ->type_name("SECONDS");
}

void add_progress(CLI::App& app, ProgramOptions& options) {
  app.add_option("--progress", options.progress,
                 "json: also tell how the work goes as JSON objects, one a line, for programs")
      ->group(kWatching)
      ->transform(validator(choice_check({"line", "json"})))
      ->capture_default_str()
      ->type_name("line|json");
  app.add_option("--progress-fd", options.progress_descriptor,
                 "The open descriptor that --progress json writes to; 1: standard output")
      ->group(kWatching)
      ->transform(validator(whole_number_check(1, 1'000'000)))
      ->capture_default_str()
      ->type_name("N");
}

void add_folders(CLI::App& app, ProgramOptions& options, RawRunOptions& raw) {
  const char* group = "Folders";
  PlanRequest& request = options.request;
  app.add_flag("-r,--recursive", request.recursive, "Also the folders inside the folders")
      ->group(group);
  app.add_option("--pair", raw.pairing,
                 "One style for each content, by name or by order, instead of all with all")
      ->group(group)
      ->transform(validator(choice_check({"name", "order"})))
      ->type_name("name|order");
  app.add_option("--name-template", request.name_template,
                 "Names in the output folder, of {content}, {style}, {ext} and {index}")
      ->group(group)
      ->capture_default_str()
      ->type_name("TEMPLATE");
  app.add_option("--jobs-from", request.jobs_file,
                 "Read jobs from CSV or JSON lines: content, style, output and options by name; -: "
                 "standard input")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--shard", raw.shard, "Part K of N of the jobs, the same on every machine")
      ->group(group)
      ->check(shard_validator())
      ->type_name("K/N");
  auto* list =
      app.add_flag("--list", options.list, "Print the jobs, as --jobs-from reads them, and stop")
          ->group(group);
  app.add_flag("--dry-run", options.dry_run, "Open every input, say which cannot be used, and stop")
      ->group(group)
      ->excludes(list);
}

void add_batch(CLI::App& app, ProgramOptions& options) {
  const char* group = "Long runs";
  BatchOptions& batch = options.batch;
  app.add_flag("--resume", batch.resume,
               "Leave outputs that were made of the same inputs and settings; go on with pictures "
               "that were interrupted")
      ->group(group);
  app.add_option(
         "--checkpoint", batch.checkpoint_seconds,
         "Write the state of a picture beside its output so often, and go on from there; 0: "
         "never")
      ->group(group)
      ->transform(validator(number_check(0, 1e6)))
      ->capture_default_str()
      ->type_name("SECONDS");
  app.add_flag("--fail-fast", batch.fail_fast, "Begin nothing more after a failure")->group(group);
  app.add_option("--retries", batch.retries,
                 "More attempts, at the end, at what may pass: full disk or memory, lost folder")
      ->group(group)
      ->transform(validator(whole_number_check(0, 100)))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--report", options.report, "Tell in JSON what became of each job")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--report-html", options.report_html, "The same as a page with small pictures")
      ->group(group)
      ->type_name("FILE");
}

void add_video(CLI::App& app, ClipOptions& clip) {
  const char* group = "Video";
  app.add_option(
         "--start-number", clip.start_number,
         "Number of the first frame of frames/%04d.png (default: the first from 0 to 9 that "
         "exists)")
      ->group(group)
      ->transform(validator(whole_number_check(0, 1'000'000'000)))
      ->type_name("N");
  app.add_option("--frame-rate", clip.frame_rate,
                 "Frames per second of frames/%04d.png, as 25 or 30000/1001")
      ->group(group)
      ->transform(validator(frame_rate_check()))
      ->capture_default_str()
      ->type_name("RATE");
  app.add_option("--from", clip.from, "Begin there in the clip, as 90 or 1:30")
      ->group(group)
      ->transform(validator(time_check()))
      ->type_name("TIME");
  app.add_option("--to", clip.to, "End before there")
      ->group(group)
      ->transform(validator(time_check()))
      ->type_name("TIME");
  app.add_option("--video-codec", clip.video_codec,
                 "ffmpeg's name of the encoder, as libx265 (default: one that players expect)")
      ->group(group)
      ->check(validator(codec_check()))
      ->type_name("NAME");
  app.add_option("--crf", clip.crf,
                 "Constant rate factor of the encoder: lower, better and larger (default: 18, of "
                 ".webm 24)")
      ->group(group)
      ->transform(validator(whole_number_check(0, 63)))
      ->type_name("N");
}

void add_model(CLI::App& app, ProgramOptions& options) {
  const char* group = "Model";
  app.add_option("--model", options.model,
                 "TorchScript file of VGG19's features (default: $STYLIZE_MODEL, else an installed "
                 "vgg19.pt, else the model in the box)")
      ->group(group)
      ->type_name("FILE");
  app.add_option("--pooling", options.pooling,
                 "max, average or l2, the root of the mean square (default: as in the model file)")
      ->group(group)
      ->transform(validator(choice_check({"max", "average", "l2"})))
      ->type_name("max|average|l2");
}

void add_machine(CLI::App& app, ProgramOptions& options) {
  const char* group = "Machine";
  app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
      ->group(group)
      ->transform(device_validator())
      ->capture_default_str()
      ->type_name("auto|cpu|cuda");
  app.add_option(
         "--backend", options.backend,
         "winograd: fast on a CPU; torch: LibTorch, on every device; auto: winograd where it "
         "can")
      ->group(group)
      ->transform(validator(choice_check({"auto", "winograd", "torch"})))
      ->capture_default_str()
      ->type_name("auto|winograd|torch");
  BatchOptions& batch = options.batch;
  app.add_option("--threads", options.threads,
                 "Threads; 0: the processors that this process may use")
      ->group(group)
      ->transform(validator(whole_number_check(0, 1024)))
      ->capture_default_str()
      ->type_name("N");
  app.add_flag(
         "--deterministic", options.deterministic,
         "The same bytes whatever the number of threads, on one kind of processor. On the CPU "
         "that costs nothing unless --backend torch, which one thread then does")
      ->group(group);
  app.add_option("--parallel", batch.parallel,
                 "Pictures side by side, the threads divided among them; 0: chosen from their size")
      ->group(group)
      ->transform(validator(whole_number_check(0, 256)))
      ->capture_default_str()
      ->type_name("N");
  app.add_option("--memory-limit", batch.memory_limit,
                 "Memory that this process may use, as 1.5G or 500M (default: what is free)")
      ->group(group)
      ->transform(validator(memory_check()))
      ->type_name("SIZE");
  app.add_option(
         "--work-folder", batch.work_folder,
         "Folder for what has no place in memory, in files without a name (default: that of "
         "the output)")
      ->group(group)
      ->type_name("FOLDER");
  app.add_option("--max-pixels", batch.max_pixels, "Refuse inputs with more pixels than this")
      ->group(group)
      ->transform(validator(whole_number_check(256, 1'000'000'000'000)))
      ->capture_default_str()
      ->type_name("PIXELS");
}

void add_logging(CLI::App& app, ProgramOptions& options, RawRunOptions& raw) {
  const char* group = "Logging";
  auto* quiet = app.add_flag("-q,--quiet", raw.quiet, "Errors only")->group(group);
  auto* verbose = app.add_flag("-v,--verbose", raw.verbose, "Details, as --log-level debug")
                      ->group(group)
                      ->excludes(quiet);
  app.add_option("--log-level", options.log_level, "How much is said")
      ->group(group)
      ->transform(validator(choice_check({"trace", "debug", "info", "warn", "error", "off"})))
      ->capture_default_str()
      ->type_name("trace|debug|info|warn|error|off")
      ->excludes(quiet)
      ->excludes(verbose);
  app.add_option("--config", raw.config, "Read options from a file with lines like size = 1024")
      ->group(group)
      ->configurable(false)
      ->type_name("FILE");
  app.add_flag("--print-config", options.print_config,
               "Print every option with its effective value, as --config reads it, and stop")
      ->group(group)
      ->configurable(false);
  app.set_version_flag(
         "--version", versions,
         "Print the versions of this program and its libraries; with --model also whose "
         "its weights are, and their licence")
      ->group(group)
      ->configurable(false);
  app.set_help_flag("-h,--help", "Print this help")->group(group)->configurable(false);
}

void add_preset(CLI::App& app, RawRunOptions& raw) {
  app.add_option("--preset", raw.preset,
                 "Iterations and tolerance together: fast, balanced (as without) or fine; options "
                 "that are given come first")
      ->group("Optimization")
      ->transform(validator(choice_check(preset_names())))
      ->type_name("fast|balanced|fine");
}

}  // namespace

void add_file_options(CLI::App& app, ProgramOptions& options) {
  const char* group = "Input and output";
  PlanRequest& request = options.request;
  app.add_option(
         "-c,--content", request.contents,
         "Picture to paint; a folder or a 'PATTERN*' for many; a video or frames/%04d.png; -: a "
         "picture, or a clip as YUV4MPEG, on standard input")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option("-s,--style", request.styles,
                 "Picture whose manner to take; a folder or a 'PATTERN*' for many. Given again or "
                 "with several files: a blend of them")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option(
         "-o,--output", request.output,
         "Result: .png, .jpg, .webp, .tiff, .avif or .jxl; a folder for many; of a clip .mp4, "
         ".mkv, "
         ".webm, .gif and others, or frames/%04d.png; -, jpg:-, webp:- and so on: standard output "
         "(of a clip -: YUV4MPEG)")
      ->group(group)
      ->type_name("FILE|FOLDER");
}

void add_run_options(CLI::App& app, ProgramOptions& options, RawRunOptions& raw) {
  add_preset(app, raw);
  add_folders(app, options, raw);
  add_batch(app, options);
  add_preview(app, options.batch);
  add_video(app, options.clip);
  add_progress(app, options);
  app.add_flag("--strip", raw.strip, "Nothing besides pixels, as --metadata none")
      ->group("Input and output")
      ->excludes(app.get_option("--metadata"));
  add_model(app, options);
  add_machine(app, options);
  add_logging(app, options, raw);
}

}  // namespace stylize
