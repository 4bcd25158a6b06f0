#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// A file to be read as a picture; its contents have not been checked yet.
struct InputFile {
  std::filesystem::path path;
  std::filesystem::path relative_folder;  ///< its folder relative to the one searched; empty for
                                          ///< files directly in it and for files named one by one
};

/// Something that could not be searched, while the rest was.
struct InputProblem {
  std::filesystem::path path;
  std::string reason;
};

enum class InputKind { kFile, kFolder, kPattern };

struct InputFiles {
  InputKind kind = InputKind::kFile;           ///< what the name was taken for
  std::vector<InputFile> files;                ///< in byte order of their paths
  std::vector<InputProblem> problems;          ///< folders below that cannot be read
  std::vector<std::filesystem::path> skipped;  ///< in a folder: pictures, by their names, in
                                               ///< unsupported formats (gif, psd, raw)
};

struct InputSearch {
  std::string option;                             ///< for messages: "--content"
  bool recursive = false;                         ///< also subfolders
  std::optional<std::filesystem::path> left_out;  ///< a subfolder that is not searched
  /// Other names than those of pictures that a folder is searched for; empty: none.
  std::function<bool(const std::string& name)> also = {};

  bool wants(const std::string& name) const;
};

/// Expands an argument of an option into files.
///  - A folder: the pictures in it, by their names: an extension of what is read
///    (settings/picture_extensions.h) in any case, no leading dot. With search.recursive also those
///    in subfolders, but not in hidden ones or behind symbolic links; and files with the names of
///    search.also. Broken links are listed, since they look like pictures and reading them reports
///    the error; folders, pipes, sockets and devices are not.
///  - A pattern (* ? [) that is not itself an existing name: the files that match as in a shell,
///    whatever their extension. With search.recursive, if wildcards come only after the last slash,
///    names in all subfolders are matched as well.
///  - Anything else: that file.
/// Throws Error (kInput) when it does not exist, contains no pictures, or the folder cannot be
/// read.
InputFiles find_input_files(const std::string& named, const InputSearch& search);

/// "2 pictures of kinds that are not read are left out (a.heic, b.psd); convert them to PNG or
/// JPEG", naming the first few; empty if none.
std::string skipped_text(const std::vector<std::filesystem::path>& skipped);

}  // namespace stylize
