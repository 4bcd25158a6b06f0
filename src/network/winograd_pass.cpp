#include "winograd_pass.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace stylize::winograd {
namespace {

constexpr int64_t kTilesAtLeast = 14;  // per thread; fewer are not worth another thread

// Multiplications between two calls of check(): a fifth of a second of one core.
constexpr int64_t kProductsAtOnce = int64_t{10} << 30;

int64_t tiles_at_once(const kernels::ConvolutionTask& task) {
  const int64_t products = kernels::kPoints * task.input_channels * task.output_channels;
  return std::max(kProductsAtOnce / products, 64 * kTilesAtLeast);
}

}  // namespace

int64_t scratch_bytes(const kernels::KernelTable& kernel, const std::vector<Unit>& units) {
  int64_t most = 0;
  for (const Unit& unit : units) {
    kernels::ConvolutionTask task{};
    task.input_channels = unit.inputs;
    task.output_channels = unit.outputs;
    most = std::max(most, kernel.convolution_scratch(task));
  }
  return most * at::get_num_threads() * int64_t{sizeof(float)};
}

void convolve(const Pass& pass, const kernels::ConvolutionTask& task) {
  const int64_t tiles = ((task.height + kernels::kTile - 1) / kernels::kTile) *
                        ((task.width + kernels::kTile - 1) / kernels::kTile);
  const int64_t each = pass.kernel.convolution_scratch(task);
  const auto all = static_cast<std::size_t>(each * at::get_num_threads());
  if (pass.scratch.size() < all) {
    kernels::AlignedFloats().swap(pass.scratch);  // free it before the larger block is allocated
    pass.scratch.resize(all);
  }
  const int64_t at_once = tiles_at_once(task);
  for (int64_t first = 0; first < tiles; first += at_once) {
    pass.network.check();
    const int64_t last = std::min(first + at_once, tiles);
    at::parallel_for(first, last, kTilesAtLeast, [&](int64_t begin, int64_t end) {
      pass.kernel.convolve_tiles(task, begin, end,
                                 pass.scratch.data() + each * at::get_thread_num());
    });
  }
}

}  // namespace stylize::winograd
