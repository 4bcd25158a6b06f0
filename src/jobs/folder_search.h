#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "jobs/input_files.h"

namespace stylize {

struct FolderSearch {
  std::filesystem::path folder;  // empty: the working directory
  bool recursive = false;
  std::optional<std::filesystem::path> left_out;
  std::function<bool(const std::string& name)> wanted;
  std::function<bool(const std::string& name)> noticed = {};  // of the others; listed as skipped
};

// The files with wanted names, and the folders that cannot be read, in no particular order. Never
// throws because of anything on the disk.
InputFiles search_folder(const FolderSearch& search);

// Whether something of this type (after following links) may be a picture. Broken links may, so
// that they are reported, not ignored.
bool may_be_picture(std::filesystem::file_type type);

}  // namespace stylize
