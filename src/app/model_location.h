#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stylize {

/// Where locate_model looks for a model, in this order; a single place if `chosen` or the
/// environment variable names it.
std::vector<std::filesystem::path> model_places(const std::filesystem::path& chosen);

/// Every place where a model may be installed, in order of preference.
std::vector<std::filesystem::path> installed_model_places();

/// Whether `found`, the result of locate_model(chosen), is the bundled model, used for lack of
/// another.
bool is_model_in_box(const std::filesystem::path& chosen, const std::filesystem::path& found);

/// The shell command that fetches the official weights to a place where they are found.
std::string fetch_command();

/// The model file to use: `chosen` when it is not empty, else the environment variable
/// STYLIZE_MODEL, else the first that exists of vgg19.pt (official weights) and vgg19-free.pt (the
/// bundled model) in $XDG_DATA_HOME/stylize (~/.local/share/stylize) and share/stylize beside the
/// program's folder. Throws Error (kModel), listing the folders, when there is none.
std::filesystem::path locate_model(const std::filesystem::path& chosen);

}  // namespace stylize
