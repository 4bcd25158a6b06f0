#pragma once

#include <vector>

namespace stylize {

// The values of the objective after each iteration, and whether they still fall enough.
class Stagnation {
 public:
  // `tolerance` as in TransferOptions.
  Stagnation(double tolerance, std::vector<double> values);

  void add(double value) { values_.push_back(value); }
  bool reached() const;
  const std::vector<double>& values() const { return values_; }

 private:
  double tolerance_;
  std::vector<double> values_;
};

}  // namespace stylize
