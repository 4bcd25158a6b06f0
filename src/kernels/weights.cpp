#include "weights.h"

#include "kernel_table.h"

namespace stylize::kernels {
namespace {

// Computes G g G^T of the nine taps g, row by row. In double, since it is computed once and affects
// every product.
void transform(const double* g, double* transformed) {
  constexpr double kG[6][3] = {{1.0 / 4, 0, 0},
                               {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                               {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                               {1.0 / 24, 1.0 / 12, 1.0 / 6},
                               {1.0 / 24, -1.0 / 12, 1.0 / 6},
                               {0, 0, 1}};
  double half[6][3] = {};
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 3; ++k) half[i][j] += kG[i][k] * g[3 * k + j];
    }
  }
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += half[i][k] * kG[j][k];
      transformed[6 * i + j] = sum;
    }
  }
}

// Packs weights; taps(output, input, tap) returns one of the convolution that is packed.
template <typename Taps>
AlignedFloats pack(int64_t outputs, int64_t inputs, int64_t panel, const Taps& taps) {
  AlignedFloats packed(static_cast<std::size_t>(kPoints * outputs * inputs));
  for (int64_t o = 0; o < outputs; ++o) {
    for (int64_t i = 0; i < inputs; ++i) {
      double g[9], u[kPoints];
      for (int tap = 0; tap < 9; ++tap) g[tap] = static_cast<double>(taps(o, i, tap));
      transform(g, u);
      const int64_t place = (o / panel * inputs + i) * panel + o % panel;
      for (int64_t point = 0; point < kPoints; ++point) {
        packed[static_cast<std::size_t>(point * outputs * inputs + place)] =
            static_cast<float>(u[point]);
      }
    }
  }
  return packed;
}

}  // namespace

AlignedFloats pack_winograd_weights(const float* weights, int64_t out, int64_t in, int64_t panel) {
  return pack(out, in, panel,
              [&](int64_t o, int64_t i, int tap) { return weights[(o * in + i) * 9 + tap]; });
}

AlignedFloats pack_winograd_weights_back(const float* weights, int64_t out, int64_t in,
                                         int64_t panel) {
  // The adjoint convolution: inputs and outputs are swapped, and the taps rotated by 180 degrees.
  return pack(in, out, panel,
              [&](int64_t o, int64_t i, int tap) { return weights[(i * in + o) * 9 + 8 - tap]; });
}

void pack_panels(const float* matrix, int64_t rows, int64_t columns, int64_t panel, float* packed) {
  for (int64_t first = 0; first < columns; first += panel) {
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t i = 0; i < panel; ++i) *packed++ = matrix[row * columns + first + i];
    }
  }
}

}  // namespace stylize::kernels
