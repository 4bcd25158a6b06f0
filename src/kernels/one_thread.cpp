#include "kernels/one_thread.h"

#include <ATen/Parallel.h>
#include <omp.h>

#include <cstdint>

namespace stylize {

namespace {

// LibTorch initializes its number of threads when a thread first asks for it or divides work: once
// in its library, and once in code compiled here (at::parallel_for is inline). If that happened
// later, it would undo our setting, so both are triggered now.
int threads_of_libtorch() {
  at::parallel_for(0, 1, 1, [](int64_t, int64_t) {});
  return at::get_num_threads();
}

}  // namespace

OneThread::OneThread(bool wanted) : before_(wanted ? threads_of_libtorch() : 0) {
  if (wanted) omp_set_num_threads(1);
}

OneThread::~OneThread() {
  if (before_ > 0) omp_set_num_threads(before_);
}

}  // namespace stylize
