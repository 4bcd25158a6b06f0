#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "compare_command.h"

namespace stylize {

/// Two pictures that belong together, or one without counterpart.
struct PicturePair {
  std::string name;  // the path relative to the folders, or the picture's path for two files
  std::optional<std::filesystem::path> golden;   // nullopt: the picture is extra
  std::optional<std::filesystem::path> picture;  // nullopt: the picture is missing
};

struct PicturePairs {
  std::vector<PicturePair> pairs;
  std::vector<std::filesystem::path> skipped;  // pictures in unsupported formats
};

/// Pairs two files, or the pictures below two folders (found by find_input_files) by their relative
/// path, in byte order of the names. The folder for difference pictures is not searched, and may
/// contain nothing else. Throws Error: kInput for a folder that is missing, unreadable or without
/// pictures; kOption for a folder and a file, or for a difference folder that contains pictures to
/// compare. Does not check whether the files can be read.
PicturePairs pair_pictures(const CompareCommand& command);

}  // namespace stylize
