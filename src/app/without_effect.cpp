#include "without_effect.h"

#include "machine/lower_case.h"
#include "settings/picture_extensions.h"

namespace stylize {

std::vector<std::string> watching_without_effect(const ProgramOptions& options) {
  std::vector<std::string> lines;
  const BatchOptions& batch = options.batch;
  if (batch.preview.empty() && batch.preview_seconds != BatchOptions().preview_seconds) {
    lines.push_back("--preview-every: has no effect without --preview");
  }
  if (options.progress != "json" &&
      options.progress_descriptor != ProgramOptions().progress_descriptor) {
    lines.push_back("--progress-fd: has no effect without --progress json");
  }
  return lines;
}

bool uses_quality(const std::filesystem::path& picture) {
  const std::string extension = lower_case(picture.extension().string());
  const PictureExtension* known = picture_extension(extension.empty() ? "" : extension.substr(1));
  return known && known->has_quality;
}

}  // namespace stylize
