#include "stylize/transfer/transfer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "machine/resident_memory.h"
#include "stylize/error.h"
#include "stylize/image/colour_transfer.h"
#include "stylize/image/resize.h"
#include "stylize/network/torch_network.h"
#include "support/file_text.h"
#include "support/small_networks.h"
#include "support/small_transfer.h"
#include "support/temporary_folder.h"
#include "transfer/state_file.h"

namespace stylize {
namespace {

TransferOptions small_options() {
  return small_transfer(12);
}

TransferOptions small_options_of(StyleLoss loss) {
  TransferOptions options = small_options();
  options.objective.style_loss = loss;
  return options;
}

// Looks at what a transfer begins with.
struct Beginning : Observer {
  explicit Beginning(std::function<void(const Progress&)> function) : look(std::move(function)) {}
  void began(const Progress& progress) override {
    ++calls;
    look(progress);
  }
  std::function<void(const Progress&)> look;
  int calls = 0;
};

class TransferTest : public testing::Test {
 protected:
  TransferTest() {
    at::manual_seed(3);
    content_.colour = at::rand({1, 3, 36, 60});
    style_.colour =
        at::rand({1, 3, 50, 50}) * at::tensor({1., 0.5, 0.1}, at::kFloat).reshape({1, 3, 1, 1});
  }

  TransferResult run(const TransferOptions& options, const ProgressFunction& observer = {},
                     const std::optional<Image>& initial = std::nullopt) {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options.objective), at::kCPU);
    return transfer({content_, {{style_}}, initial}, *network, options, observer);
  }

  TransferResult resume(const TransferOptions& options, const TransferContext& context) {
    Observer observer;
    return resume(options, context, observer);
  }

  TransferResult resume(const TransferOptions& options, const TransferContext& context,
                        Observer& observer) {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options.objective), at::kCPU);
    TransferInputs inputs{content_, {{style_}}};
    inputs.styles[0].name = style_name_;
    return transfer(inputs, *network, options, observer, context);
  }

  // With another style beside the first, each used so.
  at::Tensor blended(const TransferOptions& options, const Image& other, const StyleUse& own_use,
                     const StyleUse& other_use, const TransferContext& context = {}) {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options.objective), at::kCPU);
    TransferInputs inputs{content_, {{style_, own_use}, {other, other_use}}};
    inputs.styles[0].name = style_name_;
    inputs.styles[1].name = "other";
    return transfer(inputs, *network, options, {}, context).image.colour;
  }

  // Stopped after so many iterations, with a state in a file, it gives what it gives unstopped.
  void expect_to_go_on_from_its_file(const TransferOptions& options, int stop,
                                     const TransferResult& expected) {
    const TemporaryFolder folder;
    int left = stop;
    run(options, [&](const Progress& progress) {
      if (--left > 0) return true;
      write_state_file(folder / "state", "key", progress.state());
      return false;
    });
    TransferContext context;
    context.state = read_state_file(folder / "state", "key").state;
    ASSERT_TRUE(context.state);
    EXPECT_TRUE(at::equal(resume(options, context).image.colour, expected.image.colour)) << stop;
  }

  // States are valid during the observer's call only.
  static TransferState copy_of(TransferState state) {
    for (at::Tensor& tensor : state.optimizer.tensors) tensor = tensor.clone();
    if (state.matched.defined()) state.matched = state.matched.clone();
    return state;
  }

  Image content_, style_;
  std::string style_name_ = "style";
};

TEST_F(TransferTest, RunsEveryScaleAndLowersTheLoss) {
  for (const OptimizerKind optimizer : {OptimizerKind::kLbfgs, OptimizerKind::kAdam}) {
    TransferOptions options = small_options();
    options.optimizer = optimizer;
    std::vector<double> first(3), last(3);
    const TransferResult result = run(options, [&](const Progress& progress) {
      const auto scale = static_cast<std::size_t>(progress.scale);
      if (progress.iteration == 1) first[scale] = progress.losses.total();
      last[scale] = progress.losses.total();
      EXPECT_EQ(progress.scales, 2);
      EXPECT_EQ(progress.picture().size(), progress.size);
      return true;
    });
    EXPECT_EQ(result.outcome, Outcome::kFinished);
    EXPECT_EQ(result.image.size(), (Size{64, 38}));
    ASSERT_EQ(result.scales.size(), 2u);
    EXPECT_EQ(result.scales[0].size, (Size{32, 19}));
    EXPECT_EQ(result.scales[0].iterations, 24);
    EXPECT_EQ(result.scales[1].iterations, 12);
    EXPECT_LT(last[1], first[1]);
    EXPECT_LT(last[2], first[2]);
    EXPECT_GE(result.image.colour.min().item<float>(), 0);
    EXPECT_LE(result.image.colour.max().item<float>(), 1);
  }
}

