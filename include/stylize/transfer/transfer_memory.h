#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Bytes that a transfer takes at its peak, the network's weights not counted: an estimate.
/// `styles` are the sizes that they are scaled to; with masks `labels` is the number of labels in
/// all of them.
int64_t transfer_memory(const Network& network, const Size& output, const std::vector<Size>& styles,
                        const TransferOptions& options, int64_t labels = 0);

/// The number of labels for transfer_memory().
int64_t labels_of(const TransferInputs& inputs);

/// A style as it is, and its StyleUse::scale.
struct StyleSize {
  Size size;
  double scale = 1;
};

/// The options with as much of the L-BFGS history as fits into so many bytes, at least
/// kSmallestHistory pairs or what was asked for, whichever is less; and where even that is too much
/// with the largest window that fits (TransferOptions::window), but for StyleLoss::kNeighbours.
/// Throws Error (kMemory) that begins with `name` and tells what would fit when nothing of that is
/// enough: the --size, or where a style is larger than the output, the --style-scale.
TransferOptions within_memory(const Network& network, const Size& content,
                              const std::vector<StyleSize>& styles, const TransferOptions& options,
                              int64_t bytes, const std::string& name, int64_t labels = 0);

/// What was chosen where the options have a window: "6 windows of at most 528x528 pixels, ...".
std::string window_text(const Network& network, const Size& content,
                        const std::vector<StyleSize>& styles, const TransferOptions& options,
                        int64_t labels = 0);

constexpr int kSmallestHistory = 5;

}  // namespace stylize
