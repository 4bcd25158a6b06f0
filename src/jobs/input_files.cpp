#include "jobs/input_files.h"

#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <system_error>

#include "extension.h"
#include "folder_search.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWildcards = "*?[";

bool is_name_of_unread_picture(const std::string& name) {
  return name.front() != '.' && is_unread_picture_extension(extension_of(name));
}

// A search that cannot even begin is an error, unlike one that misses a part.
InputFiles search_or_fail(const std::string& named, const FolderSearch& search) {
  InputFiles found = search_folder(search);
  const auto& problems = found.problems;
  if (found.files.empty() && problems.size() == 1 && problems.front().path == search.folder) {
    throw Error(ErrorKind::kInput, named + ": cannot be read: " + problems.front().reason);
  }
  return found;
}

// glob's callback has no user pointer, so it adds to this list.
thread_local std::vector<InputProblem>* glob_problems = nullptr;

int note_glob_problem(const char* path, int code) {
  if (code != ENOENT) {
    glob_problems->push_back({path, std::error_code(code, std::generic_category()).message()});
  }
  return 0;  // continue with the rest
}

struct GlobResult {
  GlobResult() = default;
  ~GlobResult() { ::globfree(&matches); }
  GlobResult(const GlobResult&) = delete;
  GlobResult& operator=(const GlobResult&) = delete;
  ::glob_t matches = {};
};

InputFiles files_of_glob(const std::string& pattern) {
  InputFiles found;
  GlobResult result;
  glob_problems = &found.problems;
  const int status = ::glob(pattern.c_str(), GLOB_NOSORT, note_glob_problem, &result.matches);
  glob_problems = nullptr;
  if (status == GLOB_NOSPACE) throw std::bad_alloc();
  for (std::size_t i = 0; i < result.matches.gl_pathc; ++i) {
    const fs::path path = result.matches.gl_pathv[i];
    std::error_code ignored;
    if (may_be_picture(fs::status(path, ignored).type())) found.files.push_back({path, {}});
  }
  return found;
}

InputFiles files_of_pattern(const std::string& pattern, const InputSearch& search) {
  const std::string folder = fs::path(pattern).parent_path().native();
  const std::string names = fs::path(pattern).filename().native();
  // A backslash also means that the folder's name is not literal.
  const bool plain_folder = folder.find_first_of(kWildcards) == std::string::npos &&
                            folder.find('\\') == std::string::npos;
  InputFiles found;
  if (search.recursive && plain_folder) {
    const auto matches = [&](const std::string& name) {
      return ::fnmatch(names.c_str(), name.c_str(), FNM_PERIOD) == 0;
    };
    found = search_or_fail(pattern, {folder, true, search.left_out, matches});
  } else {
    found = files_of_glob(pattern);
  }
  found.kind = InputKind::kPattern;
  return found;
}

[[noreturn]] void fail_empty(const std::string& named, const InputFiles& found,
                             const InputSearch& search) {
  const std::string where = search.recursive ? "in it or below" : "in it";
  const std::string advice =
      search.recursive ? "" : "; " + setting_name("recursive") + " searches the folders below too";
  if (found.kind == InputKind::kPattern) {
    throw Error(ErrorKind::kInput, named + ": no file matches" + advice);
  }
  throw Error(ErrorKind::kInput,
              named + ": no picture (" + read_extensions() + ") " +
                  (search.also ? "and no video " : "") + where + advice +
                  (found.skipped.empty() ? "" : "; " + skipped_text(found.skipped)));
}

InputFiles expand(const std::string& named, const InputSearch& search) {
  std::error_code ignored;
  InputFiles found;
  if (fs::is_directory(named, ignored)) {
    const auto wanted = [&](const std::string& name) { return search.wants(name); };
    found = search_or_fail(
        named, {named, search.recursive, search.left_out, wanted, is_name_of_unread_picture});
    found.kind = InputKind::kFolder;
    return found;
  }
  const fs::file_status itself = fs::symlink_status(named, ignored);
  if (!fs::exists(itself) && named.find_first_of(kWildcards) != std::string::npos) {
    return files_of_pattern(named, search);
  }
  if (itself.type() == fs::file_type::not_found) {
    throw Error(ErrorKind::kInput, named + ": no such file or folder; " + search.option +
                                       " takes a picture, a folder of pictures or a pattern");
  }
  found.files.push_back({named, {}});
  return found;
}

}  // namespace

bool InputSearch::wants(const std::string& name) const {
  return is_picture_name(name) || (also && name.front() != '.' && also(name));
}

InputFiles find_input_files(const std::string& named, const InputSearch& search) {
  if (named.empty()) {
    throw Error(ErrorKind::kInput,
                search.option + ": an empty name; give a picture, a folder or a pattern");
  }
  InputFiles found = expand(named, search);
  if (found.files.empty() && found.problems.empty()) fail_empty(named, found, search);
  // All paths begin with the folder searched, so this is also the order of the relative paths.
  const auto by_bytes = [](const auto& a, const auto& b) {
    return a.path.native() < b.path.native();
  };
  std::sort(found.files.begin(), found.files.end(), by_bytes);
  std::sort(found.problems.begin(), found.problems.end(), by_bytes);
  std::sort(found.skipped.begin(), found.skipped.end());
  return found;
}

std::string skipped_text(const std::vector<fs::path>& skipped) {
  constexpr std::size_t kNamed = 3;
  if (skipped.empty()) return "";
  std::string names;
  for (std::size_t i = 0; i < std::min(skipped.size(), kNamed); ++i) {
    names += (i == 0 ? "" : ", ") + skipped[i].string();
  }
  if (skipped.size() > kNamed) names += " and " + std::to_string(skipped.size() - kNamed) + " more";
  const std::string count = std::to_string(skipped.size());
  return (skipped.size() == 1 ? "1 picture of a kind that is not read is"
                              : count + " pictures of kinds that are not read are") +
         " left out (" + names + "); convert to PNG or JPEG what shall be painted";
}

}  // namespace stylize
