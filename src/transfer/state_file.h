#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "machine/byte_source.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// What a state file turned out to be.
enum class StateFit {
  kMissing,       ///< there is no file
  kServes,        ///< it belongs to this transfer
  kOtherKey,      ///< it belongs to another transfer
  kOtherVersion,  ///< another version of the program wrote it
  kDamaged,       ///< it is truncated, changed, or no state file
};

struct FoundState {
  StateFit fit = StateFit::kMissing;
  int scale = 0, iteration = 0;        ///< how far it is, if it serves
  std::optional<TransferState> state;  ///< if it was read and serves
};

/// Writes the state of a transfer and its SHA-256 to a file, all of it or nothing. `key` identifies
/// the transfer. The file's size is that of what the optimizer remembers: with L-BFGS, 12 bytes for
/// each pixel and pair of the history. Throws Error (kOutput).
void write_state_file(const std::filesystem::path& path, const std::string& key,
                      const TransferState& state);

/// Reads such a file. With a store, the optimizer's tensors except the first two (x and the
/// gradient) are put there rather than in memory. Whatever the file says is first compared with its
/// size, and nothing is returned before the SHA-256 was checked. A file of more than `most_bytes`
/// counts as damaged.
FoundState read_state_file(const std::filesystem::path& path, const std::string& key,
                           uint64_t most_bytes = std::numeric_limits<uint64_t>::max(),
                           VectorStore* store = nullptr);
FoundState read_state(const ByteSource& bytes, const std::string& key,
                      VectorStore* store = nullptr);

/// The same from the file's beginning and size alone, which is cheap. Reads no state.
FoundState look_at_state_file(const std::filesystem::path& path, const std::string& key);

}  // namespace stylize
