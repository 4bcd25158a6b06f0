#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// The checkpoint files of one picture. An existing checkpoint that cannot be used, or was not
/// requested, is kept until the picture is finished: writing the first new checkpoint renames it to
/// the older one, which has a second name.
class CheckpointPlace {
 public:
  /// `tell` gets a line for each existing checkpoint that is not used.
  CheckpointPlace(const std::filesystem::path& output, std::string key,
                  std::function<void(const std::string& line)> tell);

  /// The usable checkpoint, or of two usable ones the more advanced. `most_bytes` and `store` as
  /// for read_state_file(). If none is usable, calls `tell` for each.
  std::optional<TransferState> take(uint64_t most_bytes, VectorStore* store = nullptr);

  /// Calls `tell` for the existing checkpoints, none of which was requested.
  void leave() const;

  /// Calls `tell` with the reason why the state from take() cannot be used.
  void refuse(const std::string& reason);

  /// Throws Error (kOutput).
  void write(const TransferState& state);

 private:
  const std::filesystem::path first_, second_;
  const std::string key_;
  const std::function<void(const std::string&)> tell_;
  std::filesystem::path own_;  // empty: nothing taken or written yet
};

/// Removes the checkpoints of a finished picture.
void remove_checkpoints(const std::filesystem::path& output);

/// Removes only those with this key. Those of other settings may still be wanted.
void remove_checkpoints(const std::filesystem::path& output, const std::string& key);

}  // namespace stylize
