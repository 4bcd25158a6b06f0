#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "jobs/plan.h"

namespace stylize {

// Pairs of indices of a content and its style, in the order of the contents. Throws Error (kOption)
// when contents and styles cannot be paired.
std::vector<std::pair<std::size_t, std::size_t>> paired(const std::vector<InputFile>& contents,
                                                        const std::vector<InputFile>& styles,
                                                        Pairing pairing);

}  // namespace stylize
