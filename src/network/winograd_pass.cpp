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

// Computes some of the tiles of a rectangle; `some` numbers them row by row.
void convolve_some(const kernels::KernelTable& kernel, const kernels::ConvolutionTask& task,
                   const Tiles& tiles, Range some, float* scratch) {
  const int64_t across = (task.width + kernels::kTile - 1) / kernels::kTile;
  const int64_t width = tiles.columns.length();
  while (some.first < some.last) {
    const int64_t row = some.first / width, column = some.first % width;
    const int64_t left = width == across ? some.length() : width - column;  // in a run of tiles
    const int64_t count = std::min(left, some.length());
    const int64_t first = (tiles.rows.first + row) * across + tiles.columns.first + column;
    kernel.convolve_tiles(task, first, first + count, scratch);
    some.first += count;
  }
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

void convolve(const Pass& pass, const kernels::ConvolutionTask& task, const Tiles& tiles) {
  const int64_t count = tiles.rows.length() * tiles.columns.length();
  const int64_t each = pass.kernel.convolution_scratch(task);
  const auto all = static_cast<std::size_t>(each * at::get_num_threads());
  if (pass.scratch.size() < all) {
    kernels::AlignedFloats().swap(pass.scratch);  // free it before the larger block is allocated
    pass.scratch.resize(all);
  }
  const int64_t at_once = tiles_at_once(task);
  for (int64_t first = 0; first < count; first += at_once) {
    pass.network.check();
    const int64_t last = std::min(first + at_once, count);
    at::parallel_for(first, last, kTilesAtLeast, [&](int64_t begin, int64_t end) {
      convolve_some(pass.kernel, task, tiles, {begin, end},
                    pass.scratch.data() + each * at::get_thread_num());
    });
  }
}

}  // namespace stylize::winograd
