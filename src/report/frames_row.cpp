#include "frames_row.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "status_rank.h"

namespace stylize {

void FramesRow::add_scales(const JobReport& frame) {
  if (frame.scales.empty()) return;
  std::vector<ScaleEntry> scales = std::exchange(row_.scales, {});
  scales.insert(scales.end(), frame.scales.begin(), frame.scales.end());
  ScaleEntry all = scales.back();
  all.iterations = 0;
  all.seconds = all.target_seconds = 0;
  for (const ScaleEntry& scale : scales) {
    all.iterations += scale.iterations;
    all.seconds += scale.seconds;
    all.target_seconds += scale.target_seconds;
  }
  row_.scales = {all};
}

// When there are too many, every second one is left out from then on.
void FramesRow::add_picture(const JobReport& frame) {
  std::vector<StripPicture>& strip = row_.thumbnails.strip;
  if (frame.thumbnails.result_jpeg.empty() || (count_ - 1) % step_ != 0) return;
  const bool backwards = !strip.empty() && frame.frames.first < strip.front().frame;
  if (backwards) std::reverse(strip.begin(), strip.end());
  if (strip.size() == kMostPictures) {
    step_ *= 2;
    for (std::size_t i = 1; 2 * i < strip.size(); ++i) strip[i] = std::move(strip[2 * i]);
    strip.resize((strip.size() + 1) / 2);
  }
  if ((count_ - 1) % step_ == 0) {
    strip.push_back({frame.frames.first, frame.output, frame.thumbnails.result_jpeg});
  }
  if (backwards) std::reverse(strip.begin(), strip.end());
}

// A later pass may come from the last frame to the first.
void FramesRow::add_errors(const JobReport& frame) {
  std::vector<TemporalError>& errors = row_.frames.temporal_errors;
  for (const TemporalError& error : frame.frames.temporal_errors) {
    const auto after =
        std::find_if(errors.rbegin(), errors.rend(),
                     [&](const TemporalError& other) { return other.frame < error.frame; });
    errors.insert(after.base(), error);
  }
}

void FramesRow::add(const JobReport& frame) {
  row_.seconds += frame.seconds;
  row_.peak_memory = std::max(row_.peak_memory, frame.peak_memory);
  if (is_of_earlier_pass(frame)) return;
  ++count_;
  const bool is_worse =
      row_.status == JobStatus::kSkipped || rank(frame.status) < rank(row_.status);
  if (count_ == 1 || is_worse) row_.status = frame.status;
  if (!frame.error.empty()) row_.error = frame.error;
  row_.content_sha256 = frame.content_sha256;
  row_.style_sha256 = frame.style_sha256;
  row_.inputs = frame.inputs;
  row_.settings = frame.settings;
  row_.frames.shot = frame.frames.shot;
  const bool is_first = row_.frames.first == 0;
  row_.frames.first =
      is_first ? frame.frames.first : std::min(row_.frames.first, frame.frames.first);
  row_.frames.last = std::max(row_.frames.last, frame.frames.last);
  add_errors(frame);
  if (row_.thumbnails.result_jpeg.empty()) {
    std::vector<StripPicture> strip = std::move(row_.thumbnails.strip);
    row_.thumbnails = frame.thumbnails;
    row_.thumbnails.strip = std::move(strip);
  }
  add_scales(frame);
  add_picture(frame);
}

}  // namespace stylize
