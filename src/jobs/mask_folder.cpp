#include "mask_folder.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "extension.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

using Paths = std::vector<fs::path>;

// Those without losses first.
std::vector<std::string> extensions_of_masks() {
  std::vector<std::string> extensions;
  for (const char* name :
       {"png", "webp", "tif", "tiff", "bmp", "jpg", "jpeg", "jxl", "gif", "avif", "heic"}) {
    if (is_picture_extension(name)) extensions.push_back(std::string(".") + name);
  }
  return extensions;
}

fs::path mask_in(const fs::path& folder, const fs::path& below, const fs::path& picture,
                 Paths& missing) {
  static const std::vector<std::string> kExtensions = extensions_of_masks();
  for (const fs::path& place : {folder / below, folder}) {
    for (const std::string& extension : kExtensions) {
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
    auto& content_mask = job.options.content_mask;
    if (!content_mask) continue;
    resolve(*content_mask, job.key.parent_path(), job.content, missing);
    for (StyleFile& style : job.styles) {
      if (style.mask) resolve(style.mask->file, {}, style.file, missing);
    }
  }
  return missing;
}

}  // namespace stylize
