#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "machine/run_file.h"
#include "machine/written_file.h"

namespace stylize {

/// Snapshots: STEM_00020.EXT, STEM_00040.EXT, ... beside the output STEM.EXT.
struct NumberedFiles {
  RunFile output;
  int64_t step = 1;
  int64_t last = 0;  ///< no number is larger
};

/// Checks every file of a run before anything starts: first all inputs, then all outputs. A file
/// that would overwrite an input, or be written twice, is refused. Files are compared by identity:
/// symbolic and hard links are followed, and files that do not exist yet are compared by their
/// path. Nothing is created or changed.
///
/// Devices are not compared: /dev/null may be named any number of times.
class WriteGate {
 public:
  void add_input(const RunFile& input);

  /// A file that is open under this number and is read, such as standard input. Pipes and terminals
  /// are ignored.
  void add_input(int descriptor, const std::string& what);

  /// Names that a repeated run would take as inputs once they exist. `takes` gets the absolute path
  /// of an output, with links resolved.
  void add_search(const std::string& what, std::function<bool(const std::filesystem::path&)> takes);

  /// Throws Error (kOption), one line that names both files, when `output` is an input or another
  /// output, would be found by a search, or is called "-". When two jobs write the same file,
  /// `advice` ends the line: how to get two files.
  void add_output(const RunFile& output, const std::string& advice = "choose another name");

  /// The same for all numbered files that may be written.
  void add_outputs(const NumberedFiles& files);

  /// The absolute path, with links resolved as far as it exists.
  std::filesystem::path place_of(const std::filesystem::path& path);

 private:
  using FileId = std::pair<::dev_t, ::ino_t>;
  struct NumberedName {
    int64_t number;
    RunFile file;
    bool is_input;
  };

  static FileId id_of(const struct stat& status) { return {status.st_dev, status.st_ino}; }
  std::filesystem::path folder_place(const std::filesystem::path& folder);
  void check_not_input(const RunFile& output, const WrittenFile& file, const std::string& place);
  void check_not_output(const RunFile& output, const WrittenFile& file, const std::string& place,
                        const std::string& advice);
  void check_not_searched(const RunFile& output, const std::filesystem::path& place);
  void check_not_numbered(const RunFile& output, const std::filesystem::path& place);
  void remember_number(const RunFile& file, const std::filesystem::path& place, bool is_input);
  const std::vector<std::filesystem::path>& existing_with_numbers(const std::string& family);
  void check_existing(const NumberedFiles& files, const std::string& family);

  std::set<std::string> seen_inputs_;
  std::unordered_map<std::string, std::string> folders_;  // cache of place_of()
  std::unordered_map<std::string, RunFile> input_places_, output_places_;
  std::map<FileId, RunFile> input_files_, output_files_;
  std::vector<std::pair<std::string, std::function<bool(const std::filesystem::path&)>>> searches_;
  std::unordered_map<std::string, NumberedFiles> numbered_;  // by folder, stem and extension
  std::unordered_map<std::string, std::vector<NumberedName>> names_with_numbers_;
  std::set<std::string> listed_folders_;
  std::unordered_map<std::string, std::vector<std::filesystem::path>> existing_with_numbers_;
};

}  // namespace stylize
