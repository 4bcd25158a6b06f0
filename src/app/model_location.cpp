#include "model_location.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "machine/system_calls.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

constexpr const char* kOfficial = "vgg19.pt";
constexpr const char* kInBox = "vgg19-free.pt";

// PREFIX/share/stylize, or the path configured for the installation; the build tree has the same
// layout. Empty: the system does not say where this program is.
fs::path share_folder() {
  std::error_code error;
  const fs::path program = system_calls::running_program();
  if (program.empty()) return {};
  const fs::path folder = program.parent_path();
  const fs::path installed = (folder / STYLIZE_SHARE_FROM_PAINTER).lexically_normal();
  if (fs::exists(installed, error)) return installed;
  return folder.parent_path().parent_path() / "share/stylize";
}

// Absolute folders only (as the XDG specification requires): nothing in the working directory is
// used unless the user names it.
std::vector<fs::path> model_folders() {
  std::vector<fs::path> folders;
  if (const fs::path data = environment("XDG_DATA_HOME"); data.is_absolute()) {
    folders.push_back(data / "stylize");
  } else if (const fs::path home = environment("HOME"); home.is_absolute()) {
    folders.push_back(home / ".local/share/stylize");
  }
  if (const fs::path share = share_folder(); !share.empty()) folders.push_back(share);
  return folders;
}

// The text quoted as one word for a shell.
std::string shell_word(const std::string& text) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:,@";
  if (text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string word = "'";
  for (const char character : text) word += character == '\'' ? "'\\''" : std::string(1, character);
  return word + "'";
}

}  // namespace

std::vector<fs::path> model_places(const fs::path& chosen) {
  if (!chosen.empty()) return {chosen};
  if (const std::string variable = environment("STYLIZE_MODEL"); !variable.empty()) {
    return {variable};
  }
  return installed_model_places();
}

std::vector<fs::path> installed_model_places() {
  std::vector<fs::path> places;
  for (const char* name : {kOfficial, kInBox}) {
    for (const fs::path& folder : model_folders()) places.push_back(folder / name);
  }
  return places;
}

bool is_model_in_box(const fs::path& chosen, const fs::path& found) {
  return chosen.empty() && environment("STYLIZE_MODEL").empty() && found.filename() == kInBox;
}

std::string fetch_command() {
  constexpr const char* kScript = "fetch_vgg19.py";
  const fs::path share = share_folder();
  std::error_code error;
  if (!share.empty() && fs::exists(share / "scripts" / kScript, error)) {
    return shell_word((share / "scripts" / kScript).string());
  }
  // In a build tree share/stylize is a link to the folder models/ of the sources.
  const fs::path models = fs::canonical(share, error);
  const fs::path script = models.parent_path() / "scripts" / kScript;
  if (!error && models.filename() == "models" && fs::exists(script, error)) {
    return shell_word(script.string());
  }
  return std::string("scripts/") + kScript + " -o ~/.local/share/stylize/vgg19.pt, in the sources";
}

fs::path locate_model(const fs::path& chosen) {
  const std::vector<fs::path> places = model_places(chosen);
  if (places.size() == 1) return places.front();  // its reader reports errors
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
