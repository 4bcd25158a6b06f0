#include "picture_pairs.h"

#include <unistd.h>

#include <map>

#include "jobs/extension.h"
#include "jobs/folder_search.h"
#include "jobs/input_files.h"
#include "jobs/piped_pictures.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

using PairsByName = std::map<std::string, PicturePair>;

// The pictures below a folder; golden ones that --update is to make need not be there yet.
InputFiles find_below(const fs::path& folder, const InputSearch& search, bool may_be_empty) {
  if (!may_be_empty) return find_input_files(folder.string(), search);
  return search_folder({folder, true, search.left_out, is_picture_name});
}

void add_pictures_below(const fs::path& folder, const fs::path& left_out, bool may_be_empty,
                        std::optional<fs::path> PicturePair::*side, PairsByName& pairs,
                        std::vector<fs::path>& skipped) {
  InputSearch search;
  search.recursive = true;
  if (!left_out.empty()) search.left_out = left_out;
  const InputFiles found = find_below(folder, search, may_be_empty);
  // Pictures in unreadable folders must not go unnoticed because they are missing on both sides.
  for (const InputProblem& problem : found.problems) {
    throw Error(ErrorKind::kInput, problem.path.string() + ": cannot be read: " + problem.reason +
                                       "; check its permissions");
  }
  for (const InputFile& file : found.files) {
    const std::string name = (file.relative_folder / file.path.filename()).generic_string();
    pairs[name].name = name;
    pairs[name].*side = file.path;
  }
  skipped.insert(skipped.end(), found.skipped.begin(), found.skipped.end());
}

void check_is_folder_like(const fs::path& folder, const fs::path& other) {
  std::error_code error;
  if (!fs::exists(other, error)) {
    throw Error(ErrorKind::kInput, other.string() + ": there is no such folder; check the name");
  }
  if (!fs::is_directory(other, error)) {
    throw Error(ErrorKind::kOption, other.string() + ": is a file and " + folder.string() +
                                        " is a folder; name two files or two folders");
  }
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  const fs::path relative = fs::weakly_canonical(fs::absolute(path, error), error)
                                .lexically_relative(fs::weakly_canonical(folder, error));
  return !relative.empty() && *relative.begin() != "..";
}

// The search skips the folder given by --diff, which must not hide any other pictures.
void check_holds_no_pictures(const fs::path& difference, const fs::path& searched) {
  std::error_code error;
  if (difference.empty() || !lies_in(difference, searched)) return;
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::kOption, difference.string() + ": --diff would mix with " + why +
                                        "; name a folder of its own");
  };
  if (fs::equivalent(difference, searched, error)) refuse("the pictures that are compared");
  for (fs::recursive_directory_iterator entry(difference, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().native();
    const std::string ending = ".diff.png";
    const bool is_difference =
        name.size() > ending.size() &&
        name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
    if (entry->is_directory(error) || is_difference) continue;
    refuse(entry->path().string() + ", which is compared");
  }
}

// "-" is standard input.
fs::path input_called(const fs::path& name) {
  return name == "-" ? fs::path(kStandardInput) : name;
}

void check_standard_input(const CompareCommand& command) {
  if (command.golden == "-" && command.picture == "-") {
    throw Error(ErrorKind::kOption,
                "standard input (-): cannot be both pictures; name a file for one of them");
  }
  const bool is_read = command.golden == "-" || command.picture == "-";
  if (is_read && ::isatty(STDIN_FILENO) != 0) {
    throw Error(ErrorKind::kOption,
                "standard input (-): is a terminal; send a picture into it, or name a file");
  }
}

}  // namespace

PicturePairs pair_pictures(const CompareCommand& command) {
  check_standard_input(command);
  const fs::path golden = input_called(command.golden), picture = input_called(command.picture);
  std::error_code error;
  const bool golden_is_folder = fs::is_directory(golden, error);
  if (!golden_is_folder && !fs::is_directory(picture, error)) {
    if (command.update && !fs::exists(golden, error)) {
      return {{{picture.string(), std::nullopt, picture}}, {}};
    }
    return {{{picture.string(), golden, picture}}, {}};
  }
  if (golden_is_folder) {
    check_is_folder_like(golden, picture);
  } else {
    check_is_folder_like(picture, golden);
  }
  for (const fs::path& searched : {golden, picture}) {
    check_holds_no_pictures(command.difference, searched);
  }
  PairsByName by_name;
  PicturePairs result;
  add_pictures_below(golden, command.difference, command.update, &PicturePair::golden, by_name,
                     result.skipped);
  add_pictures_below(picture, command.difference, false, &PicturePair::picture, by_name,
                     result.skipped);
  for (const auto& [name, pair] : by_name) result.pairs.push_back(pair);
  return result;
}

}  // namespace stylize
