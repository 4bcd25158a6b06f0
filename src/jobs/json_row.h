#pragma once

#include <string>

#include "jobs/job.h"

namespace stylize {

// Parses `text` as a JSON object and returns its members, in order and as text: numbers as JSON
// writes them, arrays of strings joined by commas. Omits null members. Throws
// std::invalid_argument, saying what is wrong and what to do.
NamedOptions json_row(const std::string& text);

}  // namespace stylize
