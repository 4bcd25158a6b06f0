#include "options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <vector>

#include "config_settings.h"
#include "device_validator.h"
#include "exit_code.h"
#include "help_formatter.h"
#include "machine/complete_document.h"
#include "preset.h"
#include "setting_options.h"
#include "shard_option.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "usage.h"
#include "value_validator.h"
#include "versions.h"

namespace stylize {
namespace {

constexpr const char* kExamples = R"(
Examples:
  stylize --content photo.jpg --style painting.jpg -o out.jpg
  stylize -c photo.jpg -s painting.jpg -o out.png --size 1024 --style-weight 4000
  stylize --config settings.toml -c photo.jpg -s painting.jpg -o out.png
  stylize -c photos/ -s painting.jpg -o paintings/ --resume --report report.json
  stylize compare golden.png out.png      (how far apart two pictures are; stylize compare --help)
  stylize model                           (the models there are; stylize model --help)

Exit codes: 0 all done, 1 a picture could not be made, 2 usage, 3 model or device, 4 the only picture
diverged (the best so far was saved), 129, 130 and 143 stopped by SIGHUP, SIGINT and SIGTERM.)";

constexpr const char* kWatching = "Watching";

// Options that CLI11 stores as text and ProgramOptions as proper types.
struct RawOptions {
  std::string pairing, shard, preset, config;
  bool quiet = false, verbose = false;
};

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

void add_files(CLI::App& app, ProgramOptions& options) {
  const char* group = "Input and output";
  PlanRequest& request = options.request;
  app.add_option("-c,--content", request.contents,
                 "Picture to paint; a folder or a 'PATTERN*' for many")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option("-s,--style", request.styles,
                 "Picture whose manner to take; a folder or a 'PATTERN*' for many. Given again or "
                 "with several files: a blend of them")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE|FOLDER|PATTERN ...");
  app.add_option("-o,--output", request.output,
                 "Result: .png, .jpg, .webp or .tiff; a folder for many")
      ->group(group)
      ->type_name("FILE|FOLDER");
}

void add_folders(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
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
      ->type_name("DEVICE");
  app.add_option(
         "--backend", options.backend,
         "winograd: fast on a CPU; torch: LibTorch, on every device; auto: winograd where it "
         "can")
      ->group(group)
      ->transform(validator(choice_check({"auto", "winograd", "torch"})))
      ->capture_default_str()
      ->type_name("NAME");
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
  app.add_option("--max-pixels", batch.max_pixels, "Refuse inputs with more pixels than this")
      ->group(group)
      ->transform(validator(whole_number_check(256, 1'000'000'000'000)))
      ->capture_default_str()
      ->type_name("PIXELS");
}

void add_logging(CLI::App& app, ProgramOptions& options, RawOptions& raw) {
  const char* group = "Logging";
  auto* quiet = app.add_flag("-q,--quiet", raw.quiet, "Errors only")->group(group);
  auto* verbose = app.add_flag("-v,--verbose", raw.verbose, "Details, as --log-level debug")
                      ->group(group)
                      ->excludes(quiet);
  app.add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->group(group)
      ->transform(validator(choice_check({"trace", "debug", "info", "warn", "error", "off"})))
      ->capture_default_str()
      ->type_name("LEVEL")
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

void add_preset(CLI::App& app, RawOptions& raw) {
  app.add_option("--preset", raw.preset,
                 "Iterations and tolerance together: fast, balanced (as without) or fine; options "
                 "that are given come first")
      ->group("Optimization")
      ->transform(validator(choice_check(preset_names())))
      ->type_name("NAME");
}

// The options that are required unless there is a jobs file.
void check_files(const PlanRequest& request) {
  if (request.jobs_file) return;
  const auto fail = [](const char* message) {
    throw CLI::ParseError(message, CLI::ExitCodes::RequiredError);
  };
  if (request.contents.empty()) fail("--content: missing; name a picture or a folder of pictures");
  if (request.styles.empty()) fail("--style: missing; name a picture or a folder of pictures");
  if (request.output.empty()) fail("--output: missing; name a file or a folder");
}

// The files that the run itself reads and writes; a report includes its second copy.
void add_files_of_run(const RawOptions& raw, ProgramOptions& options) {
  PlanRequest& request = options.request;
  if (!raw.config.empty()) request.read_besides.push_back({raw.config, "--config"});
  auto& written = request.written_besides;
  if (!options.batch.preview.empty()) written.push_back({options.batch.preview, "--preview"});
  const auto add_report = [&](const std::filesystem::path& path, const std::string& option) {
    if (path.empty()) return;
    written.push_back({path, option});
    written.push_back({spare_path(path), "the second copy of " + option});
  };
  add_report(options.report, "--report");
  add_report(options.report_html, "--report-html");
}

void apply(const RawOptions& raw, const SettingOptions& settings, ProgramOptions& options) {
  PlanRequest& request = options.request;
  settings.apply(request.common);
  request.blend_styles = settings.was_given("style-blend");
  if (raw.pairing == "name") request.pairing = Pairing::kByName;
  if (raw.pairing == "order") request.pairing = Pairing::kByOrder;
  if (!raw.shard.empty()) request.shard = parse_shard(raw.shard);
  request.line_options = [common = request.common](const NamedOptions& named) {
    return with_named_options(common, named);
  };
  if (raw.quiet) options.log_level = "error";
  if (raw.verbose) options.log_level = "debug";
  add_files_of_run(raw, options);
  if (!options.print_config) check_files(request);
  // Lines of a jobs file may still change settings.
  if (!request.jobs_file) check_settings(request.common);
}

// Thrown to print text instead of running.
struct Answer {
  std::string text;
};

// Thrown when --version is given with a model, which the launcher cannot read.
struct VersionOfModel {
  std::string model;
};

// A command line parsed by CLI11. It must not be moved, since CLI11's options point into it.
class CommandLine {
 public:
  // The preset's values replace the defaults; empty: no preset.
  explicit CommandLine(const std::string& preset = "")
      : app_(
            "Turns photographs into paintings: the content of one picture in the manner of "
            "another.",
            "stylize") {
    JobOptions& common = options_.request.common;
    if (!preset.empty()) apply_preset(preset, common);
    // As shell aliases and scripts expect, a repeated option replaces the earlier one.
    app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_files(app_, options_);
    settings_.emplace(app_, SettingPlace::kRun, common);
    add_preset(app_, raw_);
    add_folders(app_, options_, raw_);
    add_batch(app_, options_);
    add_preview(app_, options_.batch);
    add_model(app_, options_);
    add_machine(app_, options_);
    add_logging(app_, options_, raw_);
    app_.footer(kExamples);
    app_.formatter(std::make_shared<HelpFormatter>());
  }
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // Throws CLI::Error, and Answer or VersionOfModel when help or versions are requested.
  void read(const std::vector<std::string>& words) {
    try {
      parse_words(app_, words);
    } catch (const CLI::CallForVersion& call) {
      const CLI::Option* model = app_.get_option("--model");
      if (model->count() > 0) throw VersionOfModel{model->results().back()};
      throw Answer{std::string(call.what()) + "\n"};
    } catch (const CLI::Success& success) {
      std::ostringstream text;
      app_.exit(success, text, text);
      throw Answer{text.str()};
    }
  }

  const CLI::App& app() const { return app_; }
  const RawOptions& raw() const { return raw_; }

  // Throws CLI::Error for options that conflict.
  ProgramOptions options() {
    apply(raw_, *settings_, options_);
    if (options_.print_config) options_.config = settings_text(app_);
    return options_;
  }

 private:
  CLI::App app_;
  ProgramOptions options_;
  RawOptions raw_;
  std::optional<SettingOptions> settings_;
};

// Settings in the configuration file that the command line does not override, as words of a command
// line. Throws Error (kOption, kInput, kRead).
std::vector<std::string> words_of_config(const CommandLine& given) {
  if (given.raw().config.empty()) return {};
  CommandLine trial;
  return words_of_settings(read_config_file(given.raw().config), given.raw().config, given.app(),
                           [&](const std::string& word) { trial.read({word}); });
}

// Tests of the inner loops set this variable; with a typo they would test nothing.
void check_environment() {
  const char* variable = std::getenv("STYLIZE_INSTRUCTION_SET");
  if (!variable || *variable == '\0') return;
  std::string word = variable;
  const std::string wrong = choice_check({"baseline", "avx2", "avx512"}).problem(word);
  if (wrong.empty() && word == variable) return;
  throw Error(ErrorKind::kOption, std::string("STYLIZE_INSTRUCTION_SET: \"") + variable +
                                      "\" is not baseline, avx2 or avx512");
}

ProgramOptions read_options(const std::vector<std::string>& given_words) {
  check_environment();
  CommandLine given;
  given.read(given_words);
  std::vector<std::string> words = words_of_config(given);
  words.insert(words.end(), given_words.begin(), given_words.end());
  CommandLine whole;
  whole.read(words);
  if (whole.raw().preset.empty()) return whole.options();
  CommandLine with_preset(whole.raw().preset);
  with_preset.read(words);
  return with_preset.options();
}

}  // namespace

std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options) {
  try {
    options = read_options({argv + 1, argv + argc});
    return std::nullopt;
  } catch (const Answer& answer) {
    return print_output(answer.text) ? kExitDone : kExitFailed;
  } catch (const VersionOfModel& asked) {
    options.version = true;
    options.model = asked.model;
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    print_error(plain_text(error) + "; see stylize --help");
    return kExitUsage;
  } catch (const Error& error) {
    print_error(error.what());
    return kExitUsage;
  }
}

}  // namespace stylize
