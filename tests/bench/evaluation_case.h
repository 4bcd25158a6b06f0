#pragma once

#include <memory>
#include <string>

#include "stylize/network/network.h"
#include "stylize/objective/objective.h"

namespace stylize::bench {

/// The default objective on a sample picture of size x size pixels, with a style of the same size
/// and the bundled model: what the program evaluates in every iteration.
class EvaluationCase {
 public:
  EvaluationCase(const std::string& backend, int64_t size);

  /// Losses and gradient.
  Losses evaluate() { return objective_.evaluate(picture_, gradient_); }

 private:
  EvaluationCase(const std::string& backend, const Model& model, const at::Tensor& content,
                 const at::Tensor& style);

  ObjectiveOptions options_;
  std::unique_ptr<Network> network_;
  Objective objective_;
  at::Tensor picture_, gradient_;
};

/// The network on the backend "winograd" or "torch", on the CPU.
std::unique_ptr<Network> make_network(const std::string& backend, const Model& model,
                                      const ObjectiveOptions& options);

}  // namespace stylize::bench
