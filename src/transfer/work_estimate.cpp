#include "work_estimate.h"

#include <algorithm>
#include <cmath>

#include "canvas.h"
#include "stylize/objective/octaves.h"
#include "stylize/objective/windows.h"

namespace stylize {
namespace {

// An evaluation of a small picture takes as long as if it had so many pixels more: threads meet
// often, and blocks are not filled.
constexpr double kPixelsMore = 20'000;

double pixels_of(const Span& columns, const Span& rows) {
  return static_cast<double>(columns.length()) * static_cast<double>(rows.length());
}

// Forward for all windows, if there are several, then forward and backward.
double evaluation_of(const Network& network, const Size& picture, int64_t window) {
  const std::vector<Window> windows = windows_of(picture, window, network);
  double work = 0;
  for (const Window& each : windows) {
    if (windows.size() > 1) work += pixels_of(each.columns_of_features, each.rows_of_features);
    work += 2 * pixels_of(each.columns_of_gradient, each.rows_of_gradient);
  }
  return work + 2 * kPixelsMore;
}

// Forward, once.
double features_of(const Network& network, const Size& picture, int64_t window) {
  double work = 0;
  for (const Window& each : windows_of(picture, window, network)) {
    work += pixels_of(each.columns_of_features, each.rows_of_features);
  }
  return work + kPixelsMore;
}

// A scale begins with an evaluation. Each iteration takes one, or as many as those before; the
// first one often takes several, which says little about the others.
double evaluations_left(int most, int iterations, double evaluations) {
  constexpr int kAsUsual = 10;  // iterations that count as if they had been and taken one each
  if (iterations >= most) return 0;
  const double each =
      std::max((std::floor(evaluations) - 1 + kAsUsual) / (iterations + kAsUsual), 1.0);
  const double of_this = evaluations - std::floor(evaluations);
  return std::max((most - iterations) * each - of_this + (evaluations < 1 ? 1 : 0), 0.0);
}

}  // namespace

WorkEstimate::WorkEstimate(const Network& network, const TransferOptions& options,
                           const std::vector<Size>& sizes, const std::vector<int>& iterations,
                           const std::vector<StyleSize>& styles)
    : iterations_(iterations) {
  const std::vector<double>& weights = options.objective.octave_weights;
  for (const Size& size : sizes) {
    const Size canvas = canvas_size(size);
    const std::vector<double> parts = octave_parts(weights, canvas);
    double evaluation = 0;
    for (std::size_t octave = 0; octave < parts.size(); ++octave) {
      if (octave > 0 && parts[octave] == 0) continue;
      evaluation += evaluation_of(network, octave_size(canvas, octave), options.window);
    }
    evaluation_.push_back(evaluation);
    double targets = features_of(network, canvas, options.window);
    for (const StyleSize& style : styles) {
      const Size on_canvas = canvas_size(style_size(style.size, size, style.scale));
      targets += features_of(network, on_canvas, options.window);
    }
    targets_.push_back(targets);
  }
}

double WorkEstimate::remaining_seconds(std::size_t scale, int iterations, double evaluations,
                                       double seconds) const {
  if (evaluations == 0) return 0;
  double work = evaluation_[scale] * evaluations_left(iterations_[scale], iterations, evaluations);
  for (std::size_t i = scale + 1; i < evaluation_.size(); ++i) {
    // One evaluation more than iterations: where the scale begins.
    work += targets_[i] + evaluation_[i] * (iterations_[i] + 1);
  }
  return work * seconds / (evaluations * evaluation_[scale]);
}

}  // namespace stylize
