#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Where the checkpoints of one picture are. What was there before and does not serve, or was not
/// asked for, is kept until the picture is there: the first checkpoint that is written makes it
/// the older one, for which there is a second name.
class CheckpointPlace {
 public:
  /// `tell` is given a line for each checkpoint that is there and not used.
  CheckpointPlace(std::filesystem::path output, std::string key,
                  std::function<void(const std::string& line)> tell);

  /// The checkpoint that serves, the one that went further where both do. `most_bytes` as for
  /// read_state_file(). Tells of the others when none does.
  std::optional<TransferState> take(uint64_t most_bytes);

  /// Tells of the checkpoints that are there, since nobody asked for them.
  void leave() const;

  /// Tells why the state that was taken could not be used.
  void refuse(const std::string& reason);

  /// Throws Error (kOutput).
  void write(const TransferState& state);

 private:
  const std::filesystem::path first_, second_;
  const std::string key_;
  const std::function<void(const std::string&)> tell_;
  std::filesystem::path own_;  // empty: nothing was taken or written yet
};

/// Removes the checkpoints of a picture that is there now.
void remove_checkpoints(const std::filesystem::path& output);

/// The same of those that are of this key. Those of other settings may be wanted yet.
void remove_checkpoints(const std::filesystem::path& output, const std::string& key);

}  // namespace stylize
