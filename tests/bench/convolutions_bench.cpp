#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

#include "onednn_convolution.h"
#include "our_convolution.h"
#include "registration.h"

namespace stylize::bench {
namespace {

// Effective speed: counts the operations of the direct method, even if Winograd needs fewer.
void run(benchmark::State& state, const Work& work, double operations_each) {
  work();
  for (auto _ : state) work();
  state.counters["FLOP/s"] =
      benchmark::Counter(operations_each, benchmark::Counter::kIsIterationInvariantRate);
}

void ours(benchmark::State& state, const ConvolutionLayer& layer, Direction direction,
          int64_t size) {
  run(state, our_convolution(layer, direction, size), operations(layer, size));
}

void onednn(benchmark::State& state, const ConvolutionLayer& layer, Direction direction,
            int64_t size) {
  const auto convolutions = onednn_convolutions(layer, direction, size);
  if (convolutions.empty()) return state.SkipWithError("oneDNN has none for this processor");
  state.SetLabel(convolutions.front().implementation);
  run(state, convolutions.front().run, operations(layer, size));
}

void add(const std::string& name, const std::function<void(benchmark::State&)>& function) {
  benchmark::RegisterBenchmark(name.c_str(), function)
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

void register_layer(const ConvolutionLayer& layer, Direction direction, int64_t size) {
  const std::string name =
      "convolution/" + layer.name + "/" + name_of(direction) + "/" + std::to_string(size) + "/";
  add(name + "ours", [=](benchmark::State& state) { ours(state, layer, direction, size); });
  if (!has_onednn()) return;
  add(name + "onednn", [=](benchmark::State& state) { onednn(state, layer, direction, size); });
}

}  // namespace

void register_convolutions() {
  const std::vector<ConvolutionLayer> layers = default_convolutions();
  for (const int64_t size : kSizes) {
    for (const ConvolutionLayer& layer : layers) {
      register_layer(layer, Direction::kForward, size);
      register_layer(layer, Direction::kBackward, size);
    }
  }
}

}  // namespace stylize::bench
