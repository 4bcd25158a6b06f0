#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

/// What a value may be.
struct ValueCheck {
  /// Says what is wrong with a value, as `"x" is not a number from 0 to 1`; empty: nothing. May
  /// rewrite it into a simpler form.
  std::function<std::string(std::string& text)> problem;
  std::string range = {};  ///< for help texts: "0 to 1"; empty: nothing to say
};

/// Numbers from `lowest` to `highest` as parse_number() reads them.
ValueCheck number_check(double lowest, double highest);

/// Whole numbers as parse_whole_number() reads them; written without zeros in front.
ValueCheck whole_number_check(uint64_t lowest, uint64_t highest);

/// Amounts of memory as 1048576, 500M, 1.5G or 2GiB, in any letter case, which become bytes.
ValueCheck memory_check();

/// One of the words, in any letter case; it becomes that word.
ValueCheck choice_check(const std::vector<std::string>& words);

/// Names of files that end like a PNG or JPEG picture.
ValueCheck picture_name_check();

}  // namespace stylize
