#include "model_program.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "exit_code.h"
#include "machine/visible_text.h"
#include "model_description.h"
#include "model_location.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "unexpected.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// The model of the environment variable, or else all installed ones; the first is the one in use.
std::vector<fs::path> listed_models() {
  std::vector<fs::path> listed = model_places({});
  const bool named = listed.size() == 1;
  for (const fs::path& place : installed_model_places()) listed.push_back(place);
  std::vector<fs::path> found;
  for (const fs::path& place : listed) {
    std::error_code error;
    const bool counts = (named && found.empty()) || fs::exists(place, error);
    if (counts && std::find(found.begin(), found.end(), place) == found.end()) {
      found.push_back(place);
    }
  }
  return found;
}

int describe_file(const fs::path& path) {
  const Model model = load_model(path);
  const std::string text = visible_text(path.string()) + "\n" + model_description(model);
  return print_output(text) ? kExitDone : kExitFailed;
}

int list_models() {
  const std::vector<fs::path> models = listed_models();
  int exit_code = models.empty() ? kExitModel : kExitDone;
  std::string text = models.empty() ? "No model is installed.\n\n" : "";
  for (const fs::path& path : models) {
    const bool used = path == models.front();
    text += visible_text(path.string()) + (used ? " (used without --model)" : "") + "\n";
    try {
      text += model_description(load_model(path)) + "\n";
    } catch (const Error& error) {
      text += "  cannot be used: " + visible_text(error.what()) + "\n\n";
      if (used) exit_code = kExitModel;
    }
  }
  text += "To fetch the official weights: " + visible_text(fetch_command()) + "\n";
  return print_output(text) ? exit_code : kExitFailed;
}

}  // namespace

int run_model_command(const ModelCommand& command) {
  try {
    return command.file.empty() ? list_models() : describe_file(command.file);
  } catch (const Error& error) {
    print_error(error.what());
    return error.kind() == ErrorKind::kModel ? kExitModel : kExitFailed;
  } catch (...) {
    const Unexpected unexpected = current_unexpected();
    print_error(unexpected.message);
    return unexpected.exit_code;
  }
}

}  // namespace stylize
