#include "batch/painting_plan.h"

#include <algorithm>

#include "machine/unnamed_file.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

fs::path work_folder_of(const Job& job, const BatchOptions& batch) {
  if (!batch.work_folder.empty()) return batch.work_folder;
  const fs::path folder = job.output.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// The disk space that may be used. Some is left, since a full file system harms everybody.
int64_t disk_room(const fs::path& folder) {
  constexpr int64_t kLeft = int64_t{256} << 20;
  const int64_t room = room_for_unnamed_files(folder);
  return std::max<int64_t>(room - std::max(room / 20, kLeft), 0);
}

}  // namespace

PaintingPlan plan_painting(const Network& network, const Job& job, const TransferOptions& options,
                           const Size& content, const std::vector<StyleSize>& styles,
                           int64_t labels, const MemoryPlan& memory, const BatchOptions& batch) {
  PaintingPlan plan;
  plan.work_folder = work_folder_of(job, batch);
  MemoryRoom room{{memory.each, disk_room(plan.work_folder) / memory.parallel}};
  if (batch.memory_limit > 0) {
    room.remedy = [&](int64_t bytes) { return limit_for(memory, bytes); };
  }
  plan.options =
      within_memory(network, content, styles, options, room, job.output.string(), labels);
  constexpr int64_t kMebibyteOfText = int64_t{1} << 20;
  plan.text = plan_text(network, content, styles, plan.options, labels) + ", beside " +
              std::to_string(memory.process / kMebibyteOfText) + " MiB of the program";
  plan.as_asked = plan.options.window == 0 && !plan.options.stores_history &&
                  plan.options.history == options.history;
  return plan;
}

}  // namespace stylize
