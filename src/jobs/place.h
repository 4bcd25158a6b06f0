#pragma once

#include <filesystem>
#include <system_error>

namespace stylize {

// The path from the root, without ".", ".." and a slash at the end: equal for paths that are the
// same place, unless links are in the way. Nothing on the disk is asked.
inline std::filesystem::path place_of(const std::filesystem::path& path,
                                      const std::filesystem::path& working_folder) {
  const std::filesystem::path place = (working_folder / path).lexically_normal();
  return place.has_filename() ? place : place.parent_path();
}

// Empty when it is gone; relative paths then stay relative and still compare.
inline std::filesystem::path working_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored);
}

// Whether both paths are one folder, also through links.
inline bool same_place(const std::filesystem::path& a, const std::filesystem::path& b) {
  const std::filesystem::path folder = working_folder();
  std::error_code ignored;
  return place_of(a, folder) == place_of(b, folder) || std::filesystem::equivalent(a, b, ignored);
}

}  // namespace stylize
