#include "model_location.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Absolute ones only (as the XDG specification has it): nothing of the working directory is taken
// unasked.
std::vector<fs::path> model_folders() {
  std::vector<fs::path> folders;
  if (const fs::path data = environment("XDG_DATA_HOME"); data.is_absolute()) {
    folders.push_back(data / "stylize");
  } else if (const fs::path home = environment("HOME"); home.is_absolute()) {
    folders.push_back(home / ".local/share/stylize");
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  // PREFIX/libexec/stylize/stylize-painter
  const fs::path prefix = program.parent_path().parent_path().parent_path();
  if (!error && program.is_absolute()) folders.push_back(prefix / "share/stylize");
  return folders;
}

}  // namespace

std::vector<fs::path> model_places(const fs::path& chosen) {
  if (!chosen.empty()) return {chosen};
  if (const std::string variable = environment("STYLIZE_MODEL"); !variable.empty()) {
    return {variable};
  }
  std::vector<fs::path> places;
  for (const char* name : {"vgg19.pt", "vgg19-free.pt"}) {
    for (const fs::path& folder : model_folders()) places.push_back(folder / name);
  }
  return places;
}

fs::path locate_model(const fs::path& chosen) {
  const std::vector<fs::path> places = model_places(chosen);
  if (places.size() == 1) return places.front();  // its reader says what is wrong with it
  for (const fs::path& place : places) {
    std::error_code error;
    if (fs::exists(place, error)) return place;
  }
  std::string searched;
  for (const fs::path& folder : model_folders()) {
    searched += (searched.empty() ? "" : " or ") + folder.string();
  }
  throw Error(ErrorKind::kModel, "no model: neither vgg19.pt nor vgg19-free.pt is in " + searched +
                                     "; name one with --model FILE");
}

}  // namespace stylize
