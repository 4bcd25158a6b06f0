#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "winograd_pass.h"

namespace stylize::winograd {
namespace {

using kernels::PoolKind;

void run_first(const Pass& pass, const Range& rows, const float* picture, float* output) {
  const Unit& unit = pass.units.front();
  const kernels::FirstForwardTask task{
      pass.plan.height,    pass.plan.width,  unit.outputs, picture,
      unit.weights.data(), unit.bias.data(), output,       pass.plan.units.front().mask};
  at::parallel_for(rows.first, rows.last, 4, [&](int64_t begin, int64_t end) {
    kernels::AlignedFloats scratch(
        static_cast<std::size_t>(pass.kernel.first_scratch(pass.plan.width)));
    pass.kernel.first_forward(task, begin, end, scratch.data());
  });
}

const float* run_pool(const Pass& pass, std::size_t i, const float* input, float* output) {
  const UnitBuffers& buffers = pass.plan.units[i];
  const Unit& unit = pass.units[i];
  at::parallel_for(0, buffers.height / 2, 4, [&](int64_t begin, int64_t end) {
    if (unit.pool == PoolKind::kL2) {
      pass.kernel.pool_l2(input, buffers.width, unit.outputs, output, buffers.slope, begin, end);
    } else {
      pass.kernel.pool(input, unit.pool, buffers.width, unit.outputs, output, buffers.route, begin,
                       end);
    }
  });
  return output;
}

// Computes the map after unit i and its pooling from the map before it. `turn` says which of the
// two maps between units is free.
const float* run_unit(const Pass& pass, const Work& work, std::size_t i, const float* input,
                      int& turn) {
  const Unit& unit = pass.units[i];
  const UnitBuffers& buffers = pass.plan.units[i];
  const auto next_free = [&] { return pass.plan.ping_pong[static_cast<std::size_t>(turn++ % 2)]; };
  float* output = buffers.feature.defined() ? buffers.feature.data_ptr<float>() : next_free();
  if (i == 0) {
    run_first(pass, work.rows, input, output);
  } else {
    kernels::ConvolutionTask task{};
    task.height = buffers.height;
    task.width = buffers.width;
    task.input_channels = unit.inputs;
    task.output_channels = unit.outputs;
    task.input = input;
    task.weights = unit.weights.data();
    task.bias = unit.bias.data();
    task.output = output;
    task.mask = buffers.mask;
    task.pool = pools_apart(pass.units, i) ? PoolKind::kNone : unit.pool;
    convolve(pass, task, work.tiles[i]);
  }
  return pools_apart(pass.units, i) ? run_pool(pass, i, output, next_free()) : output;
}

}  // namespace

void run_forward(const Pass& pass, const at::Tensor& picture, const Work& work) {
  const at::Tensor planes = picture.contiguous();
  const float* map = planes.data_ptr<float>();
  int turn = pass.plan.first_turn;
  for (std::size_t i = 0; i < pass.units.size(); ++i) map = run_unit(pass, work, i, map, turn);
}

}  // namespace stylize::winograd
