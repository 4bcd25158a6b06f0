#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace stylize {

/// A decimal number as -0.5, 3, .5 or 1e-3, and nothing else: no spaces, "+", hexadecimal digits,
/// infinities or what is too large for a double.
std::optional<double> parse_number(const std::string& text);

/// Decimal digits alone, up to 2^64 - 1. (Zeros in front do not make it octal.)
std::optional<uint64_t> parse_whole_number(const std::string& text);

/// The shortest text that parse_number() reads as this number.
std::string number_text(double number);

}  // namespace stylize
