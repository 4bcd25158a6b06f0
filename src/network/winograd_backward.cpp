#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "winograd_pass.h"

namespace stylize::winograd {
namespace {

using kernels::PoolKind;

// A gradient on its way back. If `pooled`, it has half the size: it is that of a fused pooling's
// output, and still to be spread over the pixels by the mask's bits.
struct Flow {
  float* gradient;
  bool pooled;
};

// The factor by which a pooling's gradient is multiplied for each pixel that it goes to.
float pool_scale(const Unit& unit) {
  return unit.pool == PoolKind::kAverage ? 0.25f : 1;
}

// Adds the gradient of the output of the pooling after unit i, if there is one (`pooled`), to
// `values`, and applies the ReLU's mask.
float* unpool(const Pass& pass, std::size_t i, float* values, const float* pooled) {
  const UnitBuffers& buffers = pass.plan.units[i];
  const int64_t channels = pass.units[i].outputs;
  at::parallel_for(0, buffers.height, 4, [&](int64_t begin, int64_t end) {
    if (pooled && buffers.slope) {
      pass.kernel.add_unpooled_l2(values, pooled, buffers.slope, buffers.mask, buffers.height,
                                  buffers.width, channels, begin, end);
    } else {
      pass.kernel.add_unpooled(values, pooled, buffers.route, pool_scale(pass.units[i]),
                               buffers.mask, buffers.height, buffers.width, channels, begin, end);
    }
  });
  return values;
}

void run_first_back(const Pass& pass, const Range& rows, const float* gradient,
                    at::Tensor& picture) {
  const kernels::FirstBackwardTask task{pass.plan.height,
                                        pass.plan.width,
                                        pass.units.front().outputs,
                                        gradient,
                                        pass.units.front().weights_back.data(),
                                        picture.data_ptr<float>()};
  at::parallel_for(rows.first, rows.last, 16, [&](int64_t begin, int64_t end) {
    kernels::AlignedFloats scratch(
        static_cast<std::size_t>(pass.kernel.first_scratch(pass.plan.width)));
    pass.kernel.first_backward(task, begin, end, scratch.data());
  });
}

// The gradient that the caller gave for the feature of unit i; zeros if there is none.
float* gradient_of(const Pass& pass, std::size_t i, Features& gradients) {
  at::Tensor& own = gradients[static_cast<std::size_t>(pass.units[i].feature)];
  if (!own.defined()) own = pass.plan.units[i].feature.zero_();
  own = own.contiguous(at::MemoryFormat::ChannelsLast);
  return own.data_ptr<float>();
}

// Goes back from the gradient after unit i to the gradient after unit i - 1. The ReLU's mask is
// already applied to the result, unless a pooling is fused with unit i - 1: then the result is
// pooled, and the mask's bits are applied on the way into that unit.
Flow run_unit_back(const Pass& pass, const Tiles& tiles, std::size_t i, const Flow& flow,
                   Features& gradients, int& turn) {
  const UnitBuffers& buffers = pass.plan.units[i];
  const Unit& below = pass.units[i - 1];
  const bool pools = below.pool != PoolKind::kNone;
  const auto next_free = [&] { return pass.plan.ping_pong[static_cast<std::size_t>(turn++ % 2)]; };
  kernels::ConvolutionTask task{};
  task.height = buffers.height;
  task.width = buffers.width;
  task.input_channels = pass.units[i].outputs;
  task.output_channels = pass.units[i].inputs;
  task.input = flow.gradient;
  task.input_route = flow.pooled ? buffers.mask : nullptr;
  task.input_scale = pool_scale(pass.units[i]);
  task.weights = pass.units[i].weights_back.data();
  task.accumulate = !pools && below.feature != kNoFeature;
  task.keep = pools ? nullptr : pass.plan.units[i - 1].mask;
  task.output = task.accumulate ? gradient_of(pass, i - 1, gradients) : next_free();
  convolve(pass, task, tiles);
  if (!pools || !pools_apart(pass.units, i - 1)) return {task.output, pools};
  if (below.feature != kNoFeature) {
    return {unpool(pass, i - 1, gradient_of(pass, i - 1, gradients), task.output), false};
  }
  const UnitBuffers& around = pass.plan.units[i - 1];
  float* values = next_free();
  std::fill_n(values, around.height * around.width * below.outputs, 0.0f);
  return {unpool(pass, i - 1, values, task.output), false};
}

}  // namespace

at::Tensor run_backward(const Pass& pass, Features gradients, const Work& work) {
  const std::size_t last = pass.units.size() - 1;
  int turn = 0;
  Flow flow{unpool(pass, last, gradient_of(pass, last, gradients), nullptr), false};
  for (std::size_t i = last; i > 0; --i) {
    flow = run_unit_back(pass, work.tiles[i], i, flow, gradients, turn);
  }
  at::Tensor picture = at::empty({1, 3, pass.plan.height, pass.plan.width}, at::kFloat);
  run_first_back(pass, work.rows, flow.gradient, picture);
  return picture;
}

}  // namespace stylize::winograd
