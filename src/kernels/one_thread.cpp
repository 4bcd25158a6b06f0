#include "stylize/kernels/one_thread.h"

#include <ATen/Parallel.h>
#include <omp.h>

namespace stylize {

// LibTorch sets its own number the first time it is asked in a thread, so it is asked first.
OneThread::OneThread(bool wanted) : before_(wanted ? at::get_num_threads() : 0) {
  if (wanted) omp_set_num_threads(1);
}

OneThread::~OneThread() {
  if (before_ > 0) omp_set_num_threads(before_);
}

}  // namespace stylize
