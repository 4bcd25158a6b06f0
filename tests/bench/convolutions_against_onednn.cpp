// convolutions_against_onednn [SIZE [REPETITIONS]]: the convolutions of one evaluation, ours and
// oneDNN's bare primitives in turn, the shortest time of each, and the ratio of the sums.
#include <ATen/Parallel.h>
#include <oneapi/dnnl/dnnl_version.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "as_the_program.h"
#include "kernels/kernel_choice.h"
#include "onednn_convolution.h"
#include "timing.h"

namespace stylize::bench {
namespace {

constexpr double kWanted = 0.90;  // of oneDNN's speed

struct Comparison {
  double ours, onednn;         // milliseconds
  std::string implementation;  // oneDNN's faster one
};

// Nothing runs twice in a row, so that noise affects all alike.
Comparison compare(const ConvolutionLayer& layer, Direction direction, int64_t size,
                   int repetitions) {
  const Work our_work = our_convolution(layer, direction, size);
  const std::vector<OnednnConvolution> candidates = onednn_convolutions(layer, direction, size);
  Shortest ours;
  std::vector<Shortest> theirs(candidates.size());
  for (int i = -1; i < repetitions; ++i) {  // the first round warms up
    const double our_time = milliseconds(our_work);
    if (i >= 0) ours.add(our_time);
    for (std::size_t j = 0; j < candidates.size(); ++j) {
      const double time = milliseconds(candidates[j].run);
      if (i >= 0) theirs[j].add(time);
    }
  }
  Comparison best{ours.milliseconds(), Shortest().milliseconds(), "none"};
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    if (theirs[j].milliseconds() >= best.onednn) continue;
    best.onednn = theirs[j].milliseconds();
    best.implementation = candidates[j].implementation;
  }
  return best;
}

void print_sum(const char* what, double ours, double onednn) {
  std::printf("%-25s %9.1f %9s %9.1f %9s %6.2f\n", what, ours, "", onednn, "", onednn / ours);
}

int run(int64_t size, int repetitions) {
  std::printf("%lld x %lld pixels, %d threads, kernels %s, oneDNN %d.%d.%d, shortest of %d\n\n",
              static_cast<long long>(size), static_cast<long long>(size), at::get_num_threads(),
              kernels::best().name, DNNL_VERSION_MAJOR, DNNL_VERSION_MINOR, DNNL_VERSION_PATCH,
              repetitions);
  std::printf("%-9s %5s %-9s %9s %9s %9s %9s %6s  %s\n", "layer", "count", "direction", "ours ms",
              "GFLOP/s", "oneDNN ms", "GFLOP/s", "speed", "oneDNN's implementation");
  const std::vector<ConvolutionLayer> layers = default_convolutions();
  double ours = 0, onednn = 0, our_first = 0, onednn_first = 0;
  for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
    for (const ConvolutionLayer& layer : layers) {
      const Comparison found = compare(layer, direction, size, repetitions);
      const double millions = operations(layer, size) * 1e-6;
      std::printf("%-9s %5d %-9s %9.2f %9.0f %9.2f %9.0f %6.2f  %s\n", layer.name.c_str(),
                  layer.count, name_of(direction), found.ours, millions / found.ours, found.onednn,
                  millions / found.onednn, found.onednn / found.ours, found.implementation.c_str());
      std::fflush(stdout);
      ours += layer.count * found.ours;
      onednn += layer.count * found.onednn;
      if (&layer != &layers.front()) continue;
      our_first += found.ours;
      onednn_first += found.onednn;
    }
  }
  std::printf("\n");
  print_sum("all, forward plus backward", ours, onednn);
  print_sum("without conv1_1", ours - our_first, onednn - onednn_first);
  std::printf("\nSpeed is ours relative to oneDNN's; wanted for all: at least %.2f\n", kWanted);
  return 0;
}

}  // namespace
}  // namespace stylize::bench

int main(int argc, char** argv) {
  stylize::bench::work_as_the_program_does(argv);
  const int64_t size = argc > 1 ? std::atoll(argv[1]) : 512;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 20;
  if (argc > 3 || size < 16 || size % 16 != 0 || repetitions < 1) {
    std::fprintf(stderr, "usage: %s [SIZE [REPETITIONS]]; SIZE is a multiple of 16\n", argv[0]);
    return 2;
  }
  return stylize::bench::run(size, repetitions);
}
