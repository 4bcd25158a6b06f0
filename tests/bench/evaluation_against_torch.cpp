// evaluation_against_torch [REPETITIONS [SIZE...]]: one evaluation of loss and gradient by both
// backends in turn, the shortest time of each, and their ratio.
#include <ATen/Parallel.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "as_the_program.h"
#include "evaluation_case.h"
#include "timing.h"
#include "vgg_convolutions.h"

namespace stylize::bench {
namespace {

void compare(int64_t size, int repetitions) {
  EvaluationCase winograd("winograd", size), torch("torch", size);
  const double loss = winograd.evaluate().total();  // both allocate their buffers here
  const double torch_loss = torch.evaluate().total();
  Shortest winograd_time, torch_time;
  for (int i = 0; i < repetitions; ++i) {
    winograd_time.add(milliseconds([&] { winograd.evaluate(); }));
    torch_time.add(milliseconds([&] { torch.evaluate(); }));
  }
  std::printf("%5lld %12.1f %12.1f %8.3f %18.1e\n", static_cast<long long>(size),
              winograd_time.milliseconds(), torch_time.milliseconds(),
              winograd_time.milliseconds() / torch_time.milliseconds(),
              std::fabs(loss - torch_loss) / torch_loss);
  std::fflush(stdout);
}

void run(int repetitions, const std::vector<int64_t>& sizes) {
  std::printf("%d threads, shortest of %d; wanted at 512: ratio at most 0.40\n\n",
              at::get_num_threads(), repetitions);
  std::printf("%5s %12s %12s %8s %18s\n", "size", "winograd ms", "torch ms", "ratio",
              "losses differ by");
  for (const int64_t size : sizes) compare(size, repetitions);
}

}  // namespace
}  // namespace stylize::bench

int main(int argc, char** argv) {
  stylize::bench::work_as_the_program_does(argv);
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 10;
  std::vector<int64_t> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(std::atoll(argv[i]));
  bool usable = repetitions >= 1;
  for (const int64_t size : sizes) usable = usable && size >= 16;
  if (!usable) {
    std::fprintf(stderr, "usage: %s [REPETITIONS [SIZE...]]; sizes are at least 16\n", argv[0]);
    return 2;
  }
  if (sizes.empty()) sizes.assign(stylize::bench::kSizes.begin(), stylize::bench::kSizes.end());
  stylize::bench::run(repetitions, sizes);
  return 0;
}
