#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Bytes of memory and of disk space.
struct MemoryUse {
  int64_t memory = 0;
  int64_t disk = 0;
};

/// An estimate of the bytes that a transfer takes at its peak with these options, without the
/// network's weights. `styles` are the sizes to which the styles are scaled. `labels` is the number
/// of labels in all masks together; 0: no masks.
MemoryUse transfer_memory(const Network& network, const Size& output,
                          const std::vector<Size>& styles, const TransferOptions& options,
                          int64_t labels = 0);

/// The number of labels in all masks together, for transfer_memory().
int64_t labels_of(const TransferInputs& inputs);

/// The size of a style's own picture, and its StyleUse::scale.
struct StyleSize {
  Size size;
  double scale = 1;
};

/// Those of all styles.
std::vector<StyleSize> style_sizes(const std::vector<StyleInput>& styles);

/// How much memory and disk space a transfer may use.
struct MemoryRoom {
  MemoryUse most;
  /// The setting that would allow so many bytes of memory, such as "memory-limit 640M", for the
  /// error message. Empty: there is none to name.
  std::function<std::string(int64_t bytes)> remedy = {};
};

/// The options, changed as little as needed for the transfer to fit. These ways are tried in order:
/// - everything in memory;
/// - the history of L-BFGS on the disk;
/// - besides, windows (TransferOptions::window), the largest that fit; if they are small, the
///   content's features are on the disk, too;
/// - windows, and nothing on the disk;
/// - a shorter history, of at least kSmallestHistory pairs, or as many as the options ask for if
///   that is fewer.
/// StyleLoss::kNeighbours cannot use windows. Throws Error (kMemory), whose message begins with
/// `name`, when none of this is enough; it says what would be: more memory, a smaller `size`, or
/// where a style is larger than the output, a smaller `style-scale`.
TransferOptions within_memory(const Network& network, const Size& content,
                              const std::vector<StyleSize>& styles, const TransferOptions& options,
                              const MemoryRoom& room, const std::string& name, int64_t labels = 0);

/// Describes how a picture is painted with these options: "12 windows of at most 528x528 pixels,
/// history of 20 pairs on the disk, features of the content on the disk, about 402 MiB of memory
/// and 580 MiB of the disk".
std::string plan_text(const Network& network, const Size& content,
                      const std::vector<StyleSize>& styles, const TransferOptions& options,
                      int64_t labels = 0);

/// within_memory() does not shorten the history of L-BFGS below this many pairs.
constexpr int kSmallestHistory = 5;

}  // namespace stylize
