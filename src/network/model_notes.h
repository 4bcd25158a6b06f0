#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "stylize/network/model.h"

namespace stylize {

// How pixels 0..1 become the input that the first convolution was trained on: input = (scale *
// pixel - mean) / std.
struct Preprocessing {
  bool blue_first = false;
  double scale = 1;
  std::array<double, 3> mean = {0.485, 0.456, 0.406};
  std::array<double, 3> std = {0.229, 0.224, 0.225};
};

// Parse the extra files of a model file, which model.h describes. `text` is empty if the file is
// missing. They throw Error (kModel) that names the model file, `path`.
Preprocessing parse_preprocessing(const std::filesystem::path& path, const std::string& text);
Origin parse_origin(const std::filesystem::path& path, const std::string& text);

struct Defaults {
  ObjectiveOverrides recommendation;
  int version = 0;  // 0: the file does not say
};

// Of a version above kDefaultsVersion, only the part that is understood is returned.
Defaults parse_defaults(const std::filesystem::path& path, const std::string& text);

}  // namespace stylize
