// The program that users run: it reads the command line, handles what needs no LibTorch, and
// executes the painter, which links LibTorch and OpenCV.

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "compare_command.h"
#include "exit_code.h"
#include "machine/signals.h"
#include "machine/system_calls.h"
#include "model_command.h"
#include "options.h"
#include "report_command.h"
#include "standard_streams.h"
#include "stylize/setting_name.h"

namespace {

namespace fs = std::filesystem;

constexpr const char* kPainter = "stylize-painter";

// PREFIX/bin/stylize -> PREFIX/libexec/stylize/stylize-painter, or the path configured for the
// installation; the build tree has the same layout. nullopt when the system does not say where this
// program is: a guess could run a file that others put into the working directory.
std::optional<fs::path> painter() {
  std::error_code error;
  const fs::path program = stylize::system_calls::running_program();
  if (program.empty()) return std::nullopt;
  const fs::path folder = program.parent_path();
  fs::path installed = (folder / STYLIZE_PAINTER_FROM_BIN / kPainter).lexically_normal();
  if (fs::exists(installed, error)) return installed;
  fs::path built = folder.parent_path() / "libexec/stylize" / kPainter;
  return fs::exists(built, error) ? built : installed;
}

// Settings that libraries read when a process starts. Values set by the user are kept.
void set_environment() {
  // GNU OpenMP: how often an idle thread looks for work before it sleeps. By default it spins for
  // some milliseconds, during which it takes the processor from others: two concurrent runs then
  // take many times as long as two consecutive ones.
  if (!std::getenv("OMP_WAIT_POLICY")) ::setenv("GOMP_SPINCOUNT", "1000", 0);
  // GNU C library: large pages, so that feature maps of hundreds of megabytes need few page table
  // entries.
  ::setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", 0);
}

// `stylize report ...` needs no painter.
int answer_report_command(int argc, char** argv) {
  stylize::ReportCommand command;
  if (const auto code = stylize::parse_report_command(argc, argv, command)) return *code;
  return stylize::run_report_command(command);
}

// Handles usage errors and help without loading LibTorch; the painter parses everything again.
std::optional<int> check_command_line(int argc, char** argv) {
  if (stylize::is_compare_command(argc, argv)) {
    stylize::CompareCommand command;
    return stylize::parse_compare_command(argc, argv, command);
  }
  if (stylize::is_model_command(argc, argv)) {
    stylize::ModelCommand command;
    return stylize::parse_model_command(argc, argv, command);
  }
  stylize::ProgramOptions options;
  return stylize::parse_command_line(argc, argv, options);
}

}  // namespace

int main(int argc, char** argv) {
  stylize::keep_standard_streams();
  stylize::let_long_writes_fail();
  stylize::begin_setting_names_with("--");
  if (argc > 1 && std::strcmp(argv[1], "report") == 0) return answer_report_command(argc, argv);
  if (const auto exit_code = check_command_line(argc, argv)) return *exit_code;
  const auto path = painter();
  if (!path) {
    stylize::print_error("/proc is missing, which says where the program is; mount it");
    return stylize::kExitFailed;
  }
  set_environment();
  ::execv(path->c_str(), argv);
  stylize::print_error(path->string() + ": cannot be started (" + std::strerror(errno) +
                       "); install stylize again");
  return stylize::kExitFailed;
}
