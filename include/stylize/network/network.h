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

/// A part of a picture: the pixels from `left` and `top` up to but not including `right` and
/// `bottom`.
struct Area {
  int64_t left = 0, top = 0, right = 0, bottom = 0;
};

/// A network with fixed weights, which computes features of a picture, and from gradients of
/// features the gradient of the picture. The picture is extended at its borders by replication
/// before the first convolution, so that no frame appears; deeper convolutions see zeros beyond the
/// border, as in training. One thread at a time may use it.
class Network {
 public:
  virtual ~Network() = default;

  /// The names of the layers whose features are computed, in the order of Features.
  virtual const std::vector<std::string>& layers() const = 0;

  /// The device on which pictures and features must be.
  virtual c10::Device device() const = 0;

  /// Whether the features returned by forward() may be overwritten, for example by their own
  /// gradients, before backward() is called.
  virtual bool features_may_be_overwritten() const = 0;

  /// The features of a picture, float32 [1, 3, height, width], RGB 0..1, on device(). They stay
  /// valid. Nothing is kept for backward(), and what an earlier forward() kept is lost.
  virtual Features features(const at::Tensor& picture) = 0;

  /// The same, but what lies in the features at other places than those of `part` may be anything:
  /// a network that can leave it out saves the time.
  virtual Features features_of_part(const at::Tensor& picture, const Area& part) {
    (void)part;
    return features(picture);
  }

  /// The same, but keeps what backward() needs until the next call of features(), forward() or
  /// release(). The features are valid until the next call of forward(), backward() or release().
  virtual Features forward(const at::Tensor& picture) = 0;

  /// The gradient d loss / d picture, [1, 3, height, width], for the picture of the last forward().
  /// gradients[i] is d loss / d features[i]; an undefined tensor counts as zero. The given
  /// gradients may be overwritten.
  virtual at::Tensor backward(Features gradients) = 0;

  /// The same, but other pixels than those of `part` may be anything.
  virtual at::Tensor backward_to_part(Features gradients, const Area& part) {
    (void)part;
    return backward(std::move(gradients));
  }

  /// Drops what forward() kept. The network may hold on to the memory for the next picture.
  virtual void release() = 0;

  /// Sets a function that the network calls several times a second while it works, in the thread
  /// that called it. If it throws, the work in progress is abandoned and the exception passed on;
  /// the network can be used again. An empty function: no calls.
  void set_check(std::function<void()> check) { check_ = std::move(check); }

  /// Calls that function. For long work on the network's features outside of it.
  void check() const {
    if (check_) check_();
  }

  /// A copy for use by another thread. It shares the weights, in the same memory, and has the same
  /// check.
  virtual std::unique_ptr<Network> clone() const = 0;

  /// How much of a picture a feature of the deepest layer depends on: it stands for a square of
  /// stride() x stride() pixels, and depends on no pixel that is more than halo() away from that
  /// square on any side. So cutting a window out of a picture, beginning at a multiple of stride(),
  /// leaves the features unchanged (except for rounding) that are at least halo() pixels away from
  /// the cuts.
  virtual int64_t halo() const = 0;
  virtual int64_t stride() const = 0;

  /// Windows had better begin at multiples of this, which is a multiple of stride(): a network that
  /// computes tiles of several values at once then rounds as it does in the whole picture.
  virtual int64_t step_of_windows() const = 0;

  /// An estimate of the bytes that forward() and backward() take at their peak for a picture of
  /// this size, without the weights. On a device other than the CPU, this is the device's memory.
  virtual int64_t memory_needed(const Size& size) const = 0;

  /// The bytes of each layer's features for a picture of this size.
  virtual std::vector<int64_t> feature_bytes(const Size& size) const = 0;

 private:
  std::function<void()> check_;
};

}  // namespace stylize
