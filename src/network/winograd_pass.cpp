#include "winograd_pass.h"

#include <ATen/Parallel.h>

namespace stylize::winograd {
namespace {

constexpr int64_t kTilesAtLeast = 14;  // for a thread; a smaller share is not worth another thread

}  // namespace

void convolve(const Pass& pass, const kernels::ConvolutionTask& task) {
  const int64_t tiles = ((task.height + kernels::kTile - 1) / kernels::kTile) *
                        ((task.width + kernels::kTile - 1) / kernels::kTile);
  const int64_t each = pass.kernel.convolution_scratch(task);
  const auto all = static_cast<std::size_t>(each * at::get_num_threads());
  if (pass.scratch.size() < all) pass.scratch.resize(all);
  at::parallel_for(0, tiles, kTilesAtLeast, [&](int64_t begin, int64_t end) {
    pass.kernel.convolve_tiles(task, begin, end, pass.scratch.data() + each * at::get_thread_num());
  });
}

}  // namespace stylize::winograd
