#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

/// Which values are valid.
struct ValueCheck {
  /// Returns what is wrong with a value, such as `"x" is not a number from 0 to 1`, or an empty
  /// text. May rewrite the value into a simpler form.
  std::function<std::string(std::string& text)> problem;
  std::string range = {};  ///< for help texts: "0 to 1"; empty: nothing to say
};

/// Numbers from `lowest` to `highest` as parse_number() reads them.
ValueCheck number_check(double lowest, double highest);

/// Whole numbers as parse_whole_number() reads them; leading zeros are removed.
ValueCheck whole_number_check(uint64_t lowest, uint64_t highest);

/// Amounts of memory such as 1048576, 500M, 1.5G or 2GiB, in any letter case; rewritten in bytes.
ValueCheck memory_check();

/// One of the words, in any letter case; rewritten as in `words`.
ValueCheck choice_check(const std::vector<std::string>& words);

/// File names with the extension of a PNG or JPEG picture.
ValueCheck picture_name_check();

}  // namespace stylize
