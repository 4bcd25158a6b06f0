// Puts the inner loops together. Included by a file for each instruction set, which defines
//   STYLIZE_LANES    floats in a vector: 8 or 16
//   STYLIZE_ROWS     rows of a block of a matrix product, so that its sums stay in registers
//   STYLIZE_TABLE    the name of its KernelTable
//   STYLIZE_NAME     the name that people see
// Everything in the headers is in unnamed namespaces and nothing of the standard library is used:
// see kernel_table.h.

#include "first_convolution.h"
#include "gram_products.h"
#include "kernel_table.h"
#include "pooling.h"
#include "vector_sums.h"
#include "winograd_convolution.h"

namespace stylize::kernels {

extern const KernelTable STYLIZE_TABLE;
const KernelTable STYLIZE_TABLE = {STYLIZE_NAME,      kPanel,        convolution_scratch,
                                   convolve_tiles,    first_forward, first_backward,
                                   first_scratch,     add_gram,      multiply_in_place,
                                   add_unpooled,      pool,          pool_l2,
                                   add_unpooled_l2,   dot,           squared_distance,
                                   add_scaled_and_dot};

}  // namespace stylize::kernels
