#include "memory_plan.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "machine/available_memory.h"
#include "machine/resident_memory.h"
#include "stylize/setting_name.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {
namespace {

constexpr int64_t kMebibyte = int64_t{1} << 20;
// Bytes of programs and libraries that painting reads again: 38 MiB measured.
constexpr int64_t kReadAgain = 40 * kMebibyte;
constexpr int64_t kUnknownSize = 2048;  // assumed for --size 0

// If a picture has fewer pixels per thread than this, it is faster to paint several pictures at a
// time with fewer threads each. Measured: tests/bench/README.md.
constexpr int64_t kPixelsPerThread = 192 * 192;

int64_t usable_memory(const BatchOptions& options, int64_t process) {
  if (options.memory_limit > 0) return options.memory_limit - process;
  const int64_t available = available_memory();
  return available - std::max(available / 20, 256 * kMebibyte);
}

int64_t largest_size(const std::vector<Job>& jobs) {
  int64_t largest = 0;
  for (const Job& job : jobs) {
    const int64_t size = job.options.transfer.size;
    largest = std::max(largest, size == 0 ? kUnknownSize : size);
  }
  return largest;
}

// Divides the usable memory among painting, reading and caches.
void divide(int64_t bytes, MemoryPlan& plan) {
  if (plan.shares) {
    plan.targets = std::min(bytes / 8, 512 * kMebibyte);
    plan.pictures = std::min(bytes / 16, 256 * kMebibyte);
    plan.reading = std::min(bytes / 8, 512 * kMebibyte);
  }
  plan.alone = bytes - plan.targets - plan.pictures;
  plan.each = (plan.alone - plan.reading) / plan.parallel;
}

}  // namespace

std::string limit_for(const MemoryPlan& plan, int64_t each) {
  int64_t too_little = 0, enough = 2 * (each * plan.parallel + 1024 * kMebibyte);
  while (enough - too_little > kMebibyte) {
    const int64_t bytes = (too_little + enough) / 2;
    MemoryPlan other = plan;
    divide(bytes, other);
    (other.each >= each ? enough : too_little) = bytes;
  }
  const int64_t limit = plan.process + enough;
  return setting_name("memory-limit") + " " + std::to_string((limit + kMebibyte - 1) / kMebibyte) +
         "M";
}

int choose_parallel(const std::vector<Job>& jobs, const BatchOptions& options, int64_t bytes,
                    const Network& network) {
  const int most = static_cast<int>(std::min<std::size_t>(jobs.size(), 1024));
  if (options.parallel > 0) return std::min(options.parallel, most);
  if (!network.device().is_cpu()) return 1;
  const int64_t size = largest_size(jobs);
  const int64_t threads_each =
      std::clamp<int64_t>(size * size / kPixelsPerThread, 1, options.threads);
  int parallel = std::min(options.threads / static_cast<int>(threads_each), most);
  const Size square{size, size};
  const int64_t each =
      transfer_memory(network, square, {square}, jobs.front().options.transfer).memory;
  while (parallel > 1 && parallel * each > bytes) --parallel;
  return parallel;
}

MemoryPlan plan_memory(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, NetworkPool& networks, bool one_picture) {
  const TransferOptions first = settled_options(jobs.front().options, run_context.model);
  std::unique_ptr<Network> network = networks.take(first.objective);
  give_back_unused_memory();
  MemoryPlan plan;
  plan.process = resident_memory() + kReadAgain;
  plan.shares = !one_picture;
  const int64_t bytes = std::max<int64_t>(usable_memory(options, plan.process), 0);
  divide(bytes, plan);
  plan.parallel = choose_parallel(jobs, options, plan.each, *network);
  divide(bytes, plan);
  // Memory of another device is not counted: that device reports when it is full.
  if (!network->device().is_cpu()) plan.each = std::numeric_limits<int64_t>::max();
  networks.give_back(std::move(network));
  return plan;
}

}  // namespace stylize
