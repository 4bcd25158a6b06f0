#include "device_validator.h"

#include <regex>
#include <string>

#include "machine/lower_case.h"

namespace stylize {

CLI::Validator device_validator() {
  const auto check = [](std::string& text) {
    static const std::regex pattern("auto|cpu|cuda(:[0-9]{1,2})?");
    const std::string device = lower_case(text);
    if (!std::regex_match(device, pattern)) {
      return "\"" + text + "\" is not auto, cpu, cuda or cuda:N";
    }
    text = device;
    return std::string();
  };
  return CLI::Validator(check, "", "device");
}

}  // namespace stylize
