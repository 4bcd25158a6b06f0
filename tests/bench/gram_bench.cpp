#include <ATen/ATen.h>
#include <benchmark/benchmark.h>

#include <string>

#include "registration.h"
#include "stylize/objective/gram_matrix.h"
#include "vgg_convolutions.h"

namespace stylize::bench {
namespace {

// The feature maps of the paper's style layers.
struct Map {
  const char* layer;
  int64_t channels;
  int64_t reduction;  // how many times smaller than the picture
};
constexpr Map kMaps[] = {{"relu1_1", 64, 1},
                         {"relu2_1", 128, 2},
                         {"relu3_1", 256, 4},
                         {"relu4_1", 512, 8},
                         {"relu5_1", 512, 16}};

at::Tensor features_of(int64_t channels, int64_t side) {
  return at::rand({1, channels, side, side}).contiguous(at::MemoryFormat::ChannelsLast);
}

// Multiplications and additions of a full product of features with a square matrix; the Gram matrix
// needs half because it is symmetric.
double product_operations(int64_t channels, int64_t side) {
  return 2.0 * static_cast<double>(channels * channels * side * side);
}

void set_speed(benchmark::State& state, double operations_each) {
  state.counters["FLOP/s"] =
      benchmark::Counter(operations_each, benchmark::Counter::kIsIterationInvariantRate);
}

void gram(benchmark::State& state, int64_t channels, int64_t side) {
  const at::Tensor features = features_of(channels, side);
  for (auto _ : state) benchmark::DoNotOptimize(gram_matrix(features));
  set_speed(state, product_operations(channels, side));
}

// The gradient of a Gram loss is such a product.
void multiply(benchmark::State& state, int64_t channels, int64_t side) {
  const at::Tensor features = features_of(channels, side);
  // Orthogonal, so that the features neither grow nor vanish when multiplied repeatedly.
  const at::Tensor ones = at::ones({channels, channels});
  const at::Tensor matrix = at::eye(channels) - ones * (2.0 / static_cast<double>(channels));
  for (auto _ : state) benchmark::DoNotOptimize(multiply_and_overwrite(matrix, features));
  set_speed(state, product_operations(channels, side));
}

template <typename Function>
void add(const std::string& what, Function function, const Map& map, int64_t size) {
  benchmark::RegisterBenchmark((what + "/" + map.layer + "/" + std::to_string(size)).c_str(),
                               function, map.channels, size / map.reduction)
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

}  // namespace

void register_gram() {
  for (const int64_t size : kSizes) {
    for (const Map& map : kMaps) {
      add("gram", gram, map, size);
      add("gram_gradient", multiply, map, size);
    }
  }
}

}  // namespace stylize::bench
