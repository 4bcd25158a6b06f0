#include "kernel_choice.h"

#include <cstdlib>
#include <cstring>

namespace stylize::kernels {
namespace {

bool allowed(const KernelTable& table) {
  const char* limit = std::getenv("STYLIZE_INSTRUCTION_SET");
  if (!limit) return true;
  if (std::strcmp(limit, "baseline") == 0) return false;
  return std::strcmp(limit, "avx2") != 0 || std::strcmp(table.name, "avx512") != 0;
}

const KernelTable& choose() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl");
  if (avx512 && allowed(kAvx512)) return kAvx512;
  if (avx2 && allowed(kAvx2)) return kAvx2;
#endif
  return kBaseline;
}

}  // namespace

const KernelTable& best() {
  static const KernelTable& table = choose();
  return table;
}

}  // namespace stylize::kernels
