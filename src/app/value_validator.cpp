#include "value_validator.h"

namespace stylize {

CLI::Validator validator(const ValueCheck& check) {
  return CLI::Validator(check.problem, check.range, "");
}

}  // namespace stylize
