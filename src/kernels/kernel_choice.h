#pragma once

#include "kernel_table.h"

namespace stylize::kernels {

// The inner loops for the widest instruction set that this processor has. The environment variable
// STYLIZE_INSTRUCTION_SET (baseline, avx2 or avx512) sets a limit; other values are ignored.
const KernelTable& best();

}  // namespace stylize::kernels
