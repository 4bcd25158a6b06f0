#include "stylize/batch/record.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace stylize {
namespace {

class RecordTest : public testing::Test {
 protected:
  RecordTest() {
    studio_.version = "1.2.3";
    studio_.model.path = "models/some.pt";
    studio_.model_sha256 = "abc";
    studio_.settings = [this](const ObjectiveOptions&) {
      return NamedOptions{{"backend", backend_}};
    };
    job_.content = "photos/\"lake\".jpg";
    job_.style = "styles/n\xff.png";  // no UTF-8
    result_.scales.resize(1);
    result_.scales[0].iterations = 7;
    result_.scales[0].losses.style = 0.25;
  }

  std::string key() const {
    return record_key(studio_, job_, settled_options(job_.options, studio_.model), hashes_);
  }
  std::string record() const { return make_record(key(), studio_, job_, result_); }

  std::string backend_ = "winograd";
  Studio studio_;
  Job job_;
  InputHashes hashes_{"content hash", "style hash", "", {}};
  TransferResult result_;
};

TEST_F(RecordTest, TellsWhatMadeThePicture) {
  const auto record = nlohmann::json::parse(this->record());
  EXPECT_EQ(record["stylize"], "1.2.3");
  EXPECT_EQ(record["content"], "\"lake\".jpg");
  EXPECT_EQ(record["model"], "some.pt");
  EXPECT_EQ(record["outcome"], "finished");
  EXPECT_EQ(record["scales"][0]["iterations"], 7);
  EXPECT_EQ(record["scales"][0]["loss"], 0.25);
  EXPECT_EQ(record["key"]["content"], "content hash");
  EXPECT_EQ(record["key"]["settings"]["size"], 512);
  EXPECT_EQ(record["key"]["settings"]["backend"], "winograd");
}

TEST_F(RecordTest, IsThatOfItsKeyOnly) {
  EXPECT_TRUE(is_record_of(record(), key()));
  EXPECT_FALSE(is_record_of("", key()));
  EXPECT_FALSE(is_record_of("[1]", key()));
  EXPECT_FALSE(is_record_of("{\"key\": 3, \"outcome\": \"finished\"}", key()));
}

TEST_F(RecordTest, APictureThatWasNotFinishedIsToBePaintedAgain) {
  result_.outcome = Outcome::kDiverged;
  EXPECT_FALSE(is_record_of(record(), key()));
}

// Whatever changes pixels changes the key; names of files and the version do not.
TEST_F(RecordTest, EverySettingCounts) {
  const std::string before = key(), record_before = record();
  TransferOptions& transfer = job_.options.transfer;
  const std::vector<std::function<void()>> changes = {
      [&] { transfer.size = 513; },
      [&] { transfer.style_scales = {1.001}; },
      [&] {
        transfer.style_blocks = {{1, 4}};
      },
      [&] {
        transfer.style_blend = {1, 2};
      },
      [&] { hashes_.more_styles = {"another"}; },
      [&] { transfer.colour = ColourControl::kMatch; },
      [&] { transfer.colour = ColourControl::kKeep; },
      [&] { transfer.colour_space = ColourSpace::kYcrcb; },
      [&] { transfer.colour_space = ColourSpace::kLuv; },
      [&] { job_.options.objective.content_weight = 2; },
      [&] { job_.options.objective.style_weight = 2; },
      [&] { job_.options.objective.tv_weight = 2; },
      [&] {
        job_.options.objective.content_layers = {{"relu3_1", 1}};
      },
      [&] {
        job_.options.objective.style_layers = {{"relu1_1", 0.5}};
      },
      [&] {
        job_.options.objective.octave_weights = {1, 1};
      },
      [&] { transfer.objective.tv_norm = TvNorm::kL1; },
      [&] { transfer.objective.normalize_gradients = true; },
      [&] { transfer.objective.style_loss = StyleLoss::kStatistics; },
      [&] { transfer.objective.style_loss = StyleLoss::kWasserstein; },
      [&] { transfer.objective.style_loss = StyleLoss::kNeighbours; },
      [&] { transfer.optimizer = OptimizerKind::kAdam; },
      [&] { transfer.iterations = 9; },
      [&] { transfer.learning_rate = 0.5; },
      [&] { transfer.averaging = 0.5; },
      [&] { transfer.history = 9; },
      [&] { transfer.scales = 1; },
      [&] { transfer.start = Start::kNoise; },
      [&] { transfer.start_noise = 0.1; },
      [&] { transfer.seed = 9; },
      [&] { transfer.tolerance = 0; },
      [&] { job_.options.write.quality = 3; },
      [&] { job_.options.write.bit_depth = 16; },
      [&] { backend_ = "torch"; },
      [&] { studio_.model_sha256 = "abd"; },
      [&] { hashes_.content = "other"; },
      [&] { hashes_.style = "other"; },
      [&] { hashes_.initial = "other"; },
      [&] { hashes_.content_mask = "mask"; },
      [&] {
        hashes_.content_mask = "mask";
        hashes_.style_masks = {"#ffffff"};
      },
  };
  const std::string model = studio_.model_sha256;
  const Job job = job_;
  const InputHashes hashes = hashes_;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    EXPECT_NE(key(), before) << i;
    EXPECT_FALSE(is_record_of(record_before, key())) << i;
    studio_.model_sha256 = model, job_ = job, hashes_ = hashes, backend_ = "winograd";
  }
  EXPECT_EQ(before.find("mask"), std::string::npos) << "pictures without masks keep their records";
  studio_.version = "2";
  job_.content = "elsewhere.jpg";
  EXPECT_TRUE(is_record_of(record_before, key()));
}

}  // namespace
}  // namespace stylize
