#include "stylize/transfer/transfer_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "stylize/error.h"
#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"
#include "stylize/objective/windows.h"

namespace stylize {
namespace {

constexpr int64_t kMebibyte = int64_t{1} << 20;
// What advice leaves to the process besides some percent.
constexpr int64_t kOfProcess = 4 * kMebibyte;
constexpr Size kContent{3000, 2000}, kStyle{1600, 1600};

class TransferMemoryTest : public testing::Test {
 protected:
  TransferMemoryTest() : model_(load_model(BOX_MODEL)) {
    options_.size = 1024;
    options_.objective = recommended_objective(model_.recommendation);
    network_ = make_winograd_network(model_, layers_of(options_.objective));
  }

  TransferOptions within(int64_t bytes) {
    const auto remedy = [](int64_t least) { return std::to_string(least / kMebibyte) + "M"; };
    return within_memory(*network_, kContent, {{kStyle}}, options_, {{bytes, disk_}, remedy},
                         "out.png");
  }

  std::string refusal(int64_t bytes) {
    try {
      within(bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kMemory);
      return error.what();
    }
    return "";
  }

  int64_t needed(const TransferOptions& options) {
    const Size output = output_size(kContent, options);
    return transfer_memory(*network_, output, {style_size(kStyle, output, 1)}, options).memory;
  }

