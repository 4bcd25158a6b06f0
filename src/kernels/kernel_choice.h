#pragma once

#include "kernel_table.h"

namespace stylize::kernels {

// The inner loops for the widest instruction set that this processor supports. The environment
// variable STYLIZE_INSTRUCTION_SET (baseline, avx2 or avx512) sets an upper limit; other values are
// ignored.
const KernelTable& best();

}  // namespace stylize::kernels
