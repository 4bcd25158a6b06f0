#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Bytes in memory, and of the disk.
struct MemoryUse {
  int64_t memory = 0;
  int64_t disk = 0;
};

/// Bytes that a transfer takes at its peak with these options, the network's weights not counted:
/// an estimate. `styles` are the sizes that they are scaled to; with masks `labels` is the number
/// of labels in all of them.
MemoryUse transfer_memory(const Network& network, const Size& output,
                          const std::vector<Size>& styles, const TransferOptions& options,
                          int64_t labels = 0);

/// The number of labels for transfer_memory().
int64_t labels_of(const TransferInputs& inputs);

/// A style as it is, and its StyleUse::scale.
struct StyleSize {
  Size size;
  double scale = 1;
};

/// What a transfer may take.
struct MemoryRoom {
  MemoryUse most;
  /// What would give it so many bytes of memory, for the error that tells so: "memory-limit 640M".
  /// Empty: nothing that can be named.
  std::function<std::string(int64_t bytes)> remedy = {};
};

/// The options with the first of these that fits: all in memory; the history of L-BFGS on the disk;
/// besides in windows (TransferOptions::window), the largest that fit, and if they are small with
/// the content's features on the disk, too; windows without the disk; and last a shorter history,
/// of at least kSmallestHistory pairs or what was asked for, whichever is less.
/// StyleLoss::kNeighbours has no windows. Throws Error (kMemory) that begins with `name` and tells
/// what would do when nothing of that is enough: more memory, the --size, or where a style is
/// larger than the output, the --style-scale.
TransferOptions within_memory(const Network& network, const Size& content,
                              const std::vector<StyleSize>& styles, const TransferOptions& options,
                              const MemoryRoom& room, const std::string& name, int64_t labels = 0);

/// How a picture is painted with these options: "12 windows of at most 528x528 pixels, history of
/// 20 pairs on the disk, features of the content on the disk, about 402 MiB of memory and 580 MiB
/// of the disk".
std::string plan_text(const Network& network, const Size& content,
                      const std::vector<StyleSize>& styles, const TransferOptions& options,
                      int64_t labels = 0);

constexpr int kSmallestHistory = 5;

}  // namespace stylize
