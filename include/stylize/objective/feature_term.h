#pragma once

#include <vector>

#include "stylize/objective/feature_target.h"
#include "stylize/objective/term.h"

namespace stylize {

class VectorStore;

/// weight * ||F - P||^2 / ||P||^2 of each layer: what content is, and nearest neighbours. Of the
/// picture itself alone, not of its octaves.
class FeatureTerm : public Term {
 public:
  /// `weights` has one for each of the network's layers; 0: not read. The name must outlive it.
  FeatureTerm(const char* name, std::vector<double> weights);

  /// Of a picture with these features; those of layers that are not read are dropped.
  FeatureTarget target(Features features) const;

  /// The same of features that come in parts: keeps those of a layer that is read in its map, which
  /// begins undefined. A part that is the whole map becomes it, unless there is a store, where the
  /// maps are put then.
  void keep(const MapPart& part, const at::Tensor& features, VectorStore* store,
            FeatureTarget& target) const;

  /// Must be set before an evaluation, of the size of the pictures.
  void set(FeatureTarget target);

  const char* name() const override { return name_; }
  bool reads(const MapPart& part) const override;
  void clear() override;
  void measure(const MapPart& part, const at::Tensor& features) override;
  void add_loss(const MapPart& part, double& loss) override;
  void add_gradient(const MapPart& part, const at::Tensor& features,
                    LayerGradient& gradient) const override;
  double weight(const MapPart& part) const override { return weights_[part.layer]; }

 private:
  const char* name_;
  std::vector<double> weights_;
  FeatureTarget target_;
  std::vector<double> distances_;  // squared, of each layer
};

}  // namespace stylize
