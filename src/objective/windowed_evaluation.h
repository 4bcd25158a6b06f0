#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/objective/losses.h"
#include "stylize/objective/term.h"
#include "stylize/objective/windows.h"

namespace stylize {

// The loss of an octave of a picture and its gradient, of which no more is looked at than one
// window at a time: what terms need of the whole they measure first, window by window, and then
// every window is looked at again for its gradient. Everything that is given must outlive it.
class WindowedEvaluation {
 public:
  // `share` is what the octave counts (MapPart).
  WindowedEvaluation(Network& network, const std::vector<std::unique_ptr<Term>>& terms,
                     const at::Tensor& picture, std::size_t octave, double share,
                     std::vector<Window> windows);

  // Adds the losses; sets d total / d picture.
  void evaluate(Losses& losses, at::Tensor& gradient);

  // The same with the gradient of each term at each layer scaled to its weight
  // (Objective::evaluate), which takes another look at every window.
  void evaluate_normalized(Losses& losses, at::Tensor& gradient);

 private:
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
  // The L1 norms of the gradients: of each layer, of each term that reads it. Empty where nothing
  // is normalized.
  std::vector<std::vector<double>> lengths_;
};

}  // namespace stylize
