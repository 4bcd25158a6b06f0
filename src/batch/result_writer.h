#pragma once

#include "batch/run_context.h"
#include "guarded_observer.h"
#include "job_in_flight.h"
#include "jobs/job.h"

namespace stylize {

/// Writes the contact sheet and the loss plot, then the painted picture, and then removes the job's
/// checkpoints. Failures with the first two are only reported to the observer. The encoded picture
/// stays in `flight` until it is written, so that a failed write can be tried again. With
/// `thumbnails`, the report gets a thumbnail of the result. Throws Error.
void write_result(const Job& job, const RunContext& run_context, bool thumbnails,
                  JobInFlight& flight, GuardedObserver& observer);

}  // namespace stylize
