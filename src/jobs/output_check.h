#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "jobs/plan.h"

namespace stylize {

// What the jobs alone do not tell of the files that a run reads.
struct LookedFor {
  // Masks that are not there, but would be taken if they were.
  std::vector<std::filesystem::path> masks;
  // What was searched, and whether a search would find a file.
  struct Search {
    std::string what;
    std::function<bool(const std::filesystem::path&)> finds;
  };
  std::vector<Search> searches;
};

// Lets every file of the jobs and of the run itself pass the gate (machine/write_gate.h). Throws
// Error (kOption) when that refuses one, or the format of a job's output is none or has fewer bits
// than the job asks for. `advice` says how two jobs get two outputs.
void check_outputs(const std::vector<Job>& jobs, const PlanRequest& request,
                   const LookedFor& looked_for, const std::string& advice);

}  // namespace stylize
