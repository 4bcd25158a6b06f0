#pragma once

#include <string>

namespace stylize {

/// "style 0.1234": the value of a term of the objective.
std::string loss_text(const std::string& name, double value);

}  // namespace stylize
