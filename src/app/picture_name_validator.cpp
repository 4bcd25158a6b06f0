#include "picture_name_validator.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>

namespace stylize {

CLI::Validator picture_name_validator() {
  const auto problem = [](const std::string& name) -> std::string {
    std::string extension = std::filesystem::path(name).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".png" || extension == ".jpg" || extension == ".jpeg") return "";
    return name + " does not end in .png or .jpg";
  };
  return CLI::Validator(problem, "");
}

}  // namespace stylize
