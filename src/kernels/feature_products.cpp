#include "kernels/feature_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "kernel_choice.h"
#include "weights.h"

namespace stylize {
namespace {

constexpr int64_t kSlicePixels = 2048;  // each slice has a sum of its own
constexpr int64_t kMostSlices = 16;

// The lengths of the runs of some rows.
std::vector<int64_t> runs_of(int64_t rows, int64_t width, int64_t channels) {
  const int64_t longest = pixels_of_run(channels);
  std::vector<int64_t> runs;
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t first = 0; first < width; first += longest) {
      runs.push_back(std::min(longest, width - first));
    }
  }
  return runs;
}

}  // namespace

int64_t pixels_of_run(int64_t channels) {
  return std::clamp<int64_t>(4096 / channels, 8, 64);
}

int64_t product_slices(int64_t height, int64_t width) {
  return std::clamp<int64_t>(height * width / kSlicePixels, 1, std::min(kMostSlices, height));
}

void for_slices(int64_t slices, int64_t height,
                const std::function<void(int64_t, int64_t, int64_t)>& work) {
  at::parallel_for(0, slices, 1, [&](int64_t begin, int64_t end) {
    for (int64_t slice = begin; slice < end; ++slice) {
      work(slice, height * slice / slices, height * (slice + 1) / slices);
    }
  });
}

at::Tensor complete_products(const at::Tensor& slices, double divisor) {
  const int64_t channels = slices.size(1);
  at::Tensor products = slices.sum(0);
  double* data = products.data_ptr<double>();
  for (int64_t i = 0; i < channels; ++i) {
    for (int64_t j = i; j < channels; ++j) {
      data[i * channels + j] = data[j * channels + i] = data[i * channels + j] / divisor;
    }
  }
  return products;
}

bool has_fast_products(const at::Tensor& features) {
  return features.device().is_cpu() && features.scalar_type() == at::kFloat &&
         features.dim() == 4 && features.size(0) == 1 && features.size(1) % 32 == 0 &&
         features.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor fast_gram_matrix(const at::Tensor& features) {
  const kernels::KernelTable& kernel = kernels::best();
  const int64_t channels = features.size(1), height = features.size(2), width = features.size(3);
  const float* data = features.data_ptr<float>();
  const int64_t slices = product_slices(height, width);
  const at::Tensor sums = at::zeros({slices, channels, channels}, at::kDouble);
  double* sums_data = sums.data_ptr<double>();
  for_slices(slices, height, [&](int64_t slice, int64_t first, int64_t last) {
    const std::vector<int64_t> runs = runs_of(last - first, width, channels);
    kernel.add_gram(data + first * width * channels, runs.data(), static_cast<int64_t>(runs.size()),
                    channels, sums_data + slice * channels * channels);
  });
  return complete_products(sums, static_cast<double>(height * width));
}

at::Tensor fast_means(const at::Tensor& features) {
  const int64_t channels = features.size(1), height = features.size(2), width = features.size(3);
  const float* data = features.data_ptr<float>();
  const int64_t slices = product_slices(height, width);
  const at::Tensor sums = at::zeros({slices, channels}, at::kDouble);
  double* sums_data = sums.data_ptr<double>();
  for_slices(slices, height, [&](int64_t slice, int64_t first, int64_t last) {
    double* sum = sums_data + slice * channels;
    const float* pixel = data + first * width * channels;
    for (int64_t n = (last - first) * width; n > 0; --n, pixel += channels) {
      for (int64_t c = 0; c < channels; ++c) sum[c] += static_cast<double>(pixel[c]);
    }
  });
  return sums.sum(0).div_(static_cast<double>(height * width));
}

void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features) {
  const kernels::KernelTable& kernel = kernels::best();
  const int64_t channels = features.size(1), pixels = features.size(2) * features.size(3);
  kernels::AlignedFloats packed(static_cast<std::size_t>(channels * channels));
  const at::Tensor rows = matrix.to(at::kFloat).contiguous();
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
