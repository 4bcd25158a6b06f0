#pragma once

#include <string>
#include <vector>

#include "settings/picture_extensions.h"

namespace stylize {

/// Whether this build reads and writes pictures with this extension.
inline bool is_built_with(const std::string& extension) {
  const PictureExtension* known = picture_extension(extension);
  return known && known->is_read;
}

/// The names, and those of a picture in each format of which this build has the library.
inline std::vector<const char*> and_optional(std::vector<const char*> names) {
  if (is_built_with("avif")) names.push_back("a.avif");
  if (is_built_with("jxl")) names.push_back("a.jxl");
  return names;
}

}  // namespace stylize
