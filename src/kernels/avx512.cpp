// The inner loops for processors with AVX-512; compiled with its own flags.
#define STYLIZE_LANES 16
#define STYLIZE_ROWS 14
#define STYLIZE_TABLE kAvx512
#define STYLIZE_NAME "avx512"
#include "kernel_table_definition.h"
