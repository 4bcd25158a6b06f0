#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stylize/transfer/transfer_options.h"

namespace stylize {

// The number in relu3_1 before the _.
int block_of(const std::string& layer);

// What each of so many styles counts at a layer.
std::vector<double> style_weights(const std::string& layer, const TransferOptions& options,
                                  std::size_t styles);

// Whether a style counts at any layer, as far as its weight in the blend says.
bool style_counts(const TransferOptions& options, std::size_t number);

}  // namespace stylize
