// Holds the inner loops of every instruction set that the processor has against plain loops in
// double. Needs the kernels alone, so it is compiled and run for other processors as well
// (kernels_on_arm64.py). Prints what differs; the exit code is 1 then.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <random>
#include <vector>

#include "kernels/aligned_floats.h"
#include "kernels/kernel_table.h"
#include "kernels/weights.h"

namespace {

using namespace stylize::kernels;

using Bits = std::vector<uint8_t>;

int failures = 0;
std::mt19937 generator(7);

AlignedFloats random_floats(int64_t count) {
  std::normal_distribution<float> normal;
  AlignedFloats values(static_cast<std::size_t>(count));
  for (float& value : values) value = normal(generator);
  return values;
}

Bits random_bits(int64_t count) {
  Bits bits(static_cast<std::size_t>(count / 8));
  for (uint8_t& byte : bits) byte = static_cast<uint8_t>(generator());
  return bits;
}

bool bit(const Bits& bits, int64_t i) {
  return (bits[static_cast<std::size_t>(i / 8)] >> (i % 8) & 1) != 0;
}

double at(const AlignedFloats& values, int64_t i) {
  return static_cast<double>(values[static_cast<std::size_t>(i)]);
}

void expect(bool holds, const KernelTable& table, const char* what) {
  if (holds) return;
  ++failures;
  std::printf("%s: %s is wrong\n", table.name, what);
}

// Relative to the largest value.
template <typename Values>
void expect_near(const Values& values, const std::vector<double>& expected,
                 const KernelTable& table, const char* what) {
  double largest = 1e-30, error = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    const double difference = std::abs(static_cast<double>(values[i]) - expected[i]);
    error = difference <= error ? error : difference;  // NaN is an error
  }
  expect(error <= 1e-5 * largest, table, what);
}

// A map, [height][width][channels].
struct Shape {
  int64_t height, width, channels;
  int64_t size() const { return height * width * channels; }
  int64_t place(int64_t y, int64_t x, int64_t c) const { return (y * width + x) * channels + c; }
  bool has(int64_t y, int64_t x) const { return y >= 0 && x >= 0 && y < height && x < width; }
};

constexpr int64_t kHeight = 11, kWidth = 14;

// Forward: from `in` channels to `out`. `input` may also be a function of a place.
template <typename Input>
std::vector<double> convolved(const Shape& in, const Input& input, int64_t out,
                              const AlignedFloats& weights) {
  const Shape to{in.height, in.width, out};
  std::vector<double> sums(static_cast<std::size_t>(to.size()));
  for (int64_t y = 0; y < in.height; ++y) {
    for (int64_t x = 0; x < in.width; ++x) {
      for (int64_t o = 0; o < out; ++o) {
        double sum = 0;
        for (int64_t tap = 0; tap < 9; ++tap) {
          const int64_t from_y = y + tap / 3 - 1, from_x = x + tap % 3 - 1;
          for (int64_t i = 0; in.has(from_y, from_x) && i < in.channels; ++i) {
            sum += input(from_y, from_x, i) * at(weights, (o * in.channels + i) * 9 + tap);
          }
        }
        sums[static_cast<std::size_t>(to.place(y, x, o))] = sum;
      }
    }
  }
  return sums;
}

// Weights [out, in, 9] of the convolution from the output's gradient to the input's.
AlignedFloats adjoint(const AlignedFloats& weights, int64_t out, int64_t in) {
  AlignedFloats result(weights.size());
  for (int64_t o = 0; o < out; ++o) {
    for (int64_t i = 0; i < in; ++i) {
      for (int64_t tap = 0; tap < 9; ++tap) {
        result[static_cast<std::size_t>((i * out + o) * 9 + 8 - tap)] =
            weights[static_cast<std::size_t>((o * in + i) * 9 + tap)];
      }
    }
  }
  return result;
}

