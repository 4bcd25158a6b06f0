#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "stylize/network/torch_network.h"
#include "stylize/objective/windows.h"
#include "stylize/transfer/transfer.h"
#include "support/small_networks.h"
#include "support/small_transfer.h"
#include "support/temporary_folder.h"
#include "transfer/file_store.h"
#include "transfer/state_file.h"

namespace stylize {
namespace {

// Gives up when it is asked for the n-th time, and keeps the state in a file.
class Impatient : public Observer {
 public:
  Impatient(int patience, std::filesystem::path file) : patience_(patience), file_(file) {}

  bool gives_up() override { return ++asked == patience_; }
  void gave_up(const Progress& progress) override {
    EXPECT_FALSE(gave_up_at);
    gave_up_at = progress.iteration;
    write_state_file(file_, "key", progress.state());
  }

  int asked = 0;
  std::optional<int> gave_up_at;

 private:
  const int patience_;
  const std::filesystem::path file_;
};

class GivingUp : public testing::Test {
 protected:
  GivingUp() {
    at::manual_seed(3);
    content_.colour = at::rand({1, 3, 36, 60});
    style_.colour = at::rand({1, 3, 50, 50}) * 0.5;
  }

  TransferResult run(const TransferOptions& options, Observer& observer,
                     std::optional<TransferState> state = {}) {
    const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                            layers_of(options.objective), at::kCPU);
    TransferContext context;
    context.state = std::move(state);
    context.store = store_;
    TransferResult result =
        transfer({content_, {{style_}}}, *network, options, observer, std::move(context));
    network->check();  // of a transfer that has ended nobody is asked
    return result;
  }

  // At some moments, the first and the last among them.
  void expect_to_go_on_from_any_moment(const TransferOptions& options) {
    constexpr int kNever = 0, kMoments = 6;
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "state";
    Impatient patient(kNever, file);
    const TransferResult whole = run(options, patient);
    ASSERT_EQ(whole.outcome, Outcome::kFinished);
    ASSERT_GT(patient.asked, 2 * kMoments);
    for (int i = 0; i <= kMoments; ++i) {
      const int moment = 1 + i * (patient.asked - 1) / kMoments;
      Impatient observer(moment, file);
      EXPECT_EQ(run(options, observer).outcome, Outcome::kStopped) << moment;
      ASSERT_TRUE(observer.gave_up_at) << moment;
      EXPECT_EQ(observer.asked, moment);  // at once
      Observer other;
      const TransferResult rest = run(options, other, read_state(file));
      EXPECT_TRUE(at::equal(rest.image.colour, whole.image.colour)) << moment;
      EXPECT_EQ(rest.scales.back().iterations, whole.scales.back().iterations);
    }
  }

  std::optional<TransferState> read_state(const std::filesystem::path& file) const {
    return read_state_file(file, "key", std::numeric_limits<uint64_t>::max(), store_.get()).state;
  }

  Image content_, style_;
  std::shared_ptr<VectorStore> store_;
};

TEST_F(GivingUp, WithinAnIterationChangesNothing) {
  expect_to_go_on_from_any_moment(small_transfer(4));
}

TEST_F(GivingUp, WithinAnIterationOfAdamChangesNothing) {
  TransferOptions options = small_transfer(4);
  options.optimizer = OptimizerKind::kAdam;
  options.averaging = 0.9;
  expect_to_go_on_from_any_moment(options);
}

TEST_F(GivingUp, WhileNeighboursAreLookedForChangesNothing) {
  TransferOptions options = small_transfer(4);
  options.objective.style_loss = StyleLoss::kNeighbours;
  expect_to_go_on_from_any_moment(options);
}

TransferOptions in_windows() {
  TransferOptions options = small_transfer(4);
  options.size = 128;
  options.iterations = 2;
  const auto network = make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                                          layers_of(options.objective), at::kCPU);
  options.window = smallest_window(*network);
  EXPECT_GT(windows_of({128, 77}, options.window, *network).size(), 1);
  return options;
}

TEST_F(GivingUp, BetweenWindowsChangesNothing) {
  expect_to_go_on_from_any_moment(in_windows());
}

TEST_F(GivingUp, WithHistoryAndFeaturesOnTheDiskChangesNothing) {
  const TemporaryFolder folder;
  TransferOptions options = in_windows();
  Observer observer;
  const at::Tensor in_memory = run(options, observer).image.colour;
  store_ = make_file_store(folder.path());
  options.stores_history = options.stores_features = true;
  EXPECT_TRUE(at::equal(run(options, observer).image.colour, in_memory));
  expect_to_go_on_from_any_moment(options);
}

// Tells the progress within evaluations, and lets the transfer go on.
class Listener : public Observer {
 public:
  void evaluating(const Progress& progress) override {
    EXPECT_GT(progress.evaluated, 0);
    EXPECT_LE(progress.evaluated, 1);
    EXPECT_GT(progress.remaining_seconds, 0);
    ++told[progress.iteration];
  }
  bool progressed(const Progress& progress) override {
    EXPECT_EQ(progress.evaluated, 0);
    return true;
  }

  std::map<int, int> told;
};

TEST_F(GivingUp, InWindowsProgressIsToldWithinEachIteration) {
  Listener in_windows_listener, whole_listener;
  run(in_windows(), in_windows_listener);
  for (int iteration = 0; iteration < in_windows().iterations; ++iteration) {
    EXPECT_GT(in_windows_listener.told[iteration], 2) << iteration;
  }
  run(small_transfer(2), whole_listener);
  EXPECT_TRUE(whole_listener.told.empty());
}

}  // namespace
}  // namespace stylize