TEST_F(TransferTest, TheSameTwiceGivesTheSameBits) {
  TransferOptions options = small_options();
  options.start = Start::kNoise;
  options.seed = 7;
  const at::Tensor first = run(options).image.colour;
  EXPECT_TRUE(at::equal(run(options).image.colour, first));
  options.seed = 8;
  EXPECT_FALSE(at::equal(run(options).image.colour, first));
}

TEST_F(TransferTest, ContentAloneGivesTheContentBack) {
  TransferOptions options = small_options();
  options.objective.style_weight = 0;
  options.objective.tv_weight = 0;
  options.objective.content_layers = {{"conv1_1"}};
  options.start = Start::kNoise;
  options.iterations = 150;
  options.scales = 1;
  const at::Tensor found = run(options).image.colour;
  options.start = Start::kContent;
  options.iterations = 1;
  const at::Tensor expected = run(options).image.colour;
  EXPECT_LT((found - expected).abs().mean().item<double>(), 0.02);
}

TEST_F(TransferTest, BeginsWithTheInitialPicture) {
  TransferOptions options = small_options();
  options.start = Start::kPicture;
  options.scales = 1;
  options.iterations = 1;
  Image initial;
  initial.colour = at::full({1, 3, 20, 20}, 0.5);
  const at::Tensor after = run(options, {}, initial).image.colour;
  EXPECT_LT((after - 0.5).abs().mean().item<double>(), 0.03);  // one step of at most 0.02
}

TEST_F(TransferTest, BeginsWithAsMuchNoiseAsIsAskedFor) {
  TransferOptions options = small_options();
  options.scales = 1;
  options.iterations = 1;
  options.optimizer = OptimizerKind::kAdam;
  options.learning_rate = 1e-6;  // the longest step: the picture stays what it was at the start
  options.seed = 5;
  Image initial;
  initial.colour = at::full({1, 3, 20, 20}, 0.25);
  for (const Start start : {Start::kContent, Start::kPicture}) {
    options.start = Start::kNoise;
    const at::Tensor noise = run(options, {}, initial).image.colour;
    options.start = start;
    const at::Tensor picture = run(options, {}, initial).image.colour;
    for (const double part : {0., 0.3, 1.}) {
      options.start_noise = part;
      const at::Tensor found = run(options, {}, initial).image.colour;
      const at::Tensor expected = picture * (1 - part) + noise * part;
      EXPECT_LT((found - expected).abs().max().item<double>(), 1e-5) << part;
    }
    options.start_noise = 0;
  }
}

TEST_F(TransferTest, NothingButNoiseIsTheStartFromNoise) {
  TransferOptions options = small_options();
  options.seed = 5;
  options.start_noise = 1;
  const at::Tensor found = run(options).image.colour;
  for (const double part : {0., 0.5}) {
    options.start = Start::kNoise;
    options.start_noise = part;
    EXPECT_TRUE(at::equal(run(options).image.colour, found));
  }
}

TEST_F(TransferTest, StopsWhenTheObserverSaysSo) {
  int calls = 0;
  const TransferResult result = run(small_options(), [&](const Progress&) { return ++calls < 3; });
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(result.outcome, Outcome::kStopped);
  EXPECT_EQ(result.image.size(), (Size{64, 38}));  // the output's size although at a coarse scale
}

TEST_F(TransferTest, ToleranceEndsAScaleEarly) {
  TransferOptions options = small_options();
  options.iterations = 1000;
  options.tolerance = 0.2;
  const TransferResult result = run(options);
  EXPECT_LT(result.scales[0].iterations, 1000);
  EXPECT_EQ(result.outcome, Outcome::kFinished);
}