void run(const KernelTable& table, const ConvolutionTask& task) {
  AlignedFloats scratch(static_cast<std::size_t>(table.convolution_scratch(task)));
  const int64_t tiles = ((task.height + 3) / 4) * ((task.width + 3) / 4);
  table.convolve_tiles(task, 0, tiles / 2, scratch.data());
  table.convolve_tiles(task, tiles / 2, tiles, scratch.data());
}

void check_forward(const KernelTable& table, PoolKind pool) {
  const Shape in{kHeight, kWidth, 32}, out{kHeight, kWidth, 64};
  const AlignedFloats input = random_floats(in.size());
  const AlignedFloats weights = random_floats(out.channels * in.channels * 9);
  const AlignedFloats bias = random_floats(out.channels);
  const AlignedFloats packed =
      pack_winograd_weights(weights.data(), out.channels, in.channels, table.panel);
  const bool pools = pool != PoolKind::kNone;
  const Shape made = pools ? Shape{kHeight / 2, kWidth / 2, 64} : out;
  AlignedFloats output(static_cast<std::size_t>(made.size()));
  Bits mask(static_cast<std::size_t>(out.size() / 8));
  ConvolutionTask task{};
  task.height = kHeight, task.width = kWidth;
  task.input_channels = in.channels, task.output_channels = out.channels;
  task.input = input.data(), task.weights = packed.data(), task.bias = bias.data();
  task.output = output.data(), task.mask = mask.data(), task.pool = pool;
  run(table, task);

  std::vector<double> expected = convolved(
      in, [&](int64_t y, int64_t x, int64_t c) { return at(input, in.place(y, x, c)); },
      out.channels, weights);
  for (int64_t i = 0; i < out.size(); ++i) {
    double& value = expected[static_cast<std::size_t>(i)];
    value = std::max(value + at(bias, i % out.channels), 0.0);
  }
  if (!pools) {
    expect_near(output, expected, table, "a convolution");
    bool right = true;
    for (int64_t i = 0; i < out.size(); ++i)
      right = right && bit(mask, i) == (output[static_cast<std::size_t>(i)] > 0);
    expect(right, table, "the mask of a convolution");
    return;
  }
  std::vector<double> pooled;
  bool right = true;
  for (int64_t y = 0; y < made.height; ++y) {
    for (int64_t x = 0; x < made.width; ++x) {
      for (int64_t c = 0; c < out.channels; ++c) {
        double sum = 0, best = 0;
        for (int64_t i = 0; i < 4; ++i) {
          const double value =
              expected[static_cast<std::size_t>(out.place(2 * y + i / 2, 2 * x + i % 2, c))];
          sum += value;
          best = std::max(best, value);
        }
        pooled.push_back(pool == PoolKind::kAverage ? sum / 4 : best);
        for (int64_t i = 0; i < 4; ++i) {
          const int64_t place = out.place(2 * y + i / 2, 2 * x + i % 2, c);
          const double value = expected[static_cast<std::size_t>(place)];
          if (std::abs(value) < 1e-3 ||
              (pool == PoolKind::kMax && best - value < 1e-3 && value < best))
            continue;
          right = right &&
                  bit(mask, place) == (value > 0 && (pool == PoolKind::kAverage || value == best));
        }
      }
    }
  }
  expect_near(output, pooled, table,
              pool == PoolKind::kMax ? "a convolution with maxima" : "a convolution with means");
  expect(right, table, "the mask of a convolution with pooling");
}

