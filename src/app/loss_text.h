#pragma once

#include <string>

namespace stylize {

/// "style 0.1234": what a term of the objective comes to.
std::string loss_text(const std::string& name, double value);

}  // namespace stylize
