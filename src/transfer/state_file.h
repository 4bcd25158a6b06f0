#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "machine/byte_source.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// What a state file is good for.
enum class StateFit {
  kMissing,       ///< there is none
  kServes,        ///< it is of this transfer
  kOtherKey,      ///< it is of another transfer
  kOtherVersion,  ///< another version of the program wrote it
  kDamaged,       ///< cut off, changed, or no state file
};

struct FoundState {
  StateFit fit = StateFit::kMissing;
  int scale = 0, iteration = 0;        ///< where it stands, when it serves
  std::optional<TransferState> state;  ///< when it was read and serves
};

/// Writes the state of a transfer to a file, whole or not at all, with its SHA-256. `key` says
/// which transfer it is. The file is as large as what the optimizer remembers: with L-BFGS 24 bytes
/// for each pixel and pair of the history. Throws Error (kOutput).
void write_state_file(const std::filesystem::path& path, const std::string& key,
                      const TransferState& state);

/// The state in such a file. With a store the optimizer's tensors but the first two, x and the
/// gradient, are put there rather than in memory. Nothing that the file says is believed before its
/// size was held against it, and nothing is given before its SHA-256 was. A file of more than
/// `most_bytes` is taken for damaged.
FoundState read_state_file(const std::filesystem::path& path, const std::string& key,
                           uint64_t most_bytes = std::numeric_limits<uint64_t>::max(),
                           VectorStore* store = nullptr);
FoundState read_state(const ByteSource& bytes, const std::string& key,
                      VectorStore* store = nullptr);

/// The same by the beginning and the size of the file alone, which costs little.
FoundState look_at_state_file(const std::filesystem::path& path, const std::string& key);

}  // namespace stylize
