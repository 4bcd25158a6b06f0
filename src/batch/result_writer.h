#pragma once

#include "batch/run_context.h"
#include "guarded_observer.h"
#include "job_in_flight.h"
#include "jobs/job.h"

namespace stylize {

/// Writes the painted picture and then removes the job's checkpoints. The contact sheet and the
/// loss plot are written first; failures go to the observer. The encoded picture stays in `flight`
/// until it is written, so that a failed write can be tried again. With `thumbnails`, the report
/// gets one of the result. Throws Error.
void write_result(const Job& job, const RunContext& run_context, bool thumbnails,
                  JobInFlight& flight, GuardedObserver& observer);

}  // namespace stylize
