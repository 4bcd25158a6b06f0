#include "batch/job_record.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "settings/painting_settings.h"
#include "stylize/error.h"

namespace stylize {
namespace {

class RecordTest : public testing::Test {
 protected:
  RecordTest() {
    run_context_.version = "1.2.3";
    run_context_.model.path = "models/some.pt";
    run_context_.model_sha256 = "abc";
    run_context_.settings = [this](const ObjectiveOptions&) {
      return NamedOptions{{"backend", backend_}};
    };
    job_.content = "photos/\"lake\".jpg";
    job_.styles = {{"styles/n\xff.png"}};  // not UTF-8
    result_.scales.resize(1);
    result_.scales[0].iterations = 7;
    result_.scales[0].losses["style"] = 0.25;
  }

  std::string key() const {
    return record_key(run_context_, job_, settled_options(job_.options, run_context_.model),
                      hashes_);
  }
  std::string record() const { return make_record(key(), run_context_, job_, result_); }

  std::string backend_ = "winograd";
  RunContext run_context_;
  Job job_;
  InputHashes hashes_{"content hash", {{"style hash"}}};
  TransferResult result_;
};

TEST_F(RecordTest, DescribesHowThePictureWasMade) {
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

TEST_F(RecordTest, MatchesOnlyItsOwnKey) {
  EXPECT_TRUE(is_record_of(record(), key()));
  EXPECT_FALSE(is_record_of("", key()));
  EXPECT_FALSE(is_record_of("[1]", key()));
  EXPECT_FALSE(is_record_of("{\"key\": 3, \"outcome\": \"finished\"}", key()));
}

TEST_F(RecordTest, AnUnfinishedPictureMustBePaintedAgain) {
  result_.outcome = Outcome::kDiverged;
  EXPECT_FALSE(is_record_of(record(), key()));
}

// A valid value of the setting other than its default, found by trying texts of other settings.
bool change(const Setting& setting, JobOptions& options) {
  const std::vector<std::string> before = setting.texts(options);
  for (std::string text : {"7", "0.25", "16", "2", "1-2", "relu4_1", "match", "ycrcb", "l1",
                           "wasserstein", "adam", "noise", "true", "none"}) {
    if (setting.check && !setting.check(text).empty()) continue;
    try {
      setting.set({text}, options);
    } catch (const SettingError&) {
      continue;
    }
    if (setting.left_to_model || setting.texts(options) != before) return true;
  }
  return false;
}

// Everything that affects pixels changes the key. The test uses the table of settings itself, so
// that it includes settings added later.
TEST_F(RecordTest, EverySettingChangesTheKey) {
  const std::string before = key(), record_before = record();
  const JobOptions options = job_.options;
  int counted = 0;
  for (const Setting& setting : painting_settings()) {
    SCOPED_TRACE(setting.name);
    if (!setting.set) continue;
    const bool decides = setting.effect == SettingEffect::kPicture ||
                         setting.effect == SettingEffect::kPictureIfGiven;
    EXPECT_EQ(static_cast<bool>(setting.value), decides);
    if (!decides) continue;
    ASSERT_TRUE(change(setting, job_.options)) << "no value of the test fits it";
    EXPECT_NE(key(), before);
    EXPECT_FALSE(is_record_of(record_before, key()));
    job_.options = options;
    ++counted;
  }
  EXPECT_GT(counted, 25);
}

// Each value of a choice gives a different picture.
TEST_F(RecordTest, EveryChoiceChangesTheKey) {
  std::set<std::string> keys;
  for (const StyleLoss loss : {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics,
                               StyleLoss::kWasserstein, StyleLoss::kNeighbours}) {
    job_.options.transfer.objective.style_loss = loss;
    for (const ColourControl colour :
         {ColourControl::kStyle, ColourControl::kMatch, ColourControl::kKeep}) {
      job_.options.transfer.colour = colour;
      for (const Start start : {Start::kContent, Start::kNoise, Start::kPicture}) {
        job_.options.transfer.start = start;
        keys.insert(key());
      }
    }
  }
  EXPECT_EQ(keys.size(), 45u);
}

// Inputs and the run's settings change the key; file names and the version do not.
TEST_F(RecordTest, EveryInputChangesTheKey) {
  const std::string before = key(), record_before = record();
  const std::vector<std::function<void()>> changes = {
      [&] { hashes_.styles.push_back({"another"}); },
      [&] { backend_ = "torch"; },
      [&] { run_context_.model_sha256 = "abd"; },
      [&] { hashes_.content = "other"; },
      [&] { hashes_.styles[0].picture = "other"; },
      [&] { hashes_.initial = "other"; },
      [&] { hashes_.content_mask = "mask"; },
      [&] {
        hashes_.content_mask = "mask";
        hashes_.styles[0].mask = "#ffffff";
      },
  };
  const std::string model = run_context_.model_sha256;
  const InputHashes hashes = hashes_;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    EXPECT_NE(key(), before) << i;
    EXPECT_FALSE(is_record_of(record_before, key())) << i;
    run_context_.model_sha256 = model, hashes_ = hashes, backend_ = "winograd";
  }
  EXPECT_EQ(before.find("mask"), std::string::npos) << "pictures without masks keep their records";
  run_context_.version = "2";
  job_.content = "elsewhere.jpg";
  EXPECT_TRUE(is_record_of(record_before, key()));
}

// The text of a record from before the table of settings: its picture must not be painted again.
TEST_F(RecordTest, MatchesRecordsOfEarlierVersions) {
  EXPECT_EQ(settings_of_key(key()),
            R"({"size":512,"style-scale":1.0,"style-blend":[],"style-blocks":[],"colour":"style",)"
            R"("colour-space":"lab","content-weight":1.0,"style-weight":20.0,"tv-weight":0.1,)"
            R"("tv-norm":"l2","style-loss":"gram","normalize-gradients":false,)"
            R"("content-layers":{"relu4_2":1.0},"style-layers":{"relu1_1":1.0,"relu2_1":1.0,)"
            R"("relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"iterations":40,)"
            R"("coarser-iterations":"twice","optimizer":"lbfgs","learning-rate":0.02,"history":20,)"
            R"("scales":0,"init":"content","init-noise":0.0,"seed":0,"tolerance":0.001,)"
            R"("quality":95,"bit-depth":8,"backend":"winograd"})");
}

}  // namespace
}  // namespace stylize