// With `routed`, the gradient is that of a pooling's output.
void check_backward(const KernelTable& table, bool routed) {
  const Shape from{kHeight, kWidth, 64}, to{kHeight, kWidth, 32};
  const Shape pooled{kHeight / 2, kWidth / 2, 64};
  const AlignedFloats gradient = random_floats(routed ? pooled.size() : from.size());
  const AlignedFloats weights = random_floats(from.channels * to.channels * 9);
  const AlignedFloats packed =
      pack_winograd_weights_back(weights.data(), from.channels, to.channels, table.panel);
  const Bits route = random_bits(from.size()), keep = random_bits(to.size());
  AlignedFloats output = random_floats(to.size());
  const AlignedFloats before = output;
  ConvolutionTask task{};
  task.height = kHeight, task.width = kWidth;
  task.input_channels = from.channels, task.output_channels = to.channels;
  task.input = gradient.data(), task.weights = packed.data(), task.output = output.data();
  task.keep = keep.data(), task.accumulate = true;
  if (routed) task.input_route = route.data(), task.input_scale = 0.25f;
  run(table, task);

  const auto input = [&](int64_t y, int64_t x, int64_t c) {
    if (!routed) return at(gradient, from.place(y, x, c));
    const bool reaches =
        y / 2 < pooled.height && x / 2 < pooled.width && bit(route, from.place(y, x, c));
    return reaches ? 0.25 * at(gradient, pooled.place(y / 2, x / 2, c)) : 0.0;
  };
  std::vector<double> expected =
      convolved(from, input, to.channels, adjoint(weights, from.channels, to.channels));
  for (int64_t i = 0; i < to.size(); ++i) {
    double& value = expected[static_cast<std::size_t>(i)];
    value = bit(keep, i) ? value + at(before, i) : 0;
  }
  expect_near(output, expected, table, routed ? "a gradient through a pooling" : "a gradient");
}

int64_t clamped(int64_t i, int64_t length) {
  return std::min(std::max<int64_t>(i, 0), length - 1);
}

void check_first(const KernelTable& table) {
  const Shape map{kHeight, kWidth, 64};
  const int64_t pixels = kHeight * kWidth;
  const AlignedFloats picture = random_floats(3 * pixels), weights = random_floats(27 * 64),
                      bias = random_floats(64), gradient = random_floats(map.size());
  AlignedFloats output(static_cast<std::size_t>(map.size())),
      back(static_cast<std::size_t>(3 * pixels));
  AlignedFloats scratch(static_cast<std::size_t>(table.first_scratch(kWidth)));
  Bits mask(static_cast<std::size_t>(map.size() / 8));
  const FirstForwardTask forward{
      kHeight, kWidth, 64, picture.data(), weights.data(), bias.data(), output.data(), mask.data()};
  table.first_forward(forward, 0, 4, scratch.data());
  table.first_forward(forward, 4, kHeight, scratch.data());
  AlignedFloats turned(64 * kFirstPanel);
  for (std::size_t c = 0; c < 64; ++c) {
    for (std::size_t tap = 0; tap < kFirstTaps; ++tap)
      turned[c * kFirstPanel + tap] = weights[tap * 64 + c];
  }
  AlignedFloats panels(turned.size());
  pack_panels(turned.data(), 64, kFirstPanel, table.panel, panels.data());
  const FirstBackwardTask backward{kHeight,         kWidth,        64,
                                   gradient.data(), panels.data(), back.data()};
  table.first_backward(backward, 0, 5, scratch.data());
  table.first_backward(backward, 5, kHeight, scratch.data());

  std::vector<double> expected, expected_back(static_cast<std::size_t>(3 * pixels));
  for (int64_t y = 0; y < kHeight; ++y) {
    for (int64_t x = 0; x < kWidth; ++x) {
      for (int64_t c = 0; c < 64; ++c) {
        double sum = at(bias, c);
        for (int64_t tap = 0; tap < 27; ++tap) {
          const int64_t place = tap / 9 * pixels + clamped(y + tap / 3 % 3 - 1, kHeight) * kWidth +
                                clamped(x + tap % 3 - 1, kWidth);
          sum += at(picture, place) * at(weights, tap * 64 + c);
          expected_back[static_cast<std::size_t>(place)] +=
              at(gradient, map.place(y, x, c)) * at(weights, tap * 64 + c);
        }
        expected.push_back(std::max(sum, 0.0));
      }
    }
  }
  expect_near(output, expected, table, "the first convolution");
  expect_near(back, expected_back, table, "the first convolution's gradient");
  bool right = true;
  for (int64_t i = 0; i < map.size(); ++i)
    right = right && bit(mask, i) == (output[static_cast<std::size_t>(i)] > 0);
  expect(right, table, "the first convolution's mask");
}

