#pragma once

#include <string>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// fast, balanced and fine.
std::vector<std::string> preset_names();

/// Applies the settings of this preset; options that the user gives are applied after it.
void apply_preset(const std::string& name, JobOptions& options);

}  // namespace stylize
