#pragma once

// Each file of benchmarks registers its own.

namespace stylize::bench {

void register_convolutions();
void register_gram();
void register_evaluations();

}  // namespace stylize::bench
