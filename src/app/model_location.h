#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stylize {

/// Where locate_model looks for a model, in this order: one place when it was chosen.
std::vector<std::filesystem::path> model_places(const std::filesystem::path& chosen);

/// Every place where a model may be installed, in the order in which they are preferred.
std::vector<std::filesystem::path> installed_model_places();

/// Whether locate_model(chosen) came to the model in the box, `found`, for want of another.
bool is_model_in_box(const std::filesystem::path& chosen, const std::filesystem::path& found);

/// The command, for a shell, that fetches the official weights to where they are looked for.
std::string fetch_command();

/// The model file to use: `chosen` when it is not empty, else the environment variable
/// STYLIZE_MODEL, else the first that exists of vgg19.pt (official weights) and vgg19-free.pt (the
/// model in the box) in $XDG_DATA_HOME/stylize (~/.local/share/stylize) and share/stylize beside
/// the program's folder. Throws Error (kModel) that lists the folders when there is none.
std::filesystem::path locate_model(const std::filesystem::path& chosen);

}  // namespace stylize
