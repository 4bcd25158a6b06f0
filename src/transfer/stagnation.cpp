#include "stagnation.h"

#include <utility>

namespace stylize {
namespace {

constexpr int kToleranceWindow = 10;  // iterations over which progress is judged

}  // namespace

Stagnation::Stagnation(double tolerance, std::vector<double> values)
    : tolerance_(tolerance), values_(std::move(values)) {}

bool Stagnation::reached() const {
  if (tolerance_ <= 0 || values_.size() <= kToleranceWindow) return false;
  const double before = values_[values_.size() - 1 - kToleranceWindow];
  return before - values_.back() < tolerance_ * before;
}

}  // namespace stylize
