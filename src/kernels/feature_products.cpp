#include "kernels/feature_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "kernel_choice.h"
#include "weights.h"

namespace stylize {
namespace {

constexpr int64_t kSlicePixels = 2048;  // each slice of the pixels has a sum of its own
constexpr int64_t kMostSlices = 16;

}  // namespace

int64_t product_slices(int64_t pixels) {
  return std::clamp<int64_t>(pixels / kSlicePixels, 1, kMostSlices);
}

void complete_products(float* products, int64_t channels, double divisor) {
  for (int64_t i = 0; i < channels; ++i) {
    for (int64_t j = i; j < channels; ++j) {
      const auto value =
          static_cast<float>(static_cast<double>(products[i * channels + j]) / divisor);
      products[i * channels + j] = products[j * channels + i] = value;
    }
  }
}

bool has_fast_products(const at::Tensor& features) {
  return features.device().is_cpu() && features.scalar_type() == at::kFloat &&
         features.dim() == 4 && features.size(0) == 1 && features.size(1) % 32 == 0 &&
         features.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor fast_gram_matrix(const at::Tensor& features) {
  const kernels::KernelTable& kernel = kernels::best();
  const int64_t channels = features.size(1), pixels = features.size(2) * features.size(3);
  const float* data = features.data_ptr<float>();
  const int64_t slices = product_slices(pixels);
  const at::Tensor sums = at::zeros({slices, channels, channels}, features.options());
  float* sums_data = sums.data_ptr<float>();
  at::parallel_for(0, slices, 1, [&](int64_t begin, int64_t end) {
    for (int64_t slice = begin; slice < end; ++slice) {
      const int64_t first = pixels * slice / slices, last = pixels * (slice + 1) / slices;
      kernel.add_gram(data + first * channels, last - first, channels,
                      sums_data + slice * channels * channels);
    }
  });
  at::Tensor gram = slices == 1 ? sums[0] : sums.sum(0);
  complete_products(gram.data_ptr<float>(), channels, static_cast<double>(pixels));
  return gram;
}

void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features) {
  const kernels::KernelTable& kernel = kernels::best();
  const int64_t channels = features.size(1), pixels = features.size(2) * features.size(3);
  kernels::AlignedFloats packed(static_cast<std::size_t>(channels * channels));
  const at::Tensor rows = matrix.contiguous();
  kernels::pack_panels(rows.data_ptr<float>(), channels, channels, kernel.panel, packed.data());
  float* data = features.data_ptr<float>();
  at::parallel_for(0, pixels, 256, [&](int64_t begin, int64_t end) {
    kernels::AlignedFloats scratch(
        static_cast<std::size_t>(kScratchRows * (channels + kernel.panel)));
    kernel.multiply_in_place(data + begin * channels, end - begin, channels, packed.data(),
                             scratch.data());
  });
}

}  // namespace stylize
