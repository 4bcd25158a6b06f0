// The inner loops for every processor; compiled with its own flags.
#define STYLIZE_LANES 8
#define STYLIZE_ROWS 3
#define STYLIZE_TABLE kBaseline
#define STYLIZE_NAME "baseline"
#include "kernel_table_definition.h"
