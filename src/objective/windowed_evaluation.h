#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/losses.h"
#include "stylize/objective/term.h"
#include "stylize/objective/windows.h"

namespace stylize {

// Evaluates the losses of an octave of a picture, and their gradient, one window at a time. A first
// pass over all windows measures what the terms need to know of the whole octave; a second pass
// computes the gradient. Everything that is passed to the constructor by reference must outlive it.
class WindowedEvaluation {
 public:
  // `told` is called with the part that is done, 0 to 1, after each window. `share` is the octave's
  // part of the style's loss (MapPart).
  WindowedEvaluation(Network& network, const std::vector<std::unique_ptr<Term>>& terms,
                     const at::Tensor& picture, std::size_t octave, double share,
                     std::vector<Window> windows, std::function<void(double)> told);

  // Adds the losses, and overwrites `gradient`, of the octave's shape, with d total / d octave.
  void evaluate(Losses& losses, at::Tensor& gradient);

  // The same with the gradient of each term at each layer scaled to the term's weight
  // (Objective::evaluate). This takes a third pass over the windows.
  void evaluate_normalized(Losses& losses, at::Tensor& gradient);

 private:
  void tell(double steps);
  void see(const std::function<void(const MapPart&, const at::Tensor&)>& see_part);
  void measure(Losses& losses);
  void measure_lengths();
  at::Tensor layer_gradient(const MapPart& part, const at::Tensor& features) const;
  at::Tensor normalized_gradient(const std::vector<Term*>& terms, const MapPart& part,
                                 const at::Tensor& features) const;
  void set_gradient(at::Tensor& gradient);

  Network& network_;
  const std::vector<std::unique_ptr<Term>>& terms_;
  const at::Tensor& picture_;
  const std::size_t octave_;
  const double share_;
  const std::vector<Window> windows_;
  const std::function<void(double)> told_;
  double steps_ = 0, all_steps_ = 0;  // an evaluation of features is a step
  // For each layer, the L1 norms of the gradients of the terms that read it. Empty unless gradients
  // are normalized.
  std::vector<std::vector<double>> lengths_;
};

}  // namespace stylize
