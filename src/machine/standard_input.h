#pragma once

#include <string>

namespace stylize {

/// Whether standard input begins with this text, of which nothing is taken: whoever reads it gets
/// it all. Waits until there is enough to tell. False for terminals and devices.
bool standard_input_begins_with(const std::string& text);

}  // namespace stylize
