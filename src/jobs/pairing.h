#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "jobs/plan.h"

namespace stylize {

// Indices of a content and of the style it goes with, content by content. Throws Error (kOption)
// when contents and styles do not fit.
std::vector<std::pair<std::size_t, std::size_t>> paired(const std::vector<InputFile>& contents,
                                                        const std::vector<InputFile>& styles,
                                                        Pairing pairing);

}  // namespace stylize
