#pragma once

#include <filesystem>
#include <system_error>

namespace stylize {

// The absolute path, without ".", ".." and a trailing slash: equal for paths to the same place,
// except through links. Does not access the disk.
inline std::filesystem::path place_of(const std::filesystem::path& path,
                                      const std::filesystem::path& working_folder) {
  const std::filesystem::path place = (working_folder / path).lexically_normal();
  return place.has_filename() ? place : place.parent_path();
}

// Empty if it no longer exists; relative paths then stay relative and can still be compared.
inline std::filesystem::path working_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored);
}

// Whether both paths are the same folder, even through links.
inline bool same_place(const std::filesystem::path& a, const std::filesystem::path& b) {
  const std::filesystem::path folder = working_folder();
  std::error_code ignored;
  return place_of(a, folder) == place_of(b, folder) || std::filesystem::equivalent(a, b, ignored);
}

}  // namespace stylize
