#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

// Throws Error (kOption) when two of the files that the jobs write are one, or are written by the
// run itself (`written_besides`), a job writes a file that some job reads, or the format of a job's
// output has fewer bits than the job asks for. `advice` says how to get other outputs.
void check_outputs(const std::vector<Job>& jobs,
                   const std::vector<std::filesystem::path>& written_besides,
                   const std::string& advice);

}  // namespace stylize
