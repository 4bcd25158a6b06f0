#pragma once

#include "jobs/job.h"

namespace stylize {

// Replaces {output} in the names of the job's contact sheet and loss plot with its output without
// extension.
void name_side_pictures(Job& job);

}  // namespace stylize
