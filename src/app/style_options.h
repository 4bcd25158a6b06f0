#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "stylize/transfer/transfer_options.h"

namespace stylize {

/// Accepts the weights of --style-blend: a number >= 0, or the word "equal" alone for all of them.
CLI::Validator blend_validator();

/// The weights in that form; none for "equal". Throws CLI::ValidationError when "equal" is mixed
/// with numbers.
std::vector<double> parse_blend(const std::vector<std::string>& texts);

/// Accepts a block or a range of blocks: 4, 1-3.
CLI::Validator blocks_validator();

std::vector<BlockRange> parse_blocks(const std::vector<std::string>& texts);

}  // namespace stylize