TEST_F(TransferTest, KeepsTheAlphaOfTheContent) {
  content_.alpha = at::ones({1, 1, 36, 60});
  content_.alpha.narrow(3, 0, 30).fill_(0);
  const Image image = run(small_options()).image;
  ASSERT_TRUE(image.has_alpha());
  EXPECT_EQ(image.alpha.sizes(), (at::IntArrayRef{1, 1, 38, 64}));
  EXPECT_NEAR(image.alpha[0][0][19][2].item<float>(), 0, 1e-5);
  EXPECT_NEAR(image.alpha[0][0][19][61].item<float>(), 1, 1e-5);
}

TEST_F(TransferTest, SizeZeroIsTheContentsOwn) {
  TransferOptions options = small_options();
  options.size = 0;
  options.iterations = 1;
  EXPECT_EQ(run(options).image.size(), (Size{60, 36}));
}

// Stops at every iteration in turn, and goes on with a network and an optimizer that know nothing.
TEST_F(TransferTest, GoesOnFromAnyIterationAsIfItHadNeverStopped) {
  for (const OptimizerKind optimizer : {OptimizerKind::kLbfgs, OptimizerKind::kAdam}) {
    TransferOptions options = small_options();
    options.optimizer = optimizer;
    options.iterations = 13;
    options.tolerance = 0.02;  // ends a scale sooner: the values before the stop count, too
    const TransferResult expected = run(options);
    for (int stop = 1; stop <= 3 * 13; stop += 4) {
      TransferContext context;
      int left = stop;
      run(options, [&](const Progress& progress) {
        if (--left > 0) return true;
        context.state = copy_of(progress.state());
        return false;
      });
      if (!context.state) break;  // it was done before
      const TransferResult result = resume(options, context);
      EXPECT_TRUE(at::equal(result.image.colour, expected.image.colour)) << "after " << stop;
      ASSERT_EQ(result.scales.size(), expected.scales.size());
      EXPECT_EQ(result.scales.back().iterations, expected.scales.back().iterations);
    }
  }
}

// Also between the two searches of a scale, and from the file.
TEST_F(TransferTest, GoesOnWithTheNeighboursThatItHad) {
  TransferOptions options = small_options();
  options.objective.style_loss = StyleLoss::kNeighbours;
  options.iterations = 6;
  const TransferResult expected = run(options);
  EXPECT_EQ(expected.scales.back().iterations, 6);
  for (int stop = 1; stop <= 12 + 6; ++stop) {
    expect_to_go_on_from_its_file(options, stop, expected);
  }
}

TEST_F(TransferTest, NeighboursAreAnotherStyleLoss) {
  TransferOptions options = small_options();
  options.objective.style_weight = 1000;
  const at::Tensor plain = run(options).image.colour;
  options.objective.style_loss = StyleLoss::kNeighbours;
  const at::Tensor first = run(options).image.colour;
  EXPECT_TRUE(at::equal(run(options).image.colour, first));
  EXPECT_GT((first - plain).abs().mean().item<double>(), 0.005);
}

TEST_F(TransferTest, NeighboursTakeWholeStyles) {
  TransferOptions options = small_options();
  options.objective.style_loss = StyleLoss::kNeighbours;
  const auto blend = [&](const StyleUse& own, const StyleUse& other) {
    return blended(options, content_, own, other);
  };
  EXPECT_TRUE(
      at::equal(blend({1}, {0}), run(small_options_of(StyleLoss::kNeighbours)).image.colour));
  EXPECT_FALSE(at::equal(blend({2}, {2}), blend({1}, {0})));
  EXPECT_THROW(blend({2}, {1}), Error);
  EXPECT_THROW(blend({1, 1, BlockRange{1, 1}}, {1, 1, BlockRange{1, 2}}), Error);
}

TEST_F(TransferTest, RefusesTheStateOfAnotherTransfer) {
  TransferOptions options = small_options();
  TransferContext context;
  run(options, [&](const Progress& progress) {
    context.state = copy_of(progress.state());
    return false;
  });
  options.size = 48;
  EXPECT_THROW(resume(options, context), Error);
  options.size = 64;
  options.optimizer = OptimizerKind::kAdam;
  EXPECT_THROW(resume(options, context), Error);
  EXPECT_THROW(resume(small_options_of(StyleLoss::kNeighbours), context), Error);
}

