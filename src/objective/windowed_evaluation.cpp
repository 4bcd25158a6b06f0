#include "windowed_evaluation.h"

#include <ATen/ATen.h>

#include <utility>

#include "kernels/vector_math.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

// A gradient takes the features once more, and about as long again.
constexpr double kStepsOfGradient = 2;

}  // namespace

WindowedEvaluation::WindowedEvaluation(Network& network,
                                       const std::vector<std::unique_ptr<Term>>& terms,
                                       const at::Tensor& picture, std::size_t octave, double share,
                                       std::vector<Window> windows,
                                       std::function<void(double)> told)
    : network_(network),
      terms_(terms),
      picture_(picture),
      octave_(octave),
      share_(share),
      windows_(std::move(windows)),
      told_(std::move(told)) {}

void WindowedEvaluation::evaluate(Losses& losses, at::Tensor& gradient) {
  all_steps_ = static_cast<double>(windows_.size()) * (1 + kStepsOfGradient);
  measure(losses);
  set_gradient(gradient);
}

void WindowedEvaluation::evaluate_normalized(Losses& losses, at::Tensor& gradient) {
  all_steps_ = static_cast<double>(windows_.size()) * (2 + kStepsOfGradient);
  measure(losses);
  measure_lengths();
  set_gradient(gradient);
}

void WindowedEvaluation::tell(double steps) {
  steps_ += steps;
  if (told_) told_(steps_ / all_steps_);
}

// Shows the features of every window, of one after the other.
void WindowedEvaluation::see(
    const std::function<void(const MapPart&, const at::Tensor&)>& see_part) {
  for (const Window& window : windows_) {
    see_features(network_, picture_, {window}, octave_, share_, see_part);
    tell(1);
  }
}

void WindowedEvaluation::measure(Losses& losses) {
  std::vector<MapPart> maps(network_.layers().size());
  see([&](const MapPart& part, const at::Tensor& features) {
    for (Term* term : readers_of(part, terms_)) term->measure(part, features);
    maps[part.layer] = part;
  });
  for (const MapPart& map : maps) {
    for (Term* term : readers_of(map, terms_)) term->add_loss(map, losses[term->name()]);
  }
}

void WindowedEvaluation::measure_lengths() {
  lengths_.assign(network_.layers().size(), {});
  see([&](const MapPart& part, const at::Tensor& features) {
    const std::vector<Term*> terms = readers_of(part, terms_);
    std::vector<double>& lengths = lengths_[part.layer];
    lengths.resize(terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
      LayerGradient gradient;
      terms[i]->add_gradient(part, features, gradient);
      lengths[i] += absolute_sum(gradient.direction(features, false));
    }
  });
}

at::Tensor WindowedEvaluation::normalized_gradient(const std::vector<Term*>& terms,
                                                   const MapPart& part,
                                                   const at::Tensor& features) const {
  const std::vector<double>& lengths = lengths_[part.layer];
  at::Tensor sum;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    LayerGradient gradient;
    terms[i]->add_gradient(part, features, gradient);
    at::Tensor own = gradient.direction(features, false);
    if (lengths[i] != 0) own.mul_(terms[i]->weight(part) / lengths[i]);
    sum = sum.defined() ? sum.add_(own) : own;
  }
  return sum;
}

at::Tensor WindowedEvaluation::layer_gradient(const MapPart& part,
                                              const at::Tensor& features) const {
  const std::vector<Term*> terms = readers_of(part, terms_);
  if (terms.empty()) return {};
  if (!lengths_.empty()) return normalized_gradient(terms, part, features);
  return gradient_of(terms, part, features, network_.features_may_be_overwritten());
}

// Near its cuts, a window's features and gradients differ from those of the whole picture. The
// margins are wide enough that none of this reaches the core.
void WindowedEvaluation::set_gradient(at::Tensor& gradient) {
  for (const Window& window : windows_) {
    const Span &columns = window.columns_of_gradient, &rows = window.rows_of_gradient;
    Features features = network_.forward(cut_out(picture_, columns, rows));
    for (std::size_t i = 0; i < features.size(); ++i) {
      network_.check();
      const MapPart part =
          part_at(size_of(picture_), columns, rows, features[i], octave_, share_, i);
      features[i] = layer_gradient(part, features[i]);
    }
    const at::Tensor own =
        network_.backward_to_part(std::move(features), core_in(window, columns, rows));
    const auto core = [&](const at::Tensor& pixels, int64_t left, int64_t top) {
      return pixels.narrow(2, window.rows.first - top, window.rows.length())
          .narrow(3, window.columns.first - left, window.columns.length());
    };
    core(gradient, 0, 0).copy_(core(own, columns.first, rows.first));
    tell(kStepsOfGradient);
  }
}

}  // namespace stylize
