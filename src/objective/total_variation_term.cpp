#include "stylize/objective/total_variation_term.h"

#include "stylize/objective/total_variation.h"

namespace stylize {

void TotalVariationTerm::add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient) {
  if (weight_ > 0) loss += weight_ * add_total_variation(picture, norm_, weight_, gradient);
}

}  // namespace stylize
