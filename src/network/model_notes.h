#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "stylize/network/model.h"

namespace stylize {

// What the first convolution was trained on: input = (scale * pixel - mean) / std.
struct Preprocessing {
  bool blue_first = false;
  double scale = 1;
  std::array<double, 3> mean = {0.485, 0.456, 0.406};
  std::array<double, 3> std = {0.229, 0.224, 0.225};
};

// The extra files of a model file, as model.h describes them; `text` is empty when there is none.
// Throw Error (kModel) that names the file at `path`.
Preprocessing parse_preprocessing(const std::filesystem::path& path, const std::string& text);
Origin parse_origin(const std::filesystem::path& path, const std::string& text);

struct Defaults {
  ObjectiveOverrides recommendation;
  int version = 0;  // not said
};

// Of a version above kDefaultsVersion it is what is understood; the rest is left out.
Defaults parse_defaults(const std::filesystem::path& path, const std::string& text);

}  // namespace stylize
