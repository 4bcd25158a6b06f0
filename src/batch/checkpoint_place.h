#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// The checkpoint files of one picture. An existing checkpoint that cannot be used, or was not
/// asked for, is kept until the picture is finished: before the first new checkpoint is written,
/// the existing one is renamed to older_checkpoint_path().
class CheckpointPlace {
 public:
  /// `tell` is called with a line for each existing checkpoint that is not used.
  CheckpointPlace(const std::filesystem::path& output, std::string key,
                  std::function<void(const std::string& line)> tell);

  /// The state in the usable checkpoint; of two usable ones, the more advanced. `most_bytes` and
  /// `store` are those of read_state_file(). If none is usable, `tell` is called for each.
  std::optional<TransferState> take(uint64_t most_bytes, VectorStore* store = nullptr);

  /// Calls `tell` for the existing checkpoints. For use if none was asked for.
  void leave() const;

  /// Calls `tell` with the reason why the state from take() cannot be used.
  void refuse(const std::string& reason);

  /// Writes a checkpoint. Throws Error (kOutput).
  void write(const TransferState& state);

 private:
  const std::filesystem::path first_, second_;
  const std::string key_;
  const std::function<void(const std::string&)> tell_;
  std::filesystem::path own_;  // empty: nothing taken or written yet
};

/// Removes the checkpoints of a finished picture.
void remove_checkpoints(const std::filesystem::path& output);

/// Removes only checkpoints with this key. Those of other settings may still be wanted.
void remove_checkpoints(const std::filesystem::path& output, const std::string& key);

}  // namespace stylize
