#pragma once

#include <string>

#include "jobs/job.h"

namespace stylize {

// The members of the JSON object that `text` is, in its order and as text: numbers as JSON writes
// them, arrays of strings joined by commas. Those that are null are left out.
// Throws std::invalid_argument that says what is wrong and what to do.
NamedOptions json_row(const std::string& text);

}  // namespace stylize
