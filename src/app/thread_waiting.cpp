#include "thread_waiting.h"

#include <unistd.h>

#include <cstdlib>

namespace stylize {

void make_idle_threads_sleep(char** argv) {
  // GNU's OpenMP: how often a thread looks for work before it sleeps, here some microseconds.
  constexpr const char* kSpinCount = "GOMP_SPINCOUNT";
  if (std::getenv(kSpinCount) || std::getenv("OMP_WAIT_POLICY")) return;
  if (::setenv(kSpinCount, "1000", 1) == 0) ::execv("/proc/self/exe", argv);
}

}  // namespace stylize
