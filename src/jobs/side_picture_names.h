#pragma once

#include "jobs/job.h"

namespace stylize {

// Puts the job's output, without its extension, in the place of {output} in the names of the
// pictures that are written beside it.
void name_side_pictures(Job& job);

}  // namespace stylize
