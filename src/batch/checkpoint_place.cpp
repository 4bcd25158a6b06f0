#include "checkpoint_place.h"

#include <system_error>
#include <utility>

#include "jobs/output_names.h"
#include "stylize/setting_name.h"
#include "transfer/state_file.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKept =
    "the picture begins anew, and this checkpoint is kept until it is there";

std::string position_of(const FoundState& found) {
  return "after iteration " + std::to_string(found.iteration) + " of scale " +
         std::to_string(found.scale);
}

std::string what_is(const FoundState& found) {
  switch (found.fit) {
    case StateFit::kMissing:
      return {};
    case StateFit::kServes:
      return "is a checkpoint of this picture, " + position_of(found) + ", and " +
             setting_name("resume") + " would go on from it";
    case StateFit::kOtherKey:
      return "is a checkpoint of other inputs or settings";
    case StateFit::kOtherVersion:
      return "is a checkpoint of another version of the program";
    case StateFit::kDamaged:
      break;
  }
  return "is a damaged checkpoint";
}

bool is_further(const FoundState& one, const FoundState& other) {
  return std::make_pair(one.scale, one.iteration) > std::make_pair(other.scale, other.iteration);
}

}  // namespace

CheckpointPlace::CheckpointPlace(const fs::path& output, std::string key,
                                 std::function<void(const std::string&)> tell)
    : first_(checkpoint_path(output)),
      second_(older_checkpoint_path(output)),
      key_(std::move(key)),
      tell_(std::move(tell)) {}

std::optional<TransferState> CheckpointPlace::take(uint64_t most_bytes, VectorStore* store) {
  FoundState found[] = {look_at_state_file(first_, key_), look_at_state_file(second_, key_)};
  const fs::path* paths[] = {&first_, &second_};
  const bool serve[] = {found[0].fit == StateFit::kServes, found[1].fit == StateFit::kServes};
  std::size_t best = serve[1] && (!serve[0] || is_further(found[1], found[0])) ? 1 : 0;
  for (int attempt = 0; attempt < 2; ++attempt, best = 1 - best) {
    if (found[best].fit != StateFit::kServes) continue;
    found[best] = read_state_file(*paths[best], key_, most_bytes, store);
    if (!found[best].state) continue;
    own_ = *paths[best];
    return std::move(found[best].state);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (found[i].fit == StateFit::kMissing) continue;
    tell_(paths[i]->string() + ": " + what_is(found[i]) + "; " + kKept);
  }
  return std::nullopt;
}

void CheckpointPlace::leave() const {
  for (const fs::path* path : {&first_, &second_}) {
    const FoundState found = look_at_state_file(*path, key_);
    if (found.fit == StateFit::kMissing) continue;
    tell_(path->string() + ": " + what_is(found) + "; " + kKept);
  }
}

void CheckpointPlace::refuse(const std::string& reason) {
  tell_(own_.string() + ": cannot be used (" + reason + "); " + kKept);
  own_.clear();
}

void CheckpointPlace::write(const TransferState& state) {
  if (own_.empty()) {
    std::error_code error;
    if (fs::is_regular_file(first_, error)) fs::rename(first_, second_, error);
    own_ = first_;
  }
  write_state_file(own_, key_, state);
}

void remove_checkpoints(const fs::path& output) {
  std::error_code error;
  fs::remove(checkpoint_path(output), error);
  fs::remove(older_checkpoint_path(output), error);
}

void remove_checkpoints(const fs::path& output, const std::string& key) {
  std::error_code error;
  for (const fs::path& path : {checkpoint_path(output), older_checkpoint_path(output)}) {
    if (look_at_state_file(path, key).fit == StateFit::kServes) fs::remove(path, error);
  }
}

}  // namespace stylize
