#include "our_convolution.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <memory>
#include <vector>

#include "kernels/kernel_choice.h"
#include "kernels/weights.h"

namespace stylize::bench {
namespace {

using kernels::KernelTable;

constexpr int64_t kPlanes = 3;
constexpr int64_t kTilesAtLeast = 14;  // per thread, as in the network

// Everything that a convolution reads and writes.
struct Buffers {
  at::Tensor input, output, bias;
  kernels::AlignedFloats weights, scratch;
  std::vector<uint8_t> mask;
};

at::Tensor random_map(int64_t channels, int64_t side) {
  return at::rand({side, side, channels});  // channels-last
}

std::shared_ptr<Buffers> make_buffers(int64_t inputs, int64_t outputs, int64_t side) {
  auto buffers = std::make_shared<Buffers>();
  buffers->input = random_map(inputs, side);
  buffers->output = random_map(outputs, side);
  buffers->bias = at::rand({outputs});
  // Half of the bits are set, as about half of a ReLU's outputs are positive.
  buffers->mask.assign(static_cast<std::size_t>(side * side * outputs / 8), 0x55);
  return buffers;
}

Work winograd(const ConvolutionLayer& layer, Direction direction, int64_t side) {
  const KernelTable& kernel = kernels::best();
  const bool forward = direction == Direction::kForward;
  const int64_t inputs = forward ? layer.inputs : layer.outputs;
  const int64_t outputs = forward ? layer.outputs : layer.inputs;
  const auto buffers = make_buffers(inputs, outputs, side);
  const at::Tensor weights = at::randn({layer.outputs, layer.inputs, 3, 3});
  const auto pack = forward ? kernels::pack_winograd_weights : kernels::pack_winograd_weights_back;
  buffers->weights = pack(weights.data_ptr<float>(), layer.outputs, layer.inputs, kernel.panel);
  kernels::ConvolutionTask task{};
  task.height = task.width = side;
  task.input_channels = inputs;
  task.output_channels = outputs;
  task.input = buffers->input.data_ptr<float>();
  task.weights = buffers->weights.data();
  task.output = buffers->output.data_ptr<float>();
  task.bias = forward ? buffers->bias.data_ptr<float>() : nullptr;
  task.mask = forward ? buffers->mask.data() : nullptr;
  task.keep = forward ? nullptr : buffers->mask.data();
  const int64_t each = kernel.convolution_scratch(task);
  buffers->scratch.resize(static_cast<std::size_t>(each * at::get_num_threads()));
  const int64_t across = (side + kernels::kTile - 1) / kernels::kTile;
  return [&kernel, buffers, task, each, across] {
    at::parallel_for(0, across * across, kTilesAtLeast, [&](int64_t begin, int64_t end) {
      kernel.convolve_tiles(task, begin, end,
                            buffers->scratch.data() + each * at::get_thread_num());
    });
  };
}

// Computes the rows [begin, end) of a picture, with thread-local scratch memory, as the network
// does.
template <typename Rows>
void run_rows(const KernelTable& kernel, int64_t side, const Rows& rows) {
  at::parallel_for(0, side, 4, [&](int64_t begin, int64_t end) {
    kernels::AlignedFloats scratch(static_cast<std::size_t>(kernel.first_scratch(side)));
    rows(begin, end, scratch.data());
  });
}

Work first_forward(const ConvolutionLayer& layer, int64_t side) {
  const KernelTable& kernel = kernels::best();
  const auto buffers = make_buffers(kPlanes, layer.outputs, side);
  const at::Tensor weights = at::randn({kernels::kFirstTaps * layer.outputs});
  buffers->weights.assign(weights.data_ptr<float>(), weights.data_ptr<float>() + weights.numel());
  const kernels::FirstForwardTask task{side,
                                       side,
                                       layer.outputs,
                                       buffers->input.data_ptr<float>(),
                                       buffers->weights.data(),
                                       buffers->bias.data_ptr<float>(),
                                       buffers->output.data_ptr<float>(),
                                       buffers->mask.data()};
  return [&kernel, buffers, task, side] {
    run_rows(kernel, side, [&](int64_t begin, int64_t end, float* scratch) {
      kernel.first_forward(task, begin, end, scratch);
    });
  };
}

Work first_backward(const ConvolutionLayer& layer, int64_t side) {
  const KernelTable& kernel = kernels::best();
  const auto buffers = make_buffers(layer.outputs, kPlanes, side);
  const at::Tensor weights = at::randn({layer.outputs, kernels::kFirstPanel});
  buffers->weights.resize(static_cast<std::size_t>(weights.numel()));
  kernels::pack_panels(weights.data_ptr<float>(), layer.outputs, kernels::kFirstPanel, kernel.panel,
                       buffers->weights.data());
  const kernels::FirstBackwardTask task{side,
                                        side,
                                        layer.outputs,
                                        buffers->input.data_ptr<float>(),
                                        buffers->weights.data(),
                                        buffers->output.data_ptr<float>()};
  return [&kernel, buffers, task, side] {
    run_rows(kernel, side, [&](int64_t begin, int64_t end, float* scratch) {
      kernel.first_backward(task, begin, end, scratch);
    });
  };
}

}  // namespace

Work our_convolution(const ConvolutionLayer& layer, Direction direction, int64_t size) {
  const int64_t side = size / layer.reduction;
  if (layer.inputs != kPlanes) return winograd(layer, direction, side);
  return direction == Direction::kForward ? first_forward(layer, side)
                                          : first_backward(layer, side);
}

}  // namespace stylize::bench
