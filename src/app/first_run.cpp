#include "first_run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "machine/atomic_file.h"
#include "model_location.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

fs::path environment_folder(const char* name) {
  const char* value = std::getenv(name);
  const fs::path folder = value ? value : "";
  return folder.is_absolute() ? folder : fs::path();
}

// Empty if the user has no folder for it.
fs::path marker() {
  if (const fs::path state = environment_folder("XDG_STATE_HOME"); !state.empty()) {
    return state / "stylize/told_of_official_weights";
  }
  const fs::path home = environment_folder("HOME");
  return home.empty() ? home : home / ".local/state/stylize/told_of_official_weights";
}

void remember(const fs::path& file) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  try {
    write_file_atomically(file, "", 0, false);
  } catch (const Error&) {  // then the hint is shown again next time
  }
}

}  // namespace

void tell_of_official_weights(const ProgramOptions& options, const Model& model) {
  if (!is_model_in_box(options.model, model.path)) return;
  if (::isatty(STDERR_FILENO) == 0 || !spdlog::should_log(spdlog::level::info)) return;
  const fs::path file = marker();
  std::error_code error;
  if (!file.empty() && fs::exists(file, error)) return;
  spdlog::info(
      "painting with the model in the box; weights trained on ImageNet come closer to a style, and "
      "one command fetches them: {} (this is said once; stylize model says more)",
      fetch_command());
  if (!file.empty()) remember(file);
}

}  // namespace stylize
