#include "mask_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace stylize {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

using Paths = std::vector<fs::path>;

fs::path mask_in(const fs::path& folder, const fs::path& below, const fs::path& picture,
                 Paths& missing) {
  static constexpr std::array<const char*, 7> kExtensions = {".png", ".webp", ".tif", ".tiff",
                                                             ".bmp", ".jpg",  ".jpeg"};
  for (const fs::path& place : {folder / below, folder}) {
    for (const char* extension : kExtensions) {
      const fs::path mask = place / (picture.stem().native() + extension);
      if (is_there(mask)) return mask;
      missing.push_back(mask);
    }
  }
  return folder / (picture.stem().native() + kExtensions.front());
}

void resolve(fs::path& mask, const fs::path& below, const fs::path& picture, Paths& missing) {
  std::error_code ignored;
  if (!mask.empty() && fs::is_directory(mask, ignored)) {
    mask = mask_in(mask, below, picture, missing);
  }
}

}  // namespace

Paths resolve_mask_folders(std::vector<Job>& jobs) {
  Paths missing;
  for (Job& job : jobs) {
    JobOptions& options = job.options;
    if (!options.content_mask) continue;
    resolve(*options.content_mask, job.key.parent_path(), job.content, missing);
    const std::size_t styles = options.more_styles.size() + 1;
    for (std::size_t i = 0; i < std::min(styles, options.style_masks.size()); ++i) {
      const fs::path& style = i == 0 ? job.style : options.more_styles[i - 1];
      resolve(options.style_masks[i].file, {}, style, missing);
    }
  }
  return missing;
}

}  // namespace stylize
