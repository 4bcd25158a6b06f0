#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "jobs/plan.h"

namespace stylize {

// Files that a run would read, in addition to those in the jobs.
struct LookedFor {
  // Masks that do not exist, but would be used if they did.
  std::vector<std::filesystem::path> masks;
  // A search, and whether it would find a given file.
  struct Search {
    std::string what;
    std::function<bool(const std::filesystem::path&)> finds;
  };
  std::vector<Search> searches;
};

// Checks every file of the jobs and of the run itself with the WriteGate. Throws Error (kOption)
// when that refuses one, or when the format of a job's output is unknown or has fewer bits than the
// job asks for. `advice` says how to give two jobs different outputs.
void check_outputs(const std::vector<Job>& jobs, const PlanRequest& request,
                   const LookedFor& looked_for, const std::string& advice);

}  // namespace stylize