TEST_F(TransferTest, AStateSurvivesItsFile) {
  const TemporaryFolder folder;
  const TransferOptions options = small_options();
  const TransferResult expected = run(options);
  int left = 17;
  run(options, [&](const Progress& progress) {
    if (--left > 0) return true;
    write_state_file(folder / "state", "this transfer", progress.state());
    return false;
  });
  EXPECT_EQ(read_state_file(folder / "state", "another transfer").fit, StateFit::kOtherKey);
  EXPECT_FALSE(read_state_file(folder / "state", "another transfer").state);
  TransferContext context;
  context.state = read_state_file(folder / "state", "this transfer").state;
  ASSERT_TRUE(context.state);
  EXPECT_TRUE(at::equal(resume(options, context).image.colour, expected.image.colour));
}

// What is painted reaches beyond the picture's borders, the same on all sides.
at::Tensor middle_of(const at::Tensor& canvas, const at::Tensor& picture) {
  const int64_t margin = (canvas.size(2) - picture.size(2)) / 2;
  return canvas.narrow(2, margin, picture.size(2)).narrow(3, margin, picture.size(3));
}

TEST_F(TransferTest, TheMeanOfTheIteratesIsThePictureAndTheStartOfTheNextScale) {
  TransferOptions options = small_options();
  options.optimizer = OptimizerKind::kAdam;
  options.averaging = 0.8;
  std::vector<at::Tensor> shown, iterates;
  const TransferResult result = run(options, [&](const Progress& progress) {
    if (progress.scale == 1) shown.push_back(progress.picture().colour);
    if (progress.scale == 1) iterates.push_back(progress.state().optimizer.tensors[0].clone());
    return true;
  });
  at::Tensor sum = at::zeros_like(iterates[0]);
  double weight = 0;
  for (std::size_t i = 0; i < iterates.size(); ++i) {
    sum = sum * 0.8 + iterates[i] * 0.2;
    weight = weight * 0.8 + 0.2;
    EXPECT_TRUE(at::allclose(shown[i], middle_of(sum / weight, shown[i]), 1e-5, 1e-5)) << i;
  }
  options.averaging = 0;
  EXPECT_FALSE(at::equal(run(options).image.colour, result.image.colour));
  // From the mean of the first scale, with the content's own details where that was the content
  // without them, the second one alone goes the same way.
  options.averaging = 0.8;
  options.scales = 1;
  options.start = Start::kPicture;
  Image start;
  const Image content = resize(content_, result.image.size());
  const Size coarse{shown.back().size(3), shown.back().size(2)};
  start.colour = resize_pixels(shown.back() - resize(content, coarse).colour, content.size())
                     .add_(content.colour)
                     .clamp_(0, 1);
  EXPECT_TRUE(at::equal(run(options, {}, start).image.colour, result.image.colour));
}

TEST_F(TransferTest, AMeanSurvivesAnInterruption) {
  TransferOptions options = small_options();
  options.optimizer = OptimizerKind::kAdam;
  options.averaging = 0.9;
  const TransferResult expected = run(options);
  for (const int stop : {1, 12, 13, 20}) {
    expect_to_go_on_from_its_file(options, stop, expected);
  }
}

TEST_F(TransferTest, TellsTheLossesOfEveryIterationAlsoThoseBeforeAnInterruption) {
  const TemporaryFolder folder;
  const TransferOptions options = small_options();
  std::vector<double> totals;
  run(options, [&](const Progress& progress) {
    totals.push_back(progress.losses.total());
    if (totals.size() < 29) return true;  // 24 at the first scale
    write_state_file(folder / "state", "key", progress.state());
    return false;
  });
  TransferContext context;
  context.state = read_state_file(folder / "state", "key").state;
  ASSERT_TRUE(context.state);
  Beginning beginning([](const Progress& progress) {
    EXPECT_EQ(progress.scale, 2);
    EXPECT_EQ(progress.iteration, 5);
    EXPECT_EQ(progress.thumbnail(20).size(), fit_longest_side(progress.size, 20));
    EXPECT_EQ(progress.thumbnail(999).size(), progress.size);
  });
  const TransferResult result = resume(options, context, beginning);
  EXPECT_EQ(beginning.calls, 1);
  std::vector<double> told;
  for (const ScaleReport& scale : result.scales) {
    EXPECT_EQ(scale.loss_history.size(), static_cast<std::size_t>(scale.iterations));
    EXPECT_EQ(scale.loss_history.back().total(), scale.losses.total());
    for (const Losses& losses : scale.loss_history) told.push_back(losses.total());
  }
  ASSERT_EQ(told.size(), 36u);
  told.resize(totals.size());
  EXPECT_EQ(told, totals);
}

