#pragma once

#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "batch/run_context.h"
#include "batch_display.h"
#include "options.h"
#include "stylize/error.h"
#include "stylize/report/job_report.h"

namespace stylize {

/// The exit code for a failure of the only job, or of the run itself.
int exit_code_of(ErrorKind kind);

/// What reports say about the run; its clock begins.
RunInfo run_info(const ProgramOptions& options, const RunContext& run_context,
                 const BatchOptions& batch, const std::vector<std::string>& command);

/// Gives the display the reports that the options ask for.
void add_reports(const ProgramOptions& options, const RunInfo& info, BatchDisplay& display);

}  // namespace stylize
