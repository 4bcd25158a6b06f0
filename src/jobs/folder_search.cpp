#include "folder_search.h"

#include <system_error>
#include <utility>
#include <vector>

namespace stylize {
namespace {

namespace fs = std::filesystem;

class Search {
 public:
  explicit Search(const FolderSearch& search) : search_(search) { pending_.emplace_back(); }

  InputFiles run() {
    // A list instead of recursion: folders may be nested deeper than the stack allows.
    while (!pending_.empty()) {
      const fs::path relative = std::move(pending_.back());
      pending_.pop_back();
      read(relative);
    }
    return std::move(found_);
  }

 private:
  void read(const fs::path& relative) {
    const fs::path folder = relative.empty() ? search_.folder : search_.folder / relative;
    std::error_code error;
    fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      visit(*entry, relative);
    }
    if (error) found_.problems.push_back({folder, error.message()});
  }

  void visit(const fs::directory_entry& entry, const fs::path& relative) {
    const fs::path name = entry.path().filename();
    std::error_code ignored;
    // The entry knows its type from the folder, even if its path is too long or unreadable.
    if (!entry.is_symlink(ignored) && entry.is_directory(ignored)) {
      if (search_.recursive && name.native().front() != '.' && !is_left_out(entry.path())) {
        pending_.push_back(relative / name);
      }
      return;
    }
    const bool wanted = search_.wanted(name.native());
    if (!wanted && !(search_.noticed && search_.noticed(name.native()))) return;
    if (!may_be_picture(fs::status(entry.path(), ignored).type())) return;
    const fs::path path = search_.folder / relative / name;
    if (wanted) {
      found_.files.push_back({path, relative});
    } else {
      found_.skipped.push_back(path);
    }
  }

  bool is_left_out(const fs::path& folder) const {
    std::error_code ignored;
    return search_.left_out && fs::equivalent(folder, *search_.left_out, ignored);
  }

  const FolderSearch& search_;
  std::vector<fs::path> pending_;  // folders to read, below search_.folder
  InputFiles found_;
};

}  // namespace

InputFiles search_folder(const FolderSearch& search) {
  return Search(search).run();
}

bool may_be_picture(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
    case fs::file_type::fifo:
    case fs::file_type::socket:
    case fs::file_type::character:
    case fs::file_type::block:
      return false;
    default:
      return true;
  }
}

}  // namespace stylize
