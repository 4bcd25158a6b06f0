#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jobs/plan.h"
#include "options.h"

namespace stylize {

/// Whether a clip is to be painted: a single content that is one by its name (a video's extension,
/// frames/%04d.png, -), or an output with a video's extension.
bool is_clip(const PlanRequest& request);

/// PlanRequest::clip_extension: videos are painted as such, in their own format if that is written,
/// else as .mp4.
std::optional<std::string> clip_extension(const std::filesystem::path& content);

/// A line for each setting of clips that was given where none is painted.
std::vector<std::string> clip_settings_without_effect(const ProgramOptions& options);

/// Paints it and writes the output; gives the exit code. `request` also has the files that the
/// command line does not name. Throws Error.
int paint_clip_of(const ProgramOptions& options, const PlanRequest& request,
                  const std::vector<std::string>& command);

}  // namespace stylize
