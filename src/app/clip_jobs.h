#pragma once

#include <vector>

#include "batch/batch.h"
#include "options.h"

namespace stylize {

/// Paints pictures and clips: first the pictures (run_batch()), then the clips, one after the
/// other. Each clip is one job with one report; what fails costs itself alone. Throws as
/// run_batch() does.
RunSummary paint_jobs(const ProgramOptions& options, const std::vector<Job>& jobs,
                      const RunContext& run_context, const BatchOptions& batch,
                      BatchObserver& observer);

/// A line for each setting that pictures follow and clips among them do not.
std::vector<std::string> settings_without_effect_on_clips(const ProgramOptions& options,
                                                          const std::vector<Job>& jobs);

}  // namespace stylize
