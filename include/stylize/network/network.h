#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/network/model.h"

namespace stylize {

/// Feature maps [1, channels, height, width], one for each of Network::layers(), in that order.
/// The memory layout is the network's choice (the LibTorch network uses channels-last).
using Features = std::vector<at::Tensor>;

/// A frozen network: from a picture to features, and from gradients of features back to a gradient
/// of the picture. The picture is extended at its borders by replication before the first
/// convolution, so that no frame appears; deeper convolutions see zeros beyond the border, as
/// trained. Not safe for use by several threads at once.
class Network {
 public:
  virtual ~Network() = default;

  /// The feature layers that were asked for, in the order of the Features below.
  virtual const std::vector<std::string>& layers() const = 0;

  /// Where pictures and features live.
  virtual c10::Device device() const = 0;

  /// Whether backward() works, too, after the features that forward() gave were overwritten, for
  /// example with their own gradients.
  virtual bool features_may_be_overwritten() const = 0;

  /// Features of a picture, float32 [1, 3, height, width], RGB 0..1, on device(). They stay valid.
  /// Keeps nothing for backward(), also nothing of an earlier forward().
  virtual Features features(const at::Tensor& picture) = 0;

  /// The same, and keeps what backward() needs until the next call of forward() or release(). These
  /// features are valid until the next call of forward(), backward() or release().
  virtual Features forward(const at::Tensor& picture) = 0;

  /// d loss / d picture, [1, 3, height, width], for the picture of the last forward().
  /// gradients[i] is d loss / d features[i]; an undefined tensor counts as zero. The gradients may
  /// be overwritten.
  virtual at::Tensor backward(Features gradients) = 0;

  /// Ends what forward() kept. Memory may stay reserved for the next picture.
  virtual void release() = 0;

  /// What is called several times a second while the network works, in the thread that it works in.
  /// It may throw, and so gives up what was asked for; the network can be used again. Empty:
  /// nothing.
  void set_check(std::function<void()> check) { check_ = std::move(check); }

  /// Calls it; for work with the network's features, too.
  void check() const {
    if (check_) check_();
  }

  /// Another network with the same weights, in the same memory, for use by another thread; with the
  /// same check.
  virtual std::unique_ptr<Network> clone() const = 0;

  /// How much of a picture features see: a feature of the deepest layer that was asked for stands
  /// for a square of stride() x stride() pixels, and no pixel that is more than halo() away from it
  /// matters to it, to each side. So features of a window that begins at a multiple of stride() are
  /// those of the whole picture, where they are halo() pixels away from its cuts (but for
  /// rounding).
  virtual int64_t halo() const = 0;
  virtual int64_t stride() const = 0;

  /// Bytes that forward() and backward() take for a picture of this size, weights not counted: an
  /// estimate of the peak, of device memory where device() is no CPU.
  virtual int64_t memory_needed(const Size& size) const = 0;

  /// Bytes of the features of each layer for a picture of this size.
  virtual std::vector<int64_t> feature_bytes(const Size& size) const = 0;

 private:
  std::function<void()> check_;
};

}  // namespace stylize
