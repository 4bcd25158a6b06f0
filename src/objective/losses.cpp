#include "stylize/objective/losses.h"

namespace stylize {

double& Losses::operator[](const std::string& name) {
  for (Loss& loss : losses_) {
    if (loss.name == name) return loss.value;
  }
  return losses_.emplace_back(Loss{name, 0}).value;
}

double Losses::of(const std::string& name) const {
  for (const Loss& loss : losses_) {
    if (loss.name == name) return loss.value;
  }
  return 0;
}

double Losses::total() const {
  double sum = 0;
  for (const Loss& loss : losses_) sum += loss.value;
  return sum;
}

}  // namespace stylize
