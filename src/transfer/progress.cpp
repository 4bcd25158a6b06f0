#include "progress.h"

#include <algorithm>

#include "canvas.h"
#include "painted_image.h"
#include "stylize/image/resize.h"

namespace stylize {

ProgressTeller::ProgressTeller(const Pictures& pictures, const Network& network,
                               const TransferOptions& options, const std::vector<Size>& sizes,
                               const std::vector<int>& iterations, const int& evaluations)
    : pictures_(pictures),
      options_(options),
      sizes_(sizes),
      iterations_(iterations),
      evaluations_(evaluations),
      work_(network, options, sizes, iterations, style_sizes(pictures.styles)) {}

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
  progress.remaining_seconds =
      work_.remaining_seconds(index, scale.iterations, evaluations_, scale.seconds);
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

Progress ProgressTeller::within(const Position& position, double evaluated, double seconds) const {
  Progress progress = (*this)(position);
  progress.evaluated = evaluated;
  progress.remaining_seconds =
      work_.remaining_seconds(position.scales.size() - 1, position.scales.back().iterations,
                              evaluations_ + evaluated, seconds);
  return progress;
}

}  // namespace stylize
