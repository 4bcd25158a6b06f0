#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>

namespace stylize {

/// Whether the functions below accept this tensor: float32 on the CPU, [1, C, H, W] in
/// channels-last layout, C a multiple of 32.
bool has_fast_products(const at::Tensor& features);

/// F F^T / n, float64 [C, C], of features F [1, C, H, W] with n = H * W pixels. The same for any
/// number of threads, bit for bit. Runs of pixels_of_run(C) pixels of a row are summed in single
/// precision, all else in double: so the sum of the matrices of a map's parts is, to some 1e-15,
/// that of the map, if the parts begin at whole runs.
at::Tensor fast_gram_matrix(const at::Tensor& features);

/// The mean of each channel, float64 [C], summed in double. The same for any number of threads.
at::Tensor fast_means(const at::Tensor& features);

/// Replaces the channels f of every pixel by matrix^T f; the matrix is [C, C], and rounded to
/// float32.
void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features);

// For sums of such products (also guided_products.h):

/// The deeper a layer of VGG, the more channels it has, and the more of the picture one of its
/// pixels stands for: as far as block 4, a run is 64 pixels of the picture.
int64_t pixels_of_run(int64_t channels);

constexpr int64_t kScratchRows = 16;  ///< at least as many as a block of a product has

/// In how many slices a map is summed, each of them some of its rows. It depends on the map's size
/// alone, so that sums are added in the same order for any number of threads.
int64_t product_slices(int64_t height, int64_t width);

/// Calls work(slice, first row, last row) for each slice of a map, with the slices divided among
/// the threads.
void for_slices(int64_t slices, int64_t height,
                const std::function<void(int64_t, int64_t, int64_t)>& work);

/// The sum of the slices' products [S, C, C], float64, of which the upper triangle is known:
/// divided, and with its lower triangle.
at::Tensor complete_products(const at::Tensor& slices, double divisor);

}  // namespace stylize
