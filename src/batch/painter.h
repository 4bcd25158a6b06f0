#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "memory_plan.h"
#include "network_pool.h"
#include "preparation.h"
#include "progress_pictures.h"
#include "stylize/report/job_report.h"
#include "stylize/transfer/target_cache.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// Observes the painting of one job, as Observer does for a transfer and BatchObserver for a run.
/// Several threads may call its functions.
class JobObserver {
 public:
  virtual ~JobObserver() = default;
  virtual bool stop_requested() = 0;
  virtual void began(const Progress& progress) = 0;  ///< before the first iteration
  virtual void progressed(const Progress& progress) = 0;
  virtual void evaluating(const Progress& progress) = 0;  ///< see Observer
  virtual void noted(const std::string& line, bool warning) = 0;
  virtual void detailed(const std::string& line) = 0;
  virtual void missed(const std::string& line) = 0;  ///< a snapshot could not be written
};

/// What a stopped picture can be continued from.
enum class Saved {
  kNothing,
  kEarlier,  ///< a checkpoint of an earlier iteration
  kHere,     ///< a checkpoint of the iteration where it stopped
};

struct Painted {
  TransferResult result;
  std::vector<CurvePoint> curve;
  std::vector<SheetPicture> sheet;  ///< pictures of the contact sheet, if the job asks for one
  Saved saved = Saved::kNothing;
};

/// Paints prepared jobs. The threads of a run share one painter.
class Painter {
 public:
  Painter(const BatchOptions& options, NetworkPool& networks, TargetCache& targets,
          const MemoryPlan& memory)
      : options_(options), networks_(networks), targets_(targets), memory_(memory) {}

  /// Paints a job. It continues from the job's checkpoint if there is one and the options ask for
  /// that; a checkpoint that is unusable or was not asked for is only noted. When a stop is
  /// requested, the picture is finished if that takes only seconds; otherwise a checkpoint is
  /// written and the outcome is kStopped. The inputs of the preparation are used up. Throws Error,
  /// and what LibTorch throws.
  Painted paint(const Job& job, Preparation& preparation, JobObserver& observer);

 private:
  const BatchOptions& options_;
  NetworkPool& networks_;
  TargetCache& targets_;
  const MemoryPlan memory_;
};

}  // namespace stylize
