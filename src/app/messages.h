#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// Sends spdlog's messages of this level and above to standard error, one line each, coloured only
/// on a terminal and unless NO_COLOR is set.
void set_up_messages(const std::string& level);

/// How many columns a live line may have now; 0: no live line, because standard error is not a
/// terminal, or one of unknown width or without the ability to replace a line.
std::size_t live_line_columns();

/// Replaces the live line on the terminal with as much of the text as fits; an empty text removes
/// it. Messages must not be logged while a live line is shown.
void show_live_line(const std::string& text);

}  // namespace stylize
