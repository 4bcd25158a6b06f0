#include "evaluation_case.h"

#include <ATen/ATen.h>

#include "sample_picture.h"
#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"

namespace stylize::bench {

std::unique_ptr<Network> make_network(const std::string& backend, const Model& model,
                                      const ObjectiveOptions& options) {
  const std::vector<std::string> layers = layers_of(options);
  return backend == "winograd" ? make_winograd_network(model, layers)
                               : make_torch_network(model, layers, at::kCPU);
}

EvaluationCase::EvaluationCase(const std::string& backend, int64_t size)
    : EvaluationCase(backend, load_model(BOX_MODEL), square_picture(sample_content(), size).colour,
                     square_picture(sample_style(), size).colour) {}

EvaluationCase::EvaluationCase(const std::string& backend, const Model& model,
                               const at::Tensor& content, const at::Tensor& style)
    : options_(recommended_objective(model.recommendation)),
      network_(make_network(backend, model, options_)),
      objective_(options_, *network_) {
  objective_.set_content(objective_.content_target(content));
  objective_.set_style(objective_.style_target(style));
  at::manual_seed(1);
  picture_ = (content + at::randn_like(content) * 0.05).clamp(0, 1);
  gradient_ = at::empty_like(picture_);
}

}  // namespace stylize::bench
