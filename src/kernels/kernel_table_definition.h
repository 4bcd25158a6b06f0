// Assembles the table of inner loops. Included by one file per instruction set, which defines
// - STYLIZE_LANES: floats in a vector, 8 or 16
// - STYLIZE_ROWS: rows of a block of a matrix product, such that its sums stay in registers
// - STYLIZE_TABLE: the name of its KernelTable
// - STYLIZE_NAME: the name shown to users
//
// The headers use unnamed namespaces and nothing of the standard library; kernel_table.h says why.

#include "first_convolution.h"
#include "gram_products.h"
#include "kernel_table.h"
#include "pooling.h"
#include "vector_sums.h"
#include "winograd_convolution.h"

namespace stylize::kernels {

extern const KernelTable STYLIZE_TABLE;
const KernelTable STYLIZE_TABLE = {STYLIZE_NAME,
                                   kPanel,
                                   convolution_scratch,
                                   convolve_tiles,
                                   first_forward,
                                   first_backward,
                                   first_scratch,
                                   add_gram,
                                   multiply_in_place,
                                   add_unpooled,
                                   pool,
                                   pool_l2,
                                   add_unpooled_l2,
                                   dot<float>,
                                   squared_distance,
                                   add_scaled_and_dot<float>,
                                   dot<uint16_t>,
                                   add_scaled_and_dot<uint16_t>};

}  // namespace stylize::kernels
