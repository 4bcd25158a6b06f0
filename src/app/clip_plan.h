#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "options.h"
#include "sequence/clip_painter.h"
#include "video/frame_pattern.h"

namespace stylize {

/// What a command line about a clip says.
struct ClipPlan {
  std::string content, output;  // as they were named
  ClipReadOptions reading;
  std::optional<FramePattern> pattern;  // of the output
  ClipJob clip;
};

/// Checks names and settings, and every file against every other one (machine/write_gate.h).
/// Creates nothing. Throws Error.
ClipPlan plan_clip(const ProgramOptions& options, const PlanRequest& request);

/// The same of a job among others (make_plan).
ClipPlan plan_of_job(const ProgramOptions& options, const Job& job);

/// Throws Error unless all jobs that are clips can be written with these settings.
void check_clips_among(const ProgramOptions& options, const std::vector<Job>& jobs);

}  // namespace stylize
