#include <benchmark/benchmark.h>

#include <string>

#include "evaluation_case.h"
#include "registration.h"
#include "vgg_convolutions.h"

namespace stylize::bench {
namespace {

void evaluation(benchmark::State& state, const std::string& backend, int64_t size) {
  EvaluationCase evaluation_case(backend, size);
  evaluation_case.evaluate();  // allocates the buffers
  for (auto _ : state) benchmark::DoNotOptimize(evaluation_case.evaluate());
}

// What the program does before its first evaluation: reads pictures and model, computes the
// targets.
void start(benchmark::State& state, const std::string& backend, int64_t size) {
  for (auto _ : state) EvaluationCase(backend, size);
}

template <typename Function>
void add(const std::string& name, Function function, const std::string& backend, int64_t size) {
  benchmark::RegisterBenchmark((name + "/" + backend + "/" + std::to_string(size)).c_str(),
                               function, backend, size)
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

}  // namespace

void register_evaluations() {
  for (const int64_t size : kSizes) {
    for (const char* backend : {"winograd", "torch"}) {
      add("evaluation", evaluation, backend, size);
      add("start", start, backend, size);
    }
  }
}

}  // namespace stylize::bench
