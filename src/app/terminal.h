#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// The current number of columns of the terminal behind this descriptor. 0: not a terminal, of
/// unknown width, or unable to do anything but append lines (TERM=dumb).
std::size_t terminal_columns(int descriptor);

/// Whether the user wants colours on terminals (NO_COLOR, TERM=dumb).
bool colours_are_wanted();

/// The longest beginning of the UTF-8 text that fits into this many columns: wide characters take
/// two, and none is split. A byte that is not UTF-8 takes one.
std::string cut_to_columns(const std::string& text, std::size_t columns);

}  // namespace stylize
