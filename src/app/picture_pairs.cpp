#include "picture_pairs.h"

#include <map>

#include "stylize/error.h"
#include "stylize/jobs/input_files.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

using PairsByName = std::map<std::string, PicturePair>;

void add_pictures_below(const fs::path& folder, const fs::path& left_out,
                        std::optional<fs::path> PicturePair::*side, PairsByName& pairs) {
  InputSearch search;
  search.recursive = true;
  if (!left_out.empty()) search.left_out = left_out;
  const InputFiles found = find_input_files(folder.string(), search);
  // Pictures that cannot be found must not pass as missing on both sides.
  for (const InputProblem& problem : found.problems) {
    throw Error(ErrorKind::kInput, problem.path.string() + ": cannot be read: " + problem.reason +
                                       "; check its permissions");
  }
  for (const InputFile& file : found.files) {
    const std::string name = (file.relative_folder / file.path.filename()).generic_string();
    pairs[name].name = name;
    pairs[name].*side = file.path;
  }
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

}  // namespace

std::vector<PicturePair> pair_pictures(const CompareCommand& command) {
  const fs::path &golden = command.golden, &picture = command.picture;
  std::error_code error;
  const bool golden_is_folder = fs::is_directory(golden, error);
  if (!golden_is_folder && !fs::is_directory(picture, error)) {
    return {{picture.string(), golden, picture}};
  }
  if (golden_is_folder) {
    check_is_folder_like(golden, picture);
  } else {
    check_is_folder_like(picture, golden);
  }
  PairsByName by_name;
  add_pictures_below(golden, command.difference, &PicturePair::golden, by_name);
  add_pictures_below(picture, command.difference, &PicturePair::picture, by_name);
  std::vector<PicturePair> pairs;
  for (const auto& [name, pair] : by_name) pairs.push_back(pair);
  return pairs;
}

}  // namespace stylize
