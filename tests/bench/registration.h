#pragma once

// Each file registers its own benchmarks.

namespace stylize::bench {

void register_convolutions();
void register_gram();
void register_evaluations();

}  // namespace stylize::bench
