#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "compare_command.h"

namespace stylize {

/// Two pictures that belong together, or one whose counterpart is not there.
struct PicturePair {
  std::string name;  // the path below the folders, or the picture's path when files were named
  std::optional<std::filesystem::path> golden;   // nothing: the picture is extra
  std::optional<std::filesystem::path> picture;  // nothing: the picture is missing
};

struct PicturePairs {
  std::vector<PicturePair> pairs;
  std::vector<std::filesystem::path> skipped;  // pictures of kinds that are not read
};

/// Pairs two files, or the pictures below two folders (as find_input_files finds them) that have
/// the same name there, in the order of the names' bytes. The folder for difference pictures is
/// left out, and may hold nothing else. Throws Error: kInput for a folder that is missing,
/// unreadable or without pictures, kOption for a folder and a file, and for differences among the
/// pictures. Whether a file can be read is for its reader to say.
PicturePairs pair_pictures(const CompareCommand& command);

}  // namespace stylize
