#include "stylize/style_transfer.h"

#include <ATen/core/Tensor.h>

#include <utility>

#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"

namespace stylize {

StyleTransfer::StyleTransfer(const std::filesystem::path& model) : model_(load_model(model)) {
  options.objective = recommended_objective(model_.recommendation);
}

// A new network is made when the options ask for other layers.
Network& StyleTransfer::network() {
  std::vector<std::string> layers = layers_of(options.objective);
  if (!network_ || layers != layers_) {
    network_ = why_winograd_unsupported(model_, layers)
                   ? make_torch_network(model_, layers, at::kCPU)
                   : make_winograd_network(model_, layers);
    layers_ = std::move(layers);
  }
  return *network_;
}

Image StyleTransfer::paint(const Image& content, const Image& style) {
  return paint(TransferInputs{content, {{style}}}).image;
}

TransferResult StyleTransfer::paint(const TransferInputs& inputs,
                                    const ProgressFunction& progressed, TransferContext context) {
  return transfer(inputs, network(), options, progressed, std::move(context));
}

}  // namespace stylize
