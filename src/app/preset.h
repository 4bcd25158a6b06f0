#pragma once

#include <string>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// fast, balanced and fine.
std::vector<std::string> preset_names();

/// Sets what the preset of this name stands for; options that are given come after it.
void apply_preset(const std::string& name, JobOptions& options);

}  // namespace stylize
