// The inner loops for processors with AVX2 and FMA; compiled with its own flags.
#define STYLIZE_LANES 8
#define STYLIZE_ROWS 6
#define STYLIZE_TABLE kAvx2
#define STYLIZE_NAME "avx2"
#include "kernel_table_definition.h"
