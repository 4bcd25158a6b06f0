#include "options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <vector>

#include "config_settings.h"
#include "exit_code.h"
#include "help_formatter.h"
#include "machine/complete_document.h"
#include "open_descriptor.h"
#include "preset.h"
#include "run_options.h"
#include "setting_options.h"
#include "settings/value_check.h"
#include "shard_option.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr const char* kExamples = R"(
Examples:
  stylize --content photo.jpg --style painting.jpg -o out.jpg
  stylize -c photo.jpg -s painting.jpg -o out.png --size 1024 --style-weight 4000
  stylize --config settings.toml -c photo.jpg -s painting.jpg -o out.png
  stylize -c photos/ -s painting.jpg -o paintings/ --resume --report report.json
  stylize -c clip.mp4 -s painting.jpg -o painting.mp4
  stylize compare golden.png out.png      (how far apart two pictures are; stylize compare --help)
  stylize model                           (the models there are; stylize model --help)

Exit codes: 0 all done, 1 a picture could not be made, 2 usage, 3 model or device, 4 the only picture
diverged (the best so far was saved), 5 a fault of the program itself, 129, 130 and 143 stopped by
SIGHUP, SIGINT and SIGTERM.)";

// The options that must be there unless a jobs file is.
void check_files(const PlanRequest& request) {
  if (request.jobs_file) return;
  const auto fail = [](const char* message) {
    throw CLI::ParseError(message, CLI::ExitCodes::RequiredError);
  };
  if (request.contents.empty()) fail("--content: missing; name a picture or a folder of pictures");
  if (request.styles.empty()) fail("--style: missing; name a picture or a folder of pictures");
  if (request.output.empty()) fail("--output: missing; name a file or a folder");
}

// What the run itself reads and writes, a report with its second copy.
void add_files_of_run(const RawRunOptions& raw, ProgramOptions& options) {
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
  if (options.progress == "json") {
    const std::string place = "/dev/fd/" + std::to_string(options.progress_descriptor);
    written.push_back({place, "--progress"});
  }
}

// Now, since descriptors that this process opens itself would pass as well later on.
void check_progress(const ProgramOptions& options) {
  if (options.progress != "json") return;
  const std::string wrong = why_not_writable(options.progress_descriptor);
  if (!wrong.empty()) throw SettingError("progress-fd", wrong);
}

void apply(const RawRunOptions& raw, const SettingOptions& settings, ProgramOptions& options) {
  PlanRequest& request = options.request;
  settings.apply(request.common);
  if (raw.strip) request.common.write.metadata = MetadataChoice::kNone;
  request.blend_styles = settings.was_given("style-blend") || settings.was_given("style-blend-end");
  if (raw.pairing == "name") request.pairing = Pairing::kByName;
  if (raw.pairing == "order") request.pairing = Pairing::kByOrder;
  if (!raw.shard.empty()) request.shard = parse_shard(raw.shard);
  request.line_options = [common = request.common](const NamedOptions& named) {
    return with_named_options(common, named);
  };
  if (raw.quiet) options.log_level = "error";
  if (raw.verbose) options.log_level = "debug";
  add_files_of_run(raw, options);
  check_progress(options);
  if (!options.print_config) check_files(request);
  // Lines of a jobs file may yet say otherwise.
  if (!request.jobs_file) check_settings(request.common);
}

// What is to be printed instead of a run.
struct Answer {
  std::string text;
};

// The versions are asked for, and of this model too, which the launcher cannot read.
struct VersionOfModel {
  std::string model;
};

// A command line as CLI11 reads it. Nothing is moved, since its options point into it.
class CommandLine {
 public:
  // The preset's values stand in place of the defaults; empty: none.
  explicit CommandLine(const std::string& preset = "")
      : app_(
            "Turns photographs into paintings: the content of one picture in the manner of "
            "another.",
            "stylize") {
    JobOptions& common = options_.request.common;
    if (!preset.empty()) apply_preset(preset, common);
    // As shell aliases and scripts expect: an option given again replaces the one before.
    app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_file_options(app_, options_);
    settings_.emplace(app_, SettingPlace::kRun, common);
    add_run_options(app_, options_, raw_);
    app_.footer(kExamples);
    app_.formatter(std::make_shared<HelpFormatter>());
  }
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // Throws CLI::Error, and Answer or VersionOfModel where help or versions are asked for.
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
  const RawRunOptions& raw() const { return raw_; }

  // Throws CLI::Error when options do not fit together.
  ProgramOptions options() {
    apply(raw_, *settings_, options_);
    if (options_.print_config) options_.config = settings_text(app_);
    return options_;
  }

 private:
  CLI::App app_;
  ProgramOptions options_;
  RawRunOptions raw_;
  std::optional<SettingOptions> settings_;
};

// What the configuration file says and the command line does not, as words of a command line.
// Throws Error (kOption, kInput, kRead).
std::vector<std::string> words_of_config(const CommandLine& given) {
  if (given.raw().config.empty()) return {};
  CommandLine trial;
  return words_of_settings(read_config_file(given.raw().config), given.raw().config, given.app(),
                           [&](const std::string& word) { trial.read({word}); });
}

// What the tests of the inner loops set; a slip would test nothing.
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

void look_at_command_line(const std::function<void(const CLI::App&)>& look) {
  look(CommandLine().app());
}

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
