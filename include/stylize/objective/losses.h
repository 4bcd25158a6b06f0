#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace stylize {

/// The value of one term of the objective, already multiplied by its weight.
struct Loss {
  std::string name;  ///< "content", "style", "total_variation", ...: words joined by _
  double value = 0;
};

/// The values of the objective's terms, in the order in which their names were first used.
class Losses {
 public:
  Losses() = default;
  explicit Losses(std::vector<Loss> losses) : losses_(std::move(losses)) {}

  /// The value of the term of this name, which is added with the value 0 if there is none. The
  /// reference is valid until another name is added.
  double& operator[](const std::string& name);

  /// The value of the term of this name; 0 if there is none.
  double of(const std::string& name) const;

  /// The sum of all values: the objective.
  double total() const;

  std::size_t size() const { return losses_.size(); }
  std::vector<Loss>::const_iterator begin() const { return losses_.begin(); }
  std::vector<Loss>::const_iterator end() const { return losses_.end(); }

 private:
  std::vector<Loss> losses_;
};

}  // namespace stylize
