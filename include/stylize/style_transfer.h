#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/network/model.h"
#include "stylize/network/network.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// Paints pictures with one model on the CPU. It makes the network that the options need, and makes
/// a new one when their layers change. One thread at a time may use it; it runs on LibTorch's
/// threads (at::set_num_threads).
class StyleTransfer {
 public:
  /// Reads the model and sets `options` to what the model recommends. Throws Error (kModel, kRead).
  explicit StyleTransfer(const std::filesystem::path& model);

  /// The options for the next picture. They may be changed between pictures, including the layers.
  TransferOptions options;

  /// Paints the content in the manner of the style, at options.size. Throws Error as transfer()
  /// does, and Error (kModel) when the model lacks a layer of the options.
  Image paint(const Image& content, const Image& style);

  /// The same with everything that transfer() offers: several styles, masks, an initial picture, a
  /// callback after each iteration.
  TransferResult paint(const TransferInputs& inputs, const ProgressFunction& progressed = {},
                       TransferContext context = {});

  const Model& model() const { return model_; }

 private:
  Network& network();

  Model model_;
  std::vector<std::string> layers_;  // of the network
  std::unique_ptr<Network> network_;
};

}  // namespace stylize
