#pragma once

#include "batch/run_context.h"
#include "guarded_observer.h"
#include "job_in_flight.h"
#include "jobs/job.h"

namespace stylize {

/// Writes what was painted, and after that removes the job's checkpoints. The contact sheet and the
/// loss plot come first, and the observer is told when they cannot be written. What was encoded
/// stays in `flight` until it is written, so that a job whose writing failed can be tried again.
/// With `thumbnails` the report gets one of the result. Throws Error.
void write_result(const Job& job, const RunContext& run_context, bool thumbnails,
                  JobInFlight& flight, GuardedObserver& observer);

}  // namespace stylize
