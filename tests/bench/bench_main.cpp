// Benchmarks of the kernels and of one evaluation; the options are those of Google Benchmark.
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include <string>

#include "as_the_program.h"
#include "kernels/kernel_choice.h"
#include "registration.h"

int main(int argc, char** argv) {
  stylize::bench::work_as_the_program_does(argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("threads", std::to_string(at::get_num_threads()));
  benchmark::AddCustomContext("kernels", stylize::kernels::best().name);
  stylize::bench::register_convolutions();
  stylize::bench::register_gram();
  stylize::bench::register_evaluations();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
