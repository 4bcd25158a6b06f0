#include "compare_command.h"

#include <CLI/CLI.hpp>
#include <cstring>
#include <memory>

#include "help_formatter.h"
#include "usage.h"
#include "value_validator.h"

namespace stylize {
namespace {

constexpr const char* kCompareExamples = R"(
Folders are searched through; pictures belong together when they have the same name below them.
Hidden files are left out. Transparent pictures are compared as seen on white, and their alpha is
one more channel of PSNR and largest difference.

Examples:
  stylize compare golden.png out.png
  stylize compare tests/golden out --min-psnr 40 --min-ssim 0.98 --diff differences
  stylize compare --consistency clip.mp4 painting.mp4 --max-warping-error 0.01
  stylize compare tests/golden out --min-psnr 40 --junit report.xml
  stylize compare tests/golden out --min-psnr 40 --update

Exit codes: 0 all pictures within the thresholds, or without thresholds all could be compared, or their
golden pictures were replaced; 1 not,
or a picture is missing, extra, unreadable or of another size; 2 usage.)";

void add_pictures(CLI::App& app, CompareCommand& command) {
  const char* group = "Pictures";
  app.add_option("golden", command.golden,
                 "The picture, or folder of pictures, as it should be; -: standard input")
      ->required()
      ->group(group)
      ->type_name("FILE|FOLDER");
  app.add_option("picture", command.picture,
                 "The picture or folder to hold against it; -: standard input")
      ->required()
      ->group(group)
      ->type_name("FILE|FOLDER");
}

void add_thresholds(CLI::App& app, Thresholds& thresholds) {
  const char* group = "Thresholds (those not given do not count)";
  app.add_option("--min-psnr", thresholds.min_psnr,
                 "Least peak signal-to-noise ratio; equal pictures have an infinite one")
      ->group(group)
      ->transform(validator(number_check(0, 1000)))
      ->type_name("DB");
  app.add_option("--min-ssim", thresholds.min_ssim,
                 "Least structural similarity; equal pictures have 1")
      ->group(group)
      ->transform(validator(number_check(-1, 1)))
      ->type_name("VALUE");
  app.add_option("--max-diff", thresholds.max_difference,
                 "Largest difference of any channel of any pixel; 0: equal pictures only")
      ->group(group)
      ->transform(validator(whole_number_check(0, 255)))
      ->type_name("LEVELS");
  app.add_option("--max-delta-e", thresholds.max_delta_e,
                 "Largest mean colour difference (CIE 1976); people see from about 2")
      ->group(group)
      ->transform(validator(number_check(0, 1000)))
      ->type_name("VALUE");
}

void add_consistency(CLI::App& app, CompareCommand& command) {
  const char* group = "Clips";
  auto* consistency =
      app.add_flag("--consistency", command.consistency,
                   "Of two clips (videos or frames/%04d.png), a source and what was painted of it: "
                   "how far frames of the result differ from those before, moved as in the source")
          ->group(group);
  app.add_option("--max-warping-error", command.max_warping_error,
                 "Largest mean squared difference of neighbours, of colours from 0 to 1")
      ->group(group)
      ->transform(validator(number_check(0, 1000)))
      ->needs(consistency)
      ->type_name("VALUE");
}

// What says nothing of clips.
void check_consistency(const CompareCommand& command) {
  if (!command.consistency) return;
  const char* wrong = !command.difference.empty() ? "--diff"
                      : command.thresholds.any()  ? "--consistency"
                      : command.no_clobber        ? "--no-clobber"
                                                  : nullptr;
  if (!wrong) return;
  const std::string why =
      command.thresholds.any() && command.difference.empty()
          ? ": thresholds of pictures do not go with it; --max-warping-error does"
          : ": does not go together with --consistency; drop one";
  throw CLI::ParseError(wrong + why, CLI::ExitCodes::ExcludesError);
}

void add_output(CLI::App& app, CompareCommand& command) {
  const char* group = "Output";
  app.add_option("--diff", command.difference,
                 "Write both pictures and a map of their difference side by side (black: equal; "
                 "white: 64 levels and more); for folders into this folder, for each pair that "
                 "differs")
      ->group(group)
      ->type_name("FILE|FOLDER");
  app.add_option("--junit", command.junit, "Write a JUnit report, which CI services show")
      ->group(group)
      ->type_name("FILE");
  auto* keep = app.add_flag("--no-clobber", command.no_clobber, "Never replace an existing file")
                   ->group(group);
  app.add_flag("--update", command.update,
               "After showing what changed, replace the golden pictures that are not met (without "
               "thresholds: that differ) and add missing ones")
      ->group(group)
      ->excludes(keep);
  auto* json =
      app.add_flag("--json", command.json, "One JSON object on standard output")->group(group);
  app.add_flag("-q,--quiet", command.quiet, "Errors and the exit code only")
      ->group(group)
      ->excludes(json);
  app.set_help_flag("-h,--help", "Print this help")->group(group);
}

void set_up(CLI::App& app, CompareCommand& command) {
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_pictures(app, command);
  add_thresholds(app, command.thresholds);
  add_consistency(app, command);
  add_output(app, command);
  app.footer(kCompareExamples);
  app.formatter(std::make_shared<HelpFormatter>());
}

constexpr const char* kCompareName = "stylize compare";
constexpr const char* kCompareDescription =
    "Says how far pictures are from golden ones: PSNR, SSIM, largest and colour difference.";

}  // namespace

bool is_compare_command(int argc, char** argv) {
  return argc > 1 && std::strcmp(argv[1], "compare") == 0;
}

void look_at_compare_command(const std::function<void(const CLI::App&)>& look) {
  CompareCommand command;
  CLI::App app(kCompareDescription, kCompareName);
  set_up(app, command);
  look(app);
}

std::optional<int> parse_compare_command(int argc, char** argv, CompareCommand& command) {
  CLI::App app(kCompareDescription, kCompareName);
  set_up(app, command);
  return parse_subcommand(app, {argv + 2, argv + argc}, [&] { check_consistency(command); });
}

}  // namespace stylize
