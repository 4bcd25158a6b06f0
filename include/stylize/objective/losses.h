#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace stylize {

/// What a term of the objective comes to, already multiplied by its weight.
struct Loss {
  std::string name;  ///< "content", "style", "total_variation", ...: words joined by _
  double value = 0;
};

/// The objective term by term, in the order in which terms were named first.
class Losses {
 public:
  Losses() = default;
  explicit Losses(std::vector<Loss> losses) : losses_(std::move(losses)) {}

  /// That of a term; 0 is added where there is none of this name. Valid until the next is added.
  double& operator[](const std::string& name);

  /// 0 where there is none of this name.
  double of(const std::string& name) const;

  double total() const;

  std::size_t size() const { return losses_.size(); }
  std::vector<Loss>::const_iterator begin() const { return losses_.begin(); }
  std::vector<Loss>::const_iterator end() const { return losses_.end(); }

 private:
  std::vector<Loss> losses_;
};

}  // namespace stylize
