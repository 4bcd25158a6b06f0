#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// Sends spdlog's messages of this level and above to standard error, one line each, with colours
/// on a terminal only, and not where NO_COLOR is set.
void set_up_messages(const std::string& level);

/// How many columns a live line may have now; 0: there can be none, since standard error is no
/// terminal, or one that does not say how wide it is or cannot replace a line.
std::size_t live_line_columns();

/// Replaces the live line on the terminal by as much of the text as fits; an empty text removes it.
/// Messages must not be logged while a live line stands.
void show_live_line(const std::string& text);

}  // namespace stylize
