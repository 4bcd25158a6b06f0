// A picture that is looked at in windows against one that is looked at as a whole.
#include "stylize/objective/windows.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "stylize/network/model.h"
#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"
#include "stylize/objective/objective.h"
#include "support/small_networks.h"
#include "support/wide_model.h"

namespace stylize {
namespace {

ObjectiveOptions wide_options(StyleLoss loss = StyleLoss::kGram) {
  ObjectiveOptions options;
  options.content_layers = {{"relu2_2"}, {"relu1_1", 0.3}};
  options.style_layers = {{"relu1_1"}, {"relu1_2", 2}, {"relu3_1"}};
  options.style_loss = loss;
  options.tv_weight = 0.3;
  return options;
}

std::unique_ptr<Network> network_by(const std::string& backend, const ObjectiveOptions& options) {
  const Model model = wide_model(LayerKind::kMaxPooling);
  return backend == "torch" ? make_torch_network(model, layers_of(options), at::kCPU)
                            : make_winograd_network(model, layers_of(options));
}

double largest(const at::Tensor& tensor) {
  return tensor.abs().max().item<double>();
}

std::string text_of(const Size& size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

TEST(WindowsOfAPicture, CoverItOnceAndAreNotTooLarge) {
  const ObjectiveOptions options = wide_options();
  const auto network = network_by("winograd", options);
  const int64_t step = network->step_of_windows(), margin = margin_for_gradient(*network);
  const int64_t smallest = smallest_window(*network);
  for (const Size& picture : {Size{203, 157}, Size{1000, 1}, Size{256, 257}, Size{400, 401}}) {
    for (const int64_t side : {smallest, smallest + 1, smallest + 37, int64_t{399}}) {
      SCOPED_TRACE(text_of(picture) + " by " + std::to_string(side));
      const at::Tensor times = at::zeros({picture.height, picture.width});
      for (const Window& window : windows_of(picture, side, *network)) {
        EXPECT_EQ(window.columns_of_gradient.first % step, 0);
        EXPECT_EQ(window.rows_of_features.first % step, 0);
        EXPECT_LE(window.columns_of_gradient.length(), side);
        EXPECT_LE(window.rows_of_gradient.length(), side);
        EXPECT_EQ(window.rows_of_gradient.first, std::max<int64_t>(0, window.rows.first - margin));
        EXPECT_EQ(window.rows_of_gradient.last,
                  std::min(picture.height, window.rows.last + margin));
        times.narrow(0, window.rows.first, window.rows.length())
            .narrow(1, window.columns.first, window.columns.length())
            .add_(1);
      }
      EXPECT_TRUE(times.eq(1).all().item<bool>());
    }
  }
}

// Whoever looks for the largest side whose windows fit into memory counts on it.
TEST(WindowsOfAPicture, DoNotShrinkAsTheirSideGrows) {
  const ObjectiveOptions options = wide_options();
  const auto network = network_by("winograd", options);
  for (const Size& picture : {Size{403, 257}, Size{1040, 784}, Size{96, 1500}}) {
    WindowSizes before{};
    for (int64_t side = smallest_window(*network); side < 800; side += network->step_of_windows()) {
      SCOPED_TRACE(text_of(picture) + " by " + std::to_string(side));
      const std::vector<Window> windows = windows_of(picture, side, *network);
      const WindowSizes largest = largest_sizes(windows);
      bool reached = false;
      for (const Window& window : windows) {
        EXPECT_LE(window.columns_of_features.length(), largest.features.width);
        EXPECT_LE(window.rows.length(), largest.core.height);
        reached = reached || window.rows_of_gradient.length() == largest.gradient.height;
      }
      EXPECT_TRUE(reached);
      EXPECT_GE(largest.gradient.width, before.gradient.width);
      EXPECT_GE(largest.gradient.height, before.gradient.height);
      before = largest;
    }
  }
}

TEST(WindowsOfAPicture, AreOneWhereItIsNotLarger) {
  const auto network = network_by("winograd", wide_options());
  const int64_t side = smallest_window(*network);
  EXPECT_EQ(windows_of({side, side - 22}, side, *network).size(), 1u);
  EXPECT_EQ(windows_of({2000, 900}, 0, *network).size(), 1u);
  EXPECT_EQ(windows_of({side + 1, side}, side, *network).size(), 2u);
}

struct Evaluation {
  Losses losses;
  at::Tensor gradient;
  std::vector<double> parts_told;
};

// What an objective gives that looks at no more than a window, which also made its targets.
class ObjectiveInWindows {
 public:
  ObjectiveInWindows(Network& network, ObjectiveOptions options)
      : network_(network), options_(std::move(options)) {
    at::manual_seed(41);
    content_ = smooth(157, 203);
    style_ = smooth(171, 147);
    picture_ = (content_ + 0.2 * at::rand_like(content_)).clamp(0, 1);
  }

  Evaluation by(int64_t window) {
    Objective objective(options_, network_, window);
    objective.set_margin(margin_);
    objective.set_content(objective.content_target(content_));
    if (map_.defined()) {
      const at::Tensor half = at::ones({1, 1, 171, 147});
      half.narrow(2, 0, 90).zero_();
      objective.set_style({{objective.style_target(style_, half), map_, 0.4},
                           {objective.style_target(style_, 1 - half), 1 - map_, 0.6}});
    } else {
      objective.set_style(objective.style_target(style_));
    }
    if (options_.style_loss == StyleLoss::kNeighbours) {
      NeighbourSearch search = objective.neighbour_search(content_, {{}});
      search.look_in(network_.features(style_), {147, 171}, {{}});
      objective.set_neighbours(search.target());
    }
    Evaluation evaluation;
    evaluation.gradient = at::empty_like(picture_);
    objective.set_progress([&](double part) { evaluation.parts_told.push_back(part); });
    evaluation.losses = objective.evaluate(picture_, evaluation.gradient);
    return evaluation;
  }

  void set_margin(int64_t pixels) { margin_ = pixels; }

  void mask() {
    map_ = at::rand({1, 1, 157, 203});
    map_.narrow(3, 0, 130).zero_();  // some windows have none of the region
  }

 private:
  at::Tensor smooth(int64_t height, int64_t width) {
    const at::Tensor coarse = at::rand({1, 3, height / 5, width / 5});
    return at::upsample_bilinear2d(coarse, {height, width}, false).clamp(0, 1).to(type());
  }
  at::ScalarType type() const {
    return options_.content_layers[0].layer == "relu2_2" ? at::kFloat : at::kDouble;
  }

  Network& network_;
  ObjectiveOptions options_;
  at::Tensor content_, style_, picture_, map_;
  int64_t margin_ = 0;
};

void expect_the_same(const Evaluation& windows, const Evaluation& whole, double of_losses,
                     double of_gradient) {
  for (const Loss& loss : whole.losses) {
    EXPECT_NEAR(windows.losses.of(loss.name), loss.value, of_losses * loss.value) << loss.name;
  }
  EXPECT_GT(largest(whole.gradient), 0);
  EXPECT_LT(largest(windows.gradient - whole.gradient), of_gradient * largest(whole.gradient));
}

class EvaluationInWindows : public testing::TestWithParam<std::tuple<const char*, StyleLoss>> {
 protected:
  EvaluationInWindows()
      : options_(wide_options(std::get<1>(GetParam()))),
        network_(network_by(std::get<0>(GetParam()), options_)) {}

  // The smallest windows take the longest, and have the most cuts.
  void expect_the_same_as_whole(const std::vector<int64_t>& larger_than_smallest,
                                bool masked = false, int64_t margin = 0) {
    ObjectiveInWindows objective(*network_, options_);
    objective.set_margin(margin);
    if (masked) objective.mask();
    const Evaluation whole = objective.by(0);
    for (const int64_t more : larger_than_smallest) {
      SCOPED_TRACE(more);
      expect_the_same(objective.by(smallest_window(*network_) + more), whole, 1e-6, 1e-5);
    }
  }

  ObjectiveOptions options_;
  std::unique_ptr<Network> network_;
};

TEST_P(EvaluationInWindows, IsThatOfTheWhole) {
  expect_the_same_as_whole({0, 33});
}

TEST_P(EvaluationInWindows, OfRegionsIsThatOfTheWhole) {
  if (options_.style_loss == StyleLoss::kNeighbours) GTEST_SKIP() << "the same search";
  expect_the_same_as_whole({33}, true);
}

TEST_P(EvaluationInWindows, OfOctavesIsThatOfTheWhole) {
  options_.octave_weights = {1, 0.5, 2};
  options_.tv_norm = TvNorm::kL1;
  expect_the_same_as_whole({64});
}

TEST_P(EvaluationInWindows, WithAMarginIsThatOfTheWhole) {
  options_.octave_weights = {1, 0.5};
  expect_the_same_as_whole({33}, false, 9);
  if (options_.style_loss != StyleLoss::kNeighbours) expect_the_same_as_whole({33}, true, 9);
}

TEST_P(EvaluationInWindows, WithNormalizedGradientsIsThatOfTheWhole) {
  options_.normalize_gradients = true;
  expect_the_same_as_whole({64});
}

TEST_P(EvaluationInWindows, IsThatOfTheWholeBitForBitInASingleWindow) {
  options_.octave_weights = {1, 1};
  ObjectiveInWindows objective(*network_, options_);
  const Evaluation whole = objective.by(0), one = objective.by(208);
  EXPECT_EQ(one.losses.total(), whole.losses.total());
  EXPECT_TRUE(at::equal(one.gradient, whole.gradient));
}

TEST_P(EvaluationInWindows, TellsWhatPartIsDone) {
  options_.octave_weights = {1, 1};
  for (const bool normalized : {false, true}) {
    options_.normalize_gradients = normalized;
    ObjectiveInWindows objective(*network_, options_);
    const std::vector<double> told = objective.by(smallest_window(*network_)).parts_told;
    ASSERT_GT(told.size(), 4u);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_GT(told.front(), 0);
    EXPECT_LT(told.front(), 0.3);
    EXPECT_LE(told.back(), 1);
    EXPECT_GT(told.back(), 0.79);  // the second octave may be too small for windows
    EXPECT_TRUE(objective.by(0).parts_told.empty());
  }
}

std::string name_of_case(const testing::TestParamInfo<EvaluationInWindows::ParamType>& each) {
  return std::string(std::get<0>(each.param)) + "_" + name_of(std::get<1>(each.param));
}

// A loss does not know which network gave the features.
INSTANTIATE_TEST_SUITE_P(
    Losses, EvaluationInWindows,
    testing::Combine(testing::Values("winograd"),
                     testing::Values(StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics,
                                     StyleLoss::kWasserstein, StyleLoss::kNeighbours)),
    name_of_case);
INSTANTIATE_TEST_SUITE_P(Networks, EvaluationInWindows,
                         testing::Combine(testing::Values("torch"),
                                          testing::Values(StyleLoss::kGram)),
                         name_of_case);

// Other networks than VGG have layers in which a window's runs of a Gram matrix's pixels are not
// those of the whole picture. What may differ with VGG is the last bit of a few values.
TEST(EvaluationInWindowsOfVgg, IsThatOfTheWholeToTheBit) {
  const Model model = load_model(BOX_MODEL);
  const ObjectiveOptions options = recommended_objective(model.recommendation);
  const auto network = make_winograd_network(model, layers_of(options));
  at::manual_seed(47);
  const at::Tensor content = at::rand({1, 3, 260, 340}), style = at::rand({1, 3, 230, 300});
  const at::Tensor picture = (content + 0.1 * at::randn_like(content)).clamp(0, 1);
  const auto evaluate = [&](int64_t window, at::Tensor& gradient) {
    Objective objective(options, *network, window);
    objective.set_margin(4);
    objective.set_content(objective.content_target(content));
    objective.set_style(objective.style_target(style));
    gradient = at::empty_like(picture);
    return objective.evaluate(picture, gradient).total();
  };
  at::Tensor whole, windows;
  const double loss = evaluate(0, whole);
  EXPECT_NEAR(evaluate(smallest_window(*network), windows), loss, 1e-12 * loss);
  EXPECT_LT((windows - whole).norm().item<double>(), 1e-7 * whole.norm().item<double>());
  EXPECT_GT(windows.eq(whole).to(at::kDouble).mean().item<double>(), 0.99);
}

// Where nothing is rounded, nothing differs: halos are wide enough.
TEST(EvaluationInWindowsInDouble, IsThatOfTheWhole) {
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    SCOPED_TRACE(name_of(loss));
    ObjectiveOptions options;
    options.content_layers = {{"relu2_1"}, {"relu1_2", 0.5}};
    options.style_layers = {{"relu1_1"}, {"relu1_2", 3}, {"relu2_1"}};
    options.style_loss = loss;
    const auto network = make_torch_network(small_model(), layers_of(options), at::kCPU);
    ObjectiveInWindows objective(*network, options);
    const Evaluation whole = objective.by(0);
    expect_the_same(objective.by(smallest_window(*network)), whole, 1e-10, 1e-9);
  }
}

TEST(TargetsInWindows, AreThoseOfTheWhole) {
  at::manual_seed(43);
  const at::Tensor picture = at::rand({1, 3, 157, 203});
  const at::Tensor map = at::rand({1, 1, 157, 203});
  for (const StyleLoss loss : {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics}) {
    const ObjectiveOptions options = wide_options(loss);
    const auto network = network_by("winograd", options);
    Objective whole(options, *network), windows(options, *network, smallest_window(*network));
    const FeatureTarget one = whole.content_target(picture),
                        other = windows.content_target(picture);
    ASSERT_EQ(other.features.size(), one.features.size());
    for (std::size_t i = 0; i < one.features.size(); ++i) {
      EXPECT_NEAR(other.norms[i], one.norms[i], 1e-5 * one.norms[i]);
      ASSERT_EQ(other.features[i].defined(), one.features[i].defined());
      if (!one.features[i].defined()) continue;
      ASSERT_EQ(other.features[i].strides(), one.features[i].strides());
      EXPECT_LT(largest(other.features[i] - one.features[i]), 1e-5 * largest(one.features[i]));
    }
    for (const at::Tensor& part : {at::Tensor(), map}) {
      const auto& style = whole.style_target(picture, part).octaves;
      const auto& in_windows = windows.style_target(picture, part).octaves;
      for (std::size_t i = 0; i < style[0].size(); ++i) {
        EXPECT_NEAR(in_windows[0][i].norm, style[0][i].norm, 1e-5 * style[0][i].norm);
        for (at::Tensor LayerStyle::*const member :
             {&LayerStyle::matrix, &LayerStyle::mean, &LayerStyle::spread}) {
          const at::Tensor &expected = style[0][i].*member, &own = in_windows[0][i].*member;
          ASSERT_EQ(own.defined(), expected.defined());
          if (!own.defined()) continue;
          EXPECT_EQ(own.scalar_type(), at::kDouble);
          EXPECT_LT(largest(own - expected), 5e-5 * largest(expected));
        }
      }
    }
  }
}

}  // namespace
}  // namespace stylize
