#pragma once

#include "stylize/objective/term.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// weight * the total variation of the picture (total_variation.h).
class TotalVariationTerm : public Term {
 public:
  TotalVariationTerm(TvNorm norm, double weight) : norm_(norm), weight_(weight) {}

  const char* name() const override { return "total_variation"; }
  void add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient) override;

 private:
  TvNorm norm_;
  double weight_;
};

}  // namespace stylize
