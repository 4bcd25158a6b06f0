#include "sequence/clip_consistency.h"

#include <ATen/core/Tensor.h>

#include <optional>
#include <utility>

#include "motion/warping_error.h"
#include "sequence/shot_detector.h"
#include "stylize/error.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

struct FramePair {
  at::Tensor source, result;
};

void add(const FramePair& before, const FramePair& now, int64_t frame,
         std::vector<FrameErrors>& errors) {
  const SourceMotion motion = motion_between(before.source, now.source);
  const WarpingError result = warping_error(motion, before.result, now.result);
  if (result.reliable == 0) return;
  const WarpingError source = warping_error(motion, before.source, now.source);
  errors.push_back({frame, result.error, source.error});
}

}  // namespace

FrameErrors mean_of(const std::vector<FrameErrors>& errors) {
  FrameErrors mean;
  for (const FrameErrors& error : errors) {
    mean.result += error.result / static_cast<double>(errors.size());
    mean.source += error.source / static_cast<double>(errors.size());
  }
  return mean;
}

ClipConsistency measure_consistency(FrameSource& source, FrameSource& result, double cut_threshold,
                                    const std::string& name) {
  ClipConsistency found;
  ShotDetector shots(cut_threshold);
  FramePair first, before;
  for (;;) {
    const std::optional<Image> of_source = source.next(), of_result = result.next();
    if (!of_source && !of_result) return found;
    if (!of_source || !of_result) {
      throw Error(ErrorKind::kInput, name + ": has " + (of_result ? "more" : "fewer") +
                                         " frames than its source, which differ from frame " +
                                         std::to_string(found.frames + 1) + " on");
    }
    const FramePair now{resize(*of_source, of_result->size()).colour, of_result->colour};
    ++found.frames;
    if (shots.begins_shot(now.source)) {
      ++found.shots;
      first = now;
    } else {
      add(before, now, found.frames, found.neighbours);
      add(first, now, found.frames, found.first);
    }
    before = now;
  }
}

}  // namespace stylize
