#include "stylize/objective/term.h"

#include <ATen/ATen.h>

namespace stylize {

at::Tensor part_of_map(const at::Tensor& whole, const MapPart& part, const at::Tensor& features) {
  if (!whole.defined()) return whole;
  return whole.narrow(2, part.top, features.size(2)).narrow(3, part.left, features.size(3));
}

bool Term::reads(const MapPart& /*part*/) const {
  return false;
}

void Term::clear() {}

void Term::measure(const MapPart& /*part*/, const at::Tensor& /*features*/) {}

void Term::add_loss(const MapPart& /*part*/, double& /*loss*/) {}

void Term::add_gradient(const MapPart& /*part*/, const at::Tensor& /*features*/,
                        LayerGradient& /*gradient*/) const {}

double Term::weight(const MapPart& /*part*/) const {
  return 0;
}

void Term::add_pixels(const at::Tensor& /*picture*/, double& /*loss*/, at::Tensor& /*gradient*/) {}

std::vector<Term*> readers_of(const MapPart& part,
                              const std::vector<std::unique_ptr<Term>>& terms) {
  std::vector<Term*> readers;
  for (const auto& term : terms) {
    if (term->reads(part)) readers.push_back(term.get());
  }
  return readers;
}

at::Tensor gradient_of(const std::vector<Term*>& terms, const MapPart& part,
                       const at::Tensor& features, bool overwrite) {
  LayerGradient gradient;
  for (const Term* term : terms) term->add_gradient(part, features, gradient);
  return gradient(features, overwrite);
}

}  // namespace stylize
