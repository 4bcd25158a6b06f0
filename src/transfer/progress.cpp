#include "progress.h"

#include <algorithm>

#include "canvas.h"
#include "painted_image.h"
#include "stylize/image/resize.h"

namespace stylize {

WorkEstimate::WorkEstimate(const std::vector<Size>& sizes, const std::vector<int>& iterations)
    : iterations_(iterations) {
  for (const Size& size : sizes) {
    const Size canvas = canvas_size(size);
    pixels_.push_back(static_cast<double>(canvas.width) * static_cast<double>(canvas.height));
  }
}

double WorkEstimate::remaining_seconds(std::size_t scale, int iteration,
                                       double seconds_in_scale) const {
  if (iteration == 0) return 0;  // nothing is known yet
  const double seconds_per_pixel = seconds_in_scale / (iteration * pixels_[scale]);
  double pixels = pixels_[scale] * (iterations_[scale] - iteration);
  for (std::size_t i = scale + 1; i < pixels_.size(); ++i) pixels += pixels_[i] * iterations_[i];
  return pixels * seconds_per_pixel;
}

Progress ProgressTeller::operator()(const Position& position) const {
  const ScaleReport& scale = position.scales.back();
  const std::size_t index = position.scales.size() - 1;
  Progress progress;
  progress.scale = static_cast<int>(position.scales.size());
  progress.scales = static_cast<int>(sizes_.size());
  progress.iteration = scale.iterations;
  progress.iterations = iterations_[index];
  progress.size = scale.size;
  progress.losses = scale.losses;
  progress.elapsed_seconds = seconds_since(began_);
  progress.remaining_seconds = work_.remaining_seconds(index, scale.iterations, scale.seconds);
  const auto picture = [&](const Size& size) {
    return painted_image(position.optimizer->result(), size, pictures_.content, options_);
  };
  progress.picture = [&, picture] { return picture(scale.size); };
  progress.thumbnail = [&, picture](int64_t longest) {
    const bool larger = std::max(scale.size.width, scale.size.height) > longest;
    return picture(larger ? fit_longest_side(scale.size, longest) : scale.size);
  };
  progress.state = [&]() -> TransferState {
    return {position.scales, position.optimizer->state(), position.stagnation.values(),
            position.matched};
  };
  return progress;
}

}  // namespace stylize