void check_products(const KernelTable& table) {
  constexpr int64_t kPixels = 77, kChannels = 64;
  const AlignedFloats features = random_floats(kPixels * kChannels);
  std::vector<double> gram(kChannels * kChannels);
  constexpr int64_t kRuns[] = {16, 16, 3, 1, 16, 7, 5, 2, 1, 10};  // more than are summed at once
  table.add_gram(features.data(), kRuns, std::size(kRuns), kChannels, gram.data());
  const AlignedFloats matrix = random_floats(kChannels * kChannels);
  AlignedFloats panels(matrix.size()), product = features;
  pack_panels(matrix.data(), kChannels, kChannels, table.panel, panels.data());
  AlignedFloats scratch(16 * (kChannels + 64));
  table.multiply_in_place(product.data(), kPixels, kChannels, panels.data(), scratch.data());
  std::vector<double> expected_gram, expected;
  for (int64_t i = 0; i < kChannels; ++i) {
    for (int64_t j = 0; j < kChannels; ++j) {
      double sum = 0;
      for (int64_t n = 0; n < kPixels; ++n)
        sum += at(features, n * kChannels + i) * at(features, n * kChannels + j);
      if (j < i) gram[static_cast<std::size_t>(i * kChannels + j)] = sum;  // undefined there
      expected_gram.push_back(sum);
    }
  }
  for (int64_t n = 0; n < kPixels; ++n) {
    for (int64_t j = 0; j < kChannels; ++j) {
      double sum = 0;
      for (int64_t i = 0; i < kChannels; ++i)
        sum += at(features, n * kChannels + i) * at(matrix, i * kChannels + j);
      expected.push_back(sum);
    }
  }
  expect_near(gram, expected_gram, table, "a Gram matrix");
  expect_near(product, expected, table, "a product in place");
}

void check_pooling(const KernelTable& table) {
  const Shape map{kHeight, kWidth, 32}, half{kHeight / 2, kWidth / 2, 32};
  const AlignedFloats input = random_floats(map.size()), pooled = random_floats(half.size());
  for (const PoolKind kind : {PoolKind::kAverage, PoolKind::kMax, PoolKind::kL2}) {
    AlignedFloats output(static_cast<std::size_t>(half.size())),
        slope(static_cast<std::size_t>(map.size())), values = input;
    Bits route(static_cast<std::size_t>(map.size() / 8));
    const Bits keep = random_bits(map.size());
    const bool l2 = kind == PoolKind::kL2;
    if (l2) {
      table.pool_l2(input.data(), kWidth, 32, output.data(), slope.data(), 0, half.height);
      table.add_unpooled_l2(values.data(), pooled.data(), slope.data(), keep.data(), kHeight,
                            kWidth, 32, 0, kHeight);
    } else {
      const bool maximum = kind == PoolKind::kMax;
      table.pool(input.data(), kind, kWidth, 32, output.data(), maximum ? route.data() : nullptr, 0,
                 half.height);
      table.add_unpooled(values.data(), pooled.data(), maximum ? route.data() : nullptr,
                         maximum ? 1 : 0.25f, keep.data(), kHeight, kWidth, 32, 0, kHeight);
    }
    std::vector<double> expected(static_cast<std::size_t>(half.size())),
        back(static_cast<std::size_t>(map.size()));
    for (int64_t i = 0; i < map.size(); ++i) back[static_cast<std::size_t>(i)] = at(input, i);
    for (int64_t y = 0; y < half.height; ++y) {
      for (int64_t x = 0; x < half.width; ++x) {
        for (int64_t c = 0; c < 32; ++c) {
          int64_t places[4];
          double sum = 0, squares = 0, best = -1e30;
          for (int64_t i = 0; i < 4; ++i) {
            places[i] = map.place(2 * y + i / 2, 2 * x + i % 2, c);
            const double value = at(input, places[i]);
            sum += value, squares += value * value, best = std::max(best, value);
          }
          const double root = std::sqrt(squares / 4), gradient = at(pooled, half.place(y, x, c));
          expected[static_cast<std::size_t>(half.place(y, x, c))] = l2 ? root
                                                                    : kind == PoolKind::kMax
                                                                        ? best
                                                                        : sum / 4;
          for (const int64_t place : places) {
            const double value = at(input, place);
            const double factor = l2                       ? value / (4 * root)
                                  : kind == PoolKind::kMax ? double(value == best)
                                                           : 0.25;
            back[static_cast<std::size_t>(place)] += factor * gradient;
          }
        }
      }
    }
    for (int64_t i = 0; i < map.size(); ++i)
      back[static_cast<std::size_t>(i)] *= bit(keep, i) ? 1 : 0;
    expect_near(output, expected, table, l2 ? "L2 pooling" : "a pooling");
    expect_near(values, back, table, l2 ? "L2 pooling's gradient" : "a pooling's gradient");
  }
}

