#pragma once

#include <cstddef>
#include <string>

namespace stylize {

/// How many columns the terminal behind this descriptor has now, as it says itself. 0: it is none,
/// it does not say, or it can do nothing but append lines (TERM=dumb).
std::size_t terminal_columns(int descriptor);

/// Whether the user wants colours on terminals (NO_COLOR, TERM=dumb).
bool colours_are_wanted();

/// As much of the UTF-8 text from its beginning as takes no more columns than these: wide
/// characters take two, and none is cut in pieces. A byte that is no UTF-8 counts as one.
std::string cut_to_columns(const std::string& text, std::size_t columns);

}  // namespace stylize
