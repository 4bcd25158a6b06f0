#pragma once

#include <vector>

#include "stylize/objective/feature_target.h"
#include "stylize/objective/term.h"

namespace stylize {

class VectorStore;

/// The sum over layers of weight * ||F - P||^2 / ||P||^2, with the picture's features F and a
/// target P. It serves as the content's loss and as that of the nearest neighbours. It reads the
/// picture itself, never its octaves.
class FeatureTerm : public Term {
 public:
  /// `weights` has a weight >= 0 for each of the network's layers; a layer with weight 0 is not
  /// read. The term keeps the pointer `name`, not a copy of the text.
  FeatureTerm(const char* name, std::vector<double> weights);

  /// The target that consists of these features of a picture. Those of layers that are not read are
  /// dropped.
  FeatureTarget target(Features features) const;

  /// Builds such a target part by part: copies the features of a part into the map of its layer, if
  /// that layer is read. `target.features` must have an entry for each layer, undefined at first.
  /// Call set_norms() after the last part. A part that covers its whole map is kept as it is,
  /// without a copy. With a store (which may be null) maps are written there instead. Throws Error
  /// when the store cannot be written.
  void keep(const MapPart& part, const at::Tensor& features, VectorStore* store,
            FeatureTarget& target) const;

  /// Sets the target. To be called before an evaluation; its maps must have the size of the
  /// picture's.
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
  std::vector<double> distances_;  // ||F - P||^2 measured so far, for each layer
};

}  // namespace stylize
