#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "settings/job_options.h"

namespace stylize {

/// A style of a job with its settings.
struct StyleFile {
  std::filesystem::path file;
  StyleUse use = {};
  std::optional<StyleMask> mask = {};  ///< set for every style of a job whose content has a mask
};

/// One picture to paint.
struct Job {
  std::filesystem::path content, output;
  std::vector<StyleFile> styles;  ///< at least one; several are blended
  std::filesystem::path key;   ///< the output's path relative to the output folder; identifies the
                               ///< job on every machine
  bool is_clip = false;        ///< the content is a clip, and so is the output
  NamedOptions named_options;  ///< those that a jobs file gave this job
  JobOptions options;

  /// Whether the output has a name, beside which snapshots and checkpoints can be; not so for
  /// standard output.
  bool has_named_output() const { return options.write.format.empty(); }
};

}  // namespace stylize
