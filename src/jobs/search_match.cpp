#include "search_match.h"

#include <fnmatch.h>

#include <algorithm>
#include <system_error>

#include "extension.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSpecial = "*?[\\";

fs::path without_links(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path.empty() ? fs::path(".") : path, error);
  const fs::path place = fs::weakly_canonical(absolute, error);
  const fs::path result = error ? absolute.lexically_normal() : place;
  return result.has_filename() ? result : result.parent_path();
}

// The path relative to the folder; empty if it is not below it.
fs::path below(const fs::path& path, const fs::path& folder) {
  // Compares text, since it is called for every output; neither has "..", a trailing slash or
  // links.
  const std::string &whole = path.native(), &start = folder.native();
  const std::size_t end = start == "/" ? 0 : start.size();
  const bool inside =
      whole.size() > end + 1 && whole[end] == '/' && whole.compare(0, end, start, 0, end) == 0;
  return inside ? fs::path(whole.substr(end + 1)) : fs::path();
}

bool has_hidden_folder(const fs::path& relative) {
  const fs::path folders = relative.parent_path();
  return std::any_of(folders.begin(), folders.end(),
                     [](const fs::path& name) { return name.native().front() == '.'; });
}

// Matches files with wanted names in a folder, or also in its subfolders.
class FolderMatch {
 public:
  FolderMatch(const fs::path& folder, const InputSearch& search,
              std::function<bool(const std::string&)> wanted)
      : folder_(without_links(folder)), recursive_(search.recursive), wanted_(std::move(wanted)) {
    if (search.left_out && !search.left_out->empty()) left_out_ = without_links(*search.left_out);
  }

  bool operator()(const fs::path& path) const {
    const fs::path relative = below(path, folder_);
    if (relative.empty() || !wanted_(path.filename().native())) return false;
    if (!relative.has_parent_path()) return true;
    const bool left_out = !left_out_.empty() && !below(path, left_out_).empty();
    return recursive_ && !left_out && !has_hidden_folder(relative);
  }

 private:
  fs::path folder_, left_out_;
  bool recursive_;
  std::function<bool(const std::string&)> wanted_;
};

std::string with_escapes(const std::string& name) {
  std::string pattern;
  for (const char character : name) {
    if (std::string(kSpecial).find(character) != std::string::npos) pattern += '\\';
    pattern += character;
  }
  return pattern;
}

// The pattern as an absolute path, with links resolved in its leading folders without wildcards.
std::string pattern_from_root(const fs::path& pattern) {
  fs::path plain, rest;
  for (const fs::path& part : pattern) {
    const bool is_plain =
        rest.empty() && part.native().find_first_of(kSpecial) == std::string::npos;
    (is_plain ? plain : rest) /= part;
  }
  return with_escapes(without_links(plain).native()) + "/" + rest.native();
}

}  // namespace

std::function<bool(const fs::path&)> search_match(const std::string& named, InputKind kind,
                                                  const InputSearch& search) {
  if (kind == InputKind::kFolder) {
    return FolderMatch(named, search,
                       [search](const std::string& name) { return search.wants(name); });
  }
  const fs::path folder = fs::path(named).parent_path();
  const std::string names = fs::path(named).filename().native();
  if (search.recursive && folder.native().find_first_of(kSpecial) == std::string::npos) {
    return FolderMatch(folder, search, [names](const std::string& name) {
      return ::fnmatch(names.c_str(), name.c_str(), FNM_PERIOD) == 0;
    });
  }
  return [pattern = pattern_from_root(named)](const fs::path& path) {
    return ::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
  };
}

}  // namespace stylize
