#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// A file that shall be read as a picture; nobody has looked into it yet.
struct InputFile {
  std::filesystem::path path;
  std::filesystem::path relative_folder;  ///< its folder below the one that was searched; empty for
                                          ///< files directly in it and for files named one by one
};

/// Something that could not be searched and did not keep the rest from being found.
struct InputProblem {
  std::filesystem::path path;
  std::string reason;
};

enum class InputKind { kFile, kFolder, kPattern };

struct InputFiles {
  InputKind kind = InputKind::kFile;           ///< what the name was taken for
  std::vector<InputFile> files;                ///< in the order of the bytes of their paths
  std::vector<InputProblem> problems;          ///< folders below that cannot be read
  std::vector<std::filesystem::path> skipped;  ///< in a folder: pictures by their names, of kinds
                                               ///< that are not read (heic, avif, gif, psd, raw)
};

struct InputSearch {
  std::string option;                             ///< for messages: "--content"
  bool recursive = false;                         ///< also folders below
  std::optional<std::filesystem::path> left_out;  ///< a folder below that is not searched
};

/// Expands what the user gave to an option.
///  - A folder: the pictures in it, by their names: png, jpg, jpeg, webp, tif, tiff or bmp in any
///    case, no leading dot. With search.recursive also those in folders below, but not in hidden
///    ones nor behind symbolic links. Links that lead nowhere are listed, since they look like
///    pictures and whoever reads them can say why they are none; folders, pipes, sockets and
///    devices are not.
///  - A pattern (* ? [) that is not itself the name of something: the files that match as in a
///    shell, whatever their extension. With search.recursive and wildcards after the last slash
///    only, names in all folders below are matched as well.
///  - Anything else: itself.
/// Throws Error (kInput) when there is no such thing, nothing in it, or the folder cannot be read.
InputFiles find_input_files(const std::string& named, const InputSearch& search);

/// "2 pictures of kinds that are not read are left out (a.heic, b.psd); convert them to PNG or
/// JPEG", naming the first few; empty for none.
std::string skipped_text(const std::vector<std::filesystem::path>& skipped);

}  // namespace stylize
