// The inner loops for every processor; compiled with its own flags.
#define STYLIZE_LANES 8
#define STYLIZE_TABLE kBaseline
#if defined(__aarch64__)
#define STYLIZE_ROWS 6  // 24 of 32 registers hold sums
#define STYLIZE_NAME "neon"
#else
#define STYLIZE_ROWS 3
#define STYLIZE_NAME "baseline"
#endif
#include "kernel_table_definition.h"