TEST_F(TransferTest, ShowsWhatItBeginsWith) {
  Beginning beginning([&](const Progress& progress) {
    EXPECT_EQ(progress.iteration, 0);
    EXPECT_EQ(progress.remaining_seconds, 0);
    const Image full = resize(content_, {64, 38});
    EXPECT_TRUE(at::equal(progress.picture().colour, resize(full, {32, 19}).colour));
  });
  resume(small_options(), {}, beginning);
  EXPECT_EQ(beginning.calls, 1);
}

class StateFile : public TransferTest {
 protected:
  void SetUp() override {
    run(small_options(), [&](const Progress& progress) {
      write_state_file(folder_ / "state", "key", progress.state());
      return false;
    });
    whole_ = file_text(folder_ / "state");
  }

  StateFit fit_of(const std::string& bytes) {
    const FoundState found = read_state(MemorySource(bytes), "key");
    EXPECT_EQ(found.state.has_value(), found.fit == StateFit::kServes);
    return found.fit;
  }

  // The file with another text in its header, whose length is set right.
  std::string with_header(const std::string& from, const std::string& to) {
    const auto begin = whole_.find('\n') + 1, end = whole_.find('\n', begin);
    std::string header = whole_.substr(begin, end - begin);
    const auto place = header.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    header.replace(place, from.size(), to);
    return "stylize state 5 " + std::to_string(header.size()) + "\n" + header + whole_.substr(end);
  }

  TemporaryFolder folder_;
  std::string whole_;
};

TEST_F(StateFile, IsWholeOrNone) {
  EXPECT_EQ(fit_of(whole_), StateFit::kServes);
  EXPECT_EQ(read_state_file(folder_ / "missing", "key").fit, StateFit::kMissing);
  EXPECT_EQ(read_state_file(folder_ / "state", "key", whole_.size() - 1).fit, StateFit::kDamaged);
  for (const std::string& damaged : {std::string(), whole_.substr(0, 7), whole_.substr(0, 60),
                                     whole_.substr(0, whole_.size() - 1), whole_ + "x",
                                     std::string("stylize state 5 nonsense\n"),
                                     std::string("stylize state 5 99999999999999999999\n"),
                                     std::string("stylize state 5 -1\n")}) {
    EXPECT_EQ(fit_of(damaged), StateFit::kDamaged) << damaged.size();
  }
  EXPECT_EQ(fit_of("stylize state 1\n{\"key\": \"key\"}\n"), StateFit::kOtherVersion);
}

TEST_F(StateFile, KeepsLossesByTheirNames) {
  TransferState state = *read_state(MemorySource(whole_), "key").state;
  ScaleReport& scale = state.scales.back();
  const double style = scale.loss_history.front().of("style");
  EXPECT_GT(style, 0);
  scale.losses["temporal"] = 3;
  for (Losses& losses : scale.loss_history) losses["temporal"] = 4;
  write_state_file(folder_ / "state", "key", state);
  const FoundState found = read_state_file(folder_ / "state", "key");
  ASSERT_TRUE(found.state);
  const ScaleReport& read = found.state->scales.back();
  ASSERT_EQ(read.loss_history.size(), 1u);
  EXPECT_EQ(read.loss_history.front().of("style"), style);
  EXPECT_EQ(read.loss_history.front().of("temporal"), 4);
  EXPECT_EQ(read.losses.of("temporal"), 3);
  EXPECT_EQ(read.losses.size(), 4u);
}

TEST_F(StateFile, AFlippedBitAnywhereIsFound) {
  for (std::size_t i = 0; i < whole_.size(); i += i < 2000 ? 1 : 997) {
    std::string flipped = whole_;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    EXPECT_NE(fit_of(flipped), StateFit::kServes) << i;
  }
}