float float_of(uint16_t upper) {
  const uint32_t bits = static_cast<uint32_t>(upper) << 16;
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

void check_sums(const KernelTable& table) {
  constexpr int64_t kLength = 1003;
  const AlignedFloats a = random_floats(kLength), b = random_floats(kLength),
                      c = random_floats(kLength);
  std::vector<uint16_t> short_b(kLength), short_c(kLength);
  double dot = 0, distance = 0, short_dot = 0, after = 0, short_after = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    short_b[i] = static_cast<uint16_t>(0x3f00 + i % 300),
    short_c[i] = static_cast<uint16_t>(0xbf00 + i % 177);
    const double x = static_cast<double>(a[i]), y = static_cast<double>(b[i]),
                 z = static_cast<double>(c[i]);
    const double short_y = static_cast<double>(float_of(short_b[i])),
                 short_z = static_cast<double>(float_of(short_c[i]));
    dot += x * y, distance += (x - y) * (x - y), short_dot += short_y * x;
    after += (x + 0.5 * y) * z, short_after += (x + 0.5 * short_y) * short_z;
  }
  const auto near = [](double value, double expected) {
    return std::abs(value - expected) < 1e-4 * (1 + std::abs(expected));
  };
  AlignedFloats sum = a, short_sum = a;
  expect(near(table.dot(a.data(), b.data(), kLength), dot), table, "a dot product");
  expect(near(table.squared_distance(a.data(), b.data(), kLength), distance), table, "a distance");
  expect(near(table.dot_bfloat16(short_b.data(), a.data(), kLength), short_dot), table,
         "a dot product of 16 bits");
  expect(near(table.add_scaled_and_dot(sum.data(), 0.5f, b.data(), c.data(), kLength), after),
         table, "a sum and product");
  expect(near(table.add_scaled_and_dot_bfloat16(short_sum.data(), 0.5f, short_b.data(),
                                                short_c.data(), kLength),
              short_after),
         table, "a sum and product of 16 bits");
}

void check(const KernelTable& table) {
  std::printf("%s\n", table.name);
  for (const PoolKind pool : {PoolKind::kNone, PoolKind::kAverage, PoolKind::kMax})
    check_forward(table, pool);
  for (const bool routed : {false, true}) check_backward(table, routed);
  check_first(table);
  check_products(table);
  check_pooling(table);
  check_sums(table);
}

}  // namespace

int main() {
  check(kBaseline);
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) check(kAvx2);
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  if (avx512) check(kAvx512);
#endif
  return failures > 0 ? 1 : 0;
}
