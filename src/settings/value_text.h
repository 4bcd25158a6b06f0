#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace stylize {

/// Parses a decimal number such as -0.5, 3, .5 or 1e-3, and nothing else: no spaces, "+",
/// hexadecimal digits, infinities or numbers too large for a double.
std::optional<double> parse_number(const std::string& text);

/// Parses decimal digits only, up to 2^64 - 1. (Leading zeros do not make it octal.)
std::optional<uint64_t> parse_whole_number(const std::string& text);

/// The shortest text that parse_number() reads as this number.
std::string number_text(double number);

}  // namespace stylize