TEST_F(StateFile, ItsSizeIsHeldAgainstWhatItSays) {
  const auto before = resident_memory();
  reset_peak_memory();
  for (const std::string& hostile :
       {with_header("\"tensors\":4", "\"tensors\":1000000000000000"),
        with_header("\"tensors\":4", "\"tensors\":65000"),
        with_header("\"tensors\":4", "\"tensors\":-1"),
        with_header("\"tensors\":4", "\"tensors\":1e3"),
        with_header("\"half_tensors\":2", "\"half_tensors\":1"),
        with_header("\"half_tensors\":2", "\"half_tensors\":5"),
        with_header("\"half_tensors\":2", "\"half_tensors\":-1"),
        with_header("\"matched\":false", "\"matched\":true"),
        with_header("\"matched\":false", "\"matched\":1"),
        with_header("\"values\":1", "\"values\":1000000000"),
        with_header("\"width\":32", "\"width\":1000000"),
        with_header("\"width\":32", "\"width\":-32"),
        with_header("\"width\":32", "\"width\":9223372036854775807"),
        with_header("\"loss_history\":1", "\"loss_history\":4000000000"),
        with_header("\"name\":\"style\"", "\"name\":\"content\""),
        with_header("\"name\":\"style\"", "\"name\":\"" + std::string(33, 's') + "\""),
        with_header("\"name\":\"style\"", "\"name\":1"),
        with_header("\"losses\":[", "\"losses\":[{\"name\":\"one\",\"value\":1.0},"),
        with_header("\"iterations\":1", "\"iterations\":-2000000000"),
        with_header("\"scales\":[", "\"scales\":[" + std::string(300'000, '[')),
        with_header("\"key\":\"key\"", "\"key\":" + std::string(300'000, '['))}) {
    EXPECT_EQ(fit_of(hostile), StateFit::kDamaged) << hostile.substr(0, 200);
  }
  EXPECT_LT(peak_memory() - before, 256 << 20);
}

// With the right hash and the right key, as only somebody could write it who wants to.
TEST_F(StateFile, OfAnotherShapeTheTransferBeginsAnew) {
  TransferContext context;
  context.state = read_state(MemorySource(whole_), "key").state;
  ASSERT_TRUE(context.state);
  context.state->optimizer.tensors.pop_back();
  struct Refusal : Observer {
    void refused_state(const Error& error) override { reason = error.what(); }
    std::string reason;
  } refusal;
  const TransferResult expected = run(small_options());
  EXPECT_TRUE(
      at::equal(resume(small_options(), context, refusal).image.colour, expected.image.colour));
  EXPECT_NE(refusal.reason, "");
}

TEST_F(TransferTest, CachedTargetsChangeNothingAndAreMadeOnce) {
  const TransferOptions options = small_options();
  const TransferResult expected = run(options);
  TargetCache cache(int64_t{1} << 30);
  TransferContext context;
  context.targets = &cache;
  context.content_name = "content";
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(at::equal(resume(options, context).image.colour, expected.image.colour));
    EXPECT_EQ(cache.made(), 4);  // two scales, content and style
  }
  std::swap(content_, style_);
  context.content_name = "style";
  style_name_ = "content";
  const TransferResult other = run(options);
  EXPECT_TRUE(at::equal(resume(options, context).image.colour, other.image.colour));
  EXPECT_EQ(cache.made(), 8);
}

TEST_F(TransferTest, KeepsTheColoursOfTheContentInEveryPictureItGives) {
  TransferOptions options = small_options();
  options.size = 72;  // of another size than the content
  std::vector<Image> plain, kept;
  const auto collect = [](std::vector<Image>& pictures) {
    return [&pictures](const Progress& progress) {
      pictures.push_back(progress.picture());
      return true;
    };
  };
  plain.push_back(run(options, collect(plain)).image);
  for (const ColourSpace space : {ColourSpace::kLab, ColourSpace::kYcrcb, ColourSpace::kLuv}) {
    options.colour = ColourControl::kKeep;
    options.colour_space = space;
    kept.clear();
    kept.push_back(run(options, collect(kept)).image);
    ASSERT_EQ(kept.size(), plain.size());
    const Image full = resize(content_, kept.back().size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const Image colours = resize(full, kept[i].size());
      EXPECT_TRUE(at::equal(kept[i].colour, keep_colours(plain[i], colours, space).colour)) << i;
    }
  }
}

TEST_F(TransferTest, MatchesTheStyleToTheColoursOfTheContentFirst) {
  TransferOptions options = small_options();
  options.colour = ColourControl::kMatch;
  const at::Tensor matched = run(options).image.colour;
  const Size size = output_size(content_.size(), options);
  style_ =
      match_colours(resize(style_, style_size(style_.size(), size, 1)), resize(content_, size));
  options.colour = ColourControl::kStyle;
  EXPECT_TRUE(at::equal(run(options).image.colour, matched));
}

TEST_F(TransferTest, TargetsOfAMatchedStyleAreThoseOfItsContentAlone) {
  TransferOptions options = small_options();
  TargetCache cache(int64_t{1} << 30);
  TransferContext context;
  context.targets = &cache;
  const Image contents[] = {content_, Image{content_.colour * 0.3, {}}};
  for (int round = 0; round < 2; ++round) {
    for (const bool dark : {false, true}) {
      content_ = contents[dark ? 1 : 0];
      context.content_name = dark ? "dark" : "light";
      for (const ColourControl colour : {ColourControl::kMatch, ColourControl::kStyle}) {
        options.colour = colour;
        const at::Tensor expected = run(options).image.colour;
        EXPECT_TRUE(at::equal(resume(options, context).image.colour, expected));
      }
    }
  }
  // Two scales of two contents, of the style as it is and as matched to each.
  EXPECT_EQ(cache.made(), 2 * (2 + 1 + 2));
}

TEST_F(TransferTest, BlendsStyles) {
  TransferOptions options = small_options();
  Image other;
  other.colour =
      at::rand({1, 3, 40, 64}) * at::tensor({0.1, 0.5, 1.}, at::kFloat).reshape({1, 3, 1, 1});
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    options.objective.style_loss = loss;
    const at::Tensor first = run(options).image.colour;
    std::swap(style_, other);
    const at::Tensor second = run(options).image.colour;
    std::swap(style_, other);
    EXPECT_TRUE(at::equal(blended(options, other, {1}, {0}), first));
    EXPECT_TRUE(at::equal(blended(options, other, {0}, {2}), second));
    const at::Tensor both = blended(options, other, {1}, {1});
    EXPECT_TRUE(at::equal(blended(options, other, {3}, {3}), both));
    // Red is the first style's colour, blue the second's: a blend lies between.
    const auto red = [](const at::Tensor& picture) {
      return (picture.select(1, 0) - picture.select(1, 2)).mean().item<double>();
    };
    EXPECT_LT(red(both), red(first)) << static_cast<int>(loss);
    EXPECT_GT(red(both), red(second)) << static_cast<int>(loss);
  }
  EXPECT_THROW(blended(options, other, {0}, {0}), Error);
}

// The next picture of a blend needs none of the styles' own targets, however many did not fit.
TEST_F(TransferTest, ABlendHasItsOwnPlaceInTheCache) {
  const TransferOptions options = small_options();
  TargetCache cache(int64_t{1} << 30);
  TransferContext context;
  context.targets = &cache;
  context.content_name = "content";
  const Image other{at::rand({1, 3, 40, 64}), {}};
  const at::Tensor expected = blended(options, other, {1}, {2});
  EXPECT_TRUE(at::equal(blended(options, other, {1}, {2}, context), expected));
  EXPECT_EQ(cache.made(), 8);  // two scales: the content, both styles, and their blend
  EXPECT_TRUE(at::equal(blended(options, other, {1}, {2}, context), expected));
  EXPECT_EQ(cache.made(), 8);
  // Other weights, other blocks: another blend.
  EXPECT_TRUE(
      at::equal(blended(options, other, {2}, {1}, context), blended(options, other, {2}, {1})));
  EXPECT_EQ(cache.made(), 10);
  const StyleUse fine{1, 1, BlockRange{1, 1}};
  EXPECT_TRUE(
      at::equal(blended(options, other, fine, {2}, context), blended(options, other, fine, {2})));
  EXPECT_EQ(cache.made(), 12);
  // Whatever one of the styles is part of is forgotten with it.
  cache.forget("other");
  blended(options, other, {1}, {2}, context);
  EXPECT_EQ(cache.made(), 16);
}

TEST_F(TransferTest, CachedStylesOfOneLossAreNotThoseOfAnother) {
  TargetCache cache(int64_t{1} << 30);
  TransferContext context;
  context.targets = &cache;
  context.content_name = "content";
  TransferOptions options = small_options();
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    options.objective.style_loss = loss;
    EXPECT_TRUE(at::equal(resume(options, context).image.colour, run(options).image.colour));
  }
  EXPECT_EQ(cache.made(), 10);  // two scales; one content and four styles
}

// A network whose features become NaN after a number of evaluations.
TEST_F(TransferTest, InWindowsPaintsNearlyTheSamePicture) {
  TransferOptions options = small_options();
  options.size = 150;
  options.iterations = 5;
  const auto painted = [&] {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options.objective), at::kCPU);
    return transfer({content_, {{style_, {1, 1.2}}}}, *network, options).image.colour;
  };
  const at::Tensor whole = painted();
  options.window = 90;
  const at::Tensor windows = painted();
  EXPECT_FALSE(at::equal(windows, whole)) << "in one window";
  EXPECT_LT((windows - whole).square().mean().item<double>(), 1e-4);  // 40 dB
}

class FailingNetwork : public Network {
 public:
  FailingNetwork(std::unique_ptr<Network> network, int evaluations)
      : network_(std::move(network)), left_(evaluations) {}
  const std::vector<std::string>& layers() const override { return network_->layers(); }
  c10::Device device() const override { return network_->device(); }
  bool features_may_be_overwritten() const override {
    return network_->features_may_be_overwritten();
  }
  Features features(const at::Tensor& picture) override { return network_->features(picture); }
  Features forward(const at::Tensor& picture) override {
    Features features = network_->forward(picture);
    if (left_-- <= 0) features[0] = features[0] * std::numeric_limits<float>::quiet_NaN();
    return features;
  }
  at::Tensor backward(Features gradients) override {
    return network_->backward(std::move(gradients));
  }
  void release() override { network_->release(); }
  std::unique_ptr<Network> clone() const override { return network_->clone(); }
  int64_t halo() const override { return network_->halo(); }
  int64_t stride() const override { return network_->stride(); }
  int64_t step_of_windows() const override { return network_->step_of_windows(); }
  int64_t memory_needed(const Size& size) const override { return network_->memory_needed(size); }
  std::vector<int64_t> feature_bytes(const Size& size) const override {
    return network_->feature_bytes(size);
  }

 private:
  std::unique_ptr<Network> network_;
  int left_;
};

TEST_F(TransferTest, LossesThatStayNotFiniteEndWithTheBestPictureSoFar) {
  for (const OptimizerKind optimizer : {OptimizerKind::kLbfgs, OptimizerKind::kAdam}) {
    TransferOptions options = small_options();
    options.optimizer = optimizer;
    FailingNetwork network(make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                              layers_of(options.objective), at::kCPU),
                           8);
    const TransferResult result = transfer({content_, {{style_}}}, network, options);
    EXPECT_EQ(result.outcome, Outcome::kDiverged);
    EXPECT_EQ(result.image.size(), (Size{64, 38}));
    EXPECT_TRUE(at::isfinite(result.image.colour).all().item<bool>());
    EXPECT_TRUE(std::isfinite(result.scales.back().losses.total()));
  }
}

// The line search would compare losses along a gradient that is not theirs.
TEST_F(TransferTest, NormalizedGradientsNeedAdam) {
  TransferOptions options = small_options();
  options.objective.normalize_gradients = true;
  EXPECT_THROW(run(options), Error);
  options.optimizer = OptimizerKind::kAdam;
  EXPECT_EQ(run(options).outcome, Outcome::kFinished);
}

TEST_F(TransferTest, PicturesThatAreTooSmallAreRefused) {
  for (const at::Tensor& tiny : {at::rand({1, 3, 1, 1}), at::rand({1, 3, 4000, 1})}) {
    const Image normal = content_;
    content_.colour = tiny;
    EXPECT_THROW(run(small_options()), Error);
    content_ = normal;
    const Image style = style_;
    style_.colour = tiny;
    EXPECT_THROW(run(small_options()), Error);
    style_ = style;
  }
}

}  // namespace
}  // namespace stylize
