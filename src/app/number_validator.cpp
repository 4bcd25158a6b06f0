#include "number_validator.h"

#include <cstdlib>
#include <sstream>
#include <string>

namespace stylize {

CLI::Validator number_validator(double lowest, double highest) {
  std::ostringstream stream;
  stream.precision(15);
  stream << lowest << " to " << highest;
  const std::string range = stream.str();
  const auto check = [=](const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool whole = !text.empty() && *end == '\0';
    // Written so that NaN fails.
    if (whole && value >= lowest && value <= highest) return std::string();
    return "\"" + text + "\" is not a number from " + range;
  };
  return CLI::Validator(check, range, "number");
}

}  // namespace stylize
