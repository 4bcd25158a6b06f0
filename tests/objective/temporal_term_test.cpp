#include "stylize/objective/temporal_term.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <memory>
#include <utility>

#include "stylize/network/torch_network.h"
#include "stylize/objective/objective.h"
#include "stylize/objective/windows.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

double loss_of(Term& term, const at::Tensor& picture) {
  at::Tensor gradient = at::zeros_like(picture);
  double loss = 0;
  term.add_pixels(picture, loss, gradient);
  return loss;
}

// One pixel of four is unreliable, one is half so; every channel is 0.1 off.
TEST(TemporalTerm, ByHand) {
  TemporalTerm term(3);
  const at::Tensor target = at::full({1, 3, 2, 2}, 0.5, at::kDouble);
  term.set(target, at::tensor({1., 0., 0.5, 1.}, at::kDouble).reshape({1, 1, 2, 2}));
  EXPECT_NEAR(loss_of(term, target + 0.1), 3 * 2.5 * 0.01 / 4, 1e-15);
  EXPECT_EQ(loss_of(term, target), 0);
}

TEST(TemporalTerm, GradientAgreesWithFiniteDifferences) {
  at::manual_seed(3);
  TemporalTerm term(2.5);
  const at::Tensor picture = at::rand({1, 3, 5, 4}, at::kDouble);
  term.set(at::rand_like(picture), at::rand({1, 1, 5, 4}, at::kDouble));
  const at::Tensor direction = at::randn_like(picture);
  at::Tensor gradient = at::ones_like(picture);
  double loss = 0;
  term.add_pixels(picture, loss, gradient);
  const double step = 1e-6, analytic = ((gradient - 1) * direction).sum().item<double>();
  const double numeric =
      loss_of(term, picture + step * direction) - loss_of(term, picture - step * direction);
  EXPECT_NEAR(analytic, numeric / (2 * step), 1e-8);
}

// Enlarged pictures have the same loss.
TEST(TemporalTerm, MeansTheSameAtEverySize) {
  at::manual_seed(5);
  const at::Tensor picture = at::rand({1, 3, 6, 8}, at::kDouble), target = at::rand_like(picture);
  const at::Tensor weights = at::rand({1, 1, 6, 8}, at::kDouble);
  const auto twice = [](const at::Tensor& map) {
    return map.repeat_interleave(2, 2).repeat_interleave(2, 3);
  };
  TemporalTerm term(1);
  term.set(target, weights);
  const double loss = loss_of(term, picture);
  term.set(twice(target), twice(weights));
  EXPECT_NEAR(loss_of(term, twice(picture)), loss, 1e-12);
}

// Whole or in windows, beside all the other terms.
TEST(TemporalTerm, IsTheSameInWindows) {
  ObjectiveOptions options;
  options.content_layers = {{"relu2_1"}};
  options.style_layers = {{"relu1_1"}, {"relu2_1"}};
  const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kDouble),
                                          layers_of(options), at::kCPU);
  at::manual_seed(8);
  const at::Tensor picture = at::rand({1, 3, 160, 200}, at::kDouble);
  const at::Tensor content = at::rand_like(picture), target = at::rand_like(picture);
  const at::Tensor weights = at::rand({1, 1, 160, 200}, at::kDouble);
  const auto evaluate = [&](int64_t window, at::Tensor& gradient) {
    Objective objective(options, *network, window);
    auto term = std::make_unique<TemporalTerm>(1000);
    term->set(target, weights);
    objective.add_term(std::move(term));
    objective.set_content(objective.content_target(content));
    objective.set_style(objective.style_target(content));
    return objective.evaluate(picture, gradient);
  };
  at::Tensor whole = at::empty_like(picture), parts = at::empty_like(picture);
  const Losses losses = evaluate(0, whole);
  const Losses of_parts = evaluate(smallest_window(*network), parts);
  EXPECT_GT(losses.of("temporal"), 0);
  EXPECT_NEAR(of_parts.of("temporal"), losses.of("temporal"), 1e-12 * losses.of("temporal"));
  EXPECT_NEAR(of_parts.total(), losses.total(), 1e-9 * losses.total());
  EXPECT_TRUE(at::allclose(parts, whole, 1e-6, 1e-10));
}

}  // namespace
}  // namespace stylize
