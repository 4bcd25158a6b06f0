#include "as_the_program.h"

#include <ATen/Parallel.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdlib>

#include "machine/processors.h"

namespace stylize::bench {
namespace {

// Returns whether the variable was not set before.
bool set_default(const char* name, const char* value) {
  return !std::getenv(name) && ::setenv(name, value, 1) == 0;
}

}  // namespace

void work_as_the_program_does(char** argv) {
  // As src/app/launcher.cpp sets them. Libraries read them when a process starts.
  const bool waiting = !std::getenv("OMP_WAIT_POLICY") && set_default("GOMP_SPINCOUNT", "1000");
  const bool pages = set_default("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
  if (waiting || pages) ::execv("/proc/self/exe", argv);
  // As src/app/main.cpp does.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
  at::set_num_threads(available_processors());
}

}  // namespace stylize::bench
