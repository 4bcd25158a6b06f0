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

/// Paints pictures with one model on the CPU, and keeps model, layers and network consistent. Use
/// from one thread; LibTorch's threads (at::set_num_threads) do the work.
class StyleTransfer {
 public:
  /// Reads the model and sets `options` to what it recommends. Throws Error (kModel, kRead).
  explicit StyleTransfer(const std::filesystem::path& model);

  /// May be changed between pictures, including the layers.
  TransferOptions options;

  /// Paints the content in the manner of the style, at options.size. Throws Error as transfer()
  /// does, and kModel when the model lacks a layer.
  Image paint(const Image& content, const Image& style);

  /// Everything that transfer() offers: several styles, masks, an initial picture, a callback after
  /// each iteration.
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