  Model model_;
  TransferOptions options_;
  int64_t disk_ = 0;
  std::unique_ptr<Network> network_;
};

TEST_F(TransferMemoryTest, GrowsWithThePictureAndTheHistory) {
  const int64_t all = needed(options_);
  options_.history = 5;
  const int64_t less_history = needed(options_);
  const int64_t pairs = 2 * 15 * 3 * 1024 * 683 * 2;
  EXPECT_GE(all - less_history, pairs);
  EXPECT_LE(all - less_history, pairs + pairs / 2);
  options_.size = 512;
  EXPECT_NEAR(static_cast<double>(needed(options_)), static_cast<double>(less_history) / 4,
              static_cast<double>(less_history) / 20);  // each thread takes the same
}

TEST_F(TransferMemoryTest, AnOctaveNeedsItsPicturesAlone) {
  options_.objective.octave_weights = {1};
  const int64_t alone = needed(options_);
  options_.objective.octave_weights = {1, 1};
  const Size canvas = {1024 + 16, 683 + 16};
  const int64_t pictures = 2 * (canvas.width / 2) * (canvas.height / 2) * 3 * 4;
  EXPECT_GE(needed(options_) - alone, pictures);
  EXPECT_LE(needed(options_) - alone, 2 * pictures);
}

TEST_F(TransferMemoryTest, NeighboursNeedTheirFeatures) {
  const int64_t without = needed(options_);
  options_.objective.style_loss = StyleLoss::kNeighbours;
  const int64_t features = 64 * 1024 * 683 * int64_t{sizeof(float)};  // of relu1_1 alone
  EXPECT_GE(needed(options_) - without, 2 * features);
}

TEST_F(TransferMemoryTest, CountsTheLabelsOfMasks) {
  const LabelMap two{{{255, 0, 0}, {0, 0, 255}}, {}};
  TransferInputs inputs;
  inputs.styles.resize(2);
  EXPECT_EQ(labels_of(inputs), 0);
  inputs.content_mask = inputs.styles[0].mask = two;
  inputs.styles[1].mask = whole_label({});
  EXPECT_EQ(labels_of(inputs), 5);
  const Size size{1024, 683};
  const int64_t without = transfer_memory(*network_, size, {size}, options_).memory;
  EXPECT_GE(transfer_memory(*network_, size, {size}, options_, 4).memory - without,
            4 * 2 * size.width * size.height * int64_t{sizeof(float)});
}

TEST_F(TransferMemoryTest, WinogradNeedsLessThanTorch) {
  const auto torch = make_torch_network(model_, layers_of(options_.objective), at::kCPU);
  const Size size{1024, 768};
  EXPECT_LT(network_->memory_needed(size), torch->memory_needed(size) / 2);
}

TEST_F(TransferMemoryTest, LeavesTheOptionsAloneWhereAllFits) {
  EXPECT_EQ(within(needed(options_)).history, options_.history);
}

TEST_F(TransferMemoryTest, PutsTheHistoryOnTheDiskFirst) {
  const int64_t bytes = needed(options_) - kMebibyte;
  // The pairs and one that is made, in 16 bits; the gradient and the direction; of the canvas.
  disk_ = (2 * (20 + 1) * 2 + 2 * 4) * int64_t{1040} * 699 * 3;
  const TransferOptions stored = within(bytes);
  EXPECT_TRUE(stored.stores_history);
  EXPECT_FALSE(stored.stores_features);
  EXPECT_EQ(stored.window, 0);
  EXPECT_EQ(stored.history, options_.history);
  const Size output = output_size(kContent, options_);
  EXPECT_EQ(transfer_memory(*network_, output, {output}, stored).disk, disk_);
  disk_ -= 1;
  EXPECT_FALSE(within(bytes).stores_history);
}

TEST_F(TransferMemoryTest, TakesTheLargestWindowThatFits) {
  for (const int64_t disk : {int64_t{0}, 4096 * kMebibyte}) {
    disk_ = disk;
    const int64_t bytes = (disk > 0 ? 300 : 800) * kMebibyte;
    TransferOptions windows = within(bytes);
    EXPECT_EQ(windows.stores_history, disk > 0);
    EXPECT_EQ(windows.stores_features, disk > 0);
    EXPECT_EQ(windows.history, options_.history);
    EXPECT_LT(windows.window, 1024);
    EXPECT_GE(windows.window, 4 * margin_for_gradient(*network_));
    EXPECT_LE(needed(windows), bytes);
    windows.window += network_->step_of_windows();
    EXPECT_GT(needed(windows), bytes);
  }
}

TEST_F(TransferMemoryTest, ShortensTheHistoryLast) {
  options_.window = smallest_window(*network_);
  const int64_t enough = needed(options_);
  options_.window = 0;
  EXPECT_EQ(within(enough).history, options_.history);
  const TransferOptions shorter = within(enough - kMebibyte);
  EXPECT_LT(shorter.history, options_.history);
  EXPECT_GE(shorter.history, kSmallestHistory);
  EXPECT_LE(needed(shorter), enough - kMebibyte);
}

// What the refusal names as enough is; less is not.
TEST_F(TransferMemoryTest, NamesTheLeastMemoryThatWouldDo) {
  disk_ = 4096 * kMebibyte;
  const std::string message = refusal(80 * kMebibyte);
  const auto place = message.find("M, or s");
  ASSERT_NE(place, std::string::npos) << message;
  const int64_t least = std::atoi(message.c_str() + message.rfind(' ', place) + 1) * kMebibyte;
  EXPECT_LE(needed(within(least)), least);
  EXPECT_NE(refusal(least - least / 20 - kOfProcess), "");
}

TEST_F(TransferMemoryTest, AStyleMayBeLargerThanMemory) {
  const auto within = [&](int64_t bytes) {
    return within_memory(*network_, {400, 300}, {{{6000, 6000}, 10}}, options_, {{bytes, 0}},
                         "out.png");
  };
  options_.size = 400;
  EXPECT_EQ(within(20000 * kMebibyte).window, 0);
  EXPECT_GT(within(1500 * kMebibyte).window, 0);
}

TEST_F(TransferMemoryTest, NeighboursAreOfWholePictures) {
  options_.objective.style_loss = StyleLoss::kNeighbours;
  EXPECT_NE(refusal(1000 * kMebibyte), "");
}

TEST_F(TransferMemoryTest, TellsThePlan) {
  const auto text = [&] { return plan_text(*network_, kContent, {{kStyle}}, options_); };
  EXPECT_EQ(text().find("whole, history of 20 pairs, about "), 0u) << text();
  options_.window = 512;
  options_.stores_history = options_.stores_features = true;
  const Size largest = largest_sizes(windows_of({1024 + 16, 683 + 16}, 512, *network_)).gradient;
  EXPECT_LE(std::max(largest.width, largest.height), 512);
  const std::string windows =
      " windows of at most " + std::to_string(largest.width) + "x" +
      std::to_string(largest.height) +
      " pixels, history of 20 pairs on the disk, features of the content on the disk, about ";
  EXPECT_NE(text().find(windows), std::string::npos) << text();
  EXPECT_NE(text().find(" MiB of the disk"), std::string::npos) << text();
}

TEST_F(TransferMemoryTest, NamesTheLargestSizeThatFits) {
  const std::string message = refusal(150 * kMebibyte);
  EXPECT_EQ(message.find("out.png: 1024x683 pixels with a style of 1024x1024 need at least "), 0u)
      << message;
  const auto place = message.find(", or size ");
  ASSERT_NE(place, std::string::npos) << message;
  const int size = std::atoi(message.c_str() + place + 10);
  options_.size = size;
  EXPECT_EQ(within(150 * kMebibyte).size, size);
  options_.size = size * 105 / 100;
  EXPECT_NE(refusal(150 * kMebibyte - kOfProcess), "");
}

TEST_F(TransferMemoryTest, SaysHowMuchMemoryWouldDoWhereNoSizeFits) {
  EXPECT_NE(refusal(1024).find("M would do"), std::string::npos) << refusal(1024);
  EXPECT_EQ(refusal(1024).find("size"), std::string::npos) << refusal(1024);
}

}  // namespace
}  // namespace stylize
