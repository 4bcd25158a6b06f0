#include "sequence/clip_means.h"

#include <algorithm>
#include <string>
#include <vector>

namespace stylize {
namespace {

BatchOptions of_each(BatchOptions options, int painters) {
  options.threads = std::max(options.threads / painters, 1);
  options.parallel = painters;
  return options;
}

MemoryPlan memory_of_each(const ClipJob& clip, const RunContext& run_context,
                          const BatchOptions& options, NetworkPool& networks) {
  const auto painters = static_cast<std::size_t>(options.parallel);
  MemoryPlan plan =
      plan_memory(std::vector<Job>(painters, clip.job), run_context, options, networks, false);
  for (int64_t* part : {&plan.pictures, &plan.reading, &plan.alone}) *part /= options.parallel;
  return plan;
}

}  // namespace

ClipMeans::ClipMeans(const ClipJob& clip, const RunContext& run_context, const BatchOptions& given,
                     int painters)
    : options(of_each(given, painters)),
      settled(settled_options(clip.job.options, run_context.model)),
      networks(run_context),
      memory(memory_of_each(clip, run_context, options, networks)),
      targets(memory.targets) {}

ReadOptions read_options_of(const BatchOptions& options, BatchObserver& observer) {
  ReadOptions read;
  read.max_pixels = options.max_pixels;
  read.warn = [&observer](const std::string& line) { observer.noted(line, true); };
  return read;
}

}  // namespace stylize
