#include "dry_run.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <filesystem>
#include <set>

#include "stylize/image/image_files.h"
#include "stylize/jobs/job_inputs.h"
#include "stylize/transfer/transfer.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

bool is_usable(const fs::path& path, int64_t max_pixels) {
  ReadOptions options;
  options.max_pixels = max_pixels;
  try {
    check_large_enough(read_image(path, options).size(), path.string());
    return true;
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
    return false;
  }
}

}  // namespace

int64_t report_unusable_inputs(const std::vector<Job>& jobs, int64_t max_pixels) {
  std::set<fs::path> seen;
  int64_t unusable = 0;
  for (const Job& job : jobs) {
    for (const fs::path& path : inputs_of(job)) {
      if (seen.insert(path).second && !is_usable(path, max_pixels)) ++unusable;
    }
  }
  spdlog::info("{} jobs, {} pictures to read, {} of them cannot be used", jobs.size(), seen.size(),
               unusable);
  return unusable;
}

}  // namespace stylize
