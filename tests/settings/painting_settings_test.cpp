#include "settings/painting_settings.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "settings/value_text.h"
#include "stylize/error.h"

namespace stylize {
namespace {

// The record for options with this setting.
nlohmann::ordered_json record_with(const std::string& name, std::vector<std::string> texts) {
  JobOptions options;
  for (const Setting& setting : painting_settings()) {
    if (setting.name != name) continue;
    for (std::string& text : texts) EXPECT_EQ(setting.check(text), "") << text;
    setting.set(texts, options);
  }
  return recorded_settings(options);
}

const Setting& setting_called(const std::string& name) {
  for (const Setting& setting : painting_settings()) {
    if (setting.name == name) return setting;
  }
  throw std::invalid_argument(name);
}

std::string problem(const std::string& name, std::string text) {
  return setting_called(name).check(text);
}

TEST(PaintingSettings, AreEachDeclaredOnceAndCompletely) {
  std::set<std::string> names;
  for (const Setting& setting : painting_settings()) {
    SCOPED_TRACE(setting.name);
    EXPECT_TRUE(names.insert(setting.name).second);
    EXPECT_TRUE(setting.alias.empty() || names.insert(setting.alias).second);
    if (!setting.set) continue;  // users cannot set it
    EXPECT_FALSE(setting.group.empty());
    EXPECT_FALSE(setting.help.empty());
    EXPECT_EQ(setting.flag, setting.unit.empty());
    EXPECT_TRUE(setting.texts);
  }
}

// The default shown in the help is the value without the setting.
TEST(PaintingSettings, ReadWhatTheyWrite) {
  for (const Setting& setting : painting_settings()) {
    if (!setting.set) continue;
    SCOPED_TRACE(setting.name);
    JobOptions options;
    std::vector<std::string> texts = setting.texts(options);
    if (texts.empty()) continue;
    for (std::string& text : texts) {
      EXPECT_EQ(setting.check ? setting.check(text) : "", "");
    }
    setting.set(texts, options);
    EXPECT_EQ(setting.texts(options), texts);
    if (setting.value && !setting.left_to_model) {
      EXPECT_EQ(setting.value(options), setting.value(JobOptions()));
    }
  }
}

TEST(PaintingSettings, AreRecordedAsGiven) {
  EXPECT_EQ(record_with("size", {"0300"})["size"], 300);
  EXPECT_EQ(record_with("style-scale", {"0.5"})["style-scale"], 0.5);
  EXPECT_EQ(record_with("style-scale", {"0.5", "2"})["style-scale"].dump(), "[0.5,2.0]");
  EXPECT_EQ(record_with("style-blend", {"3", "7"})["style-blend"].dump(), "[3.0,7.0]");
  EXPECT_EQ(record_with("style-blend", {"Equal"})["style-blend"].dump(), "[]");
  EXPECT_EQ(record_with("style-blocks", {"1-2", "4"})["style-blocks"].dump(), "[[1,2],[4,4]]");
  EXPECT_EQ(record_with("iterations", {"30"})["iterations"], 30);
  EXPECT_EQ(record_with("iterations", {"5", "090,60,30"})["iterations"].dump(), "[90,60,30]");
  EXPECT_EQ(record_with("colour", {"KEEP"})["colour"], "keep");
  EXPECT_EQ(record_with("bit-depth", {"16"})["bit-depth"], 16);
  EXPECT_EQ(record_with("seed", {"18446744073709551615"})["seed"], UINT64_MAX);
  EXPECT_EQ(record_with("averaging", {"0.9"})["averaging"], 0.9);
  EXPECT_FALSE(record_with("averaging", {"0"}).contains("averaging"));
  EXPECT_FALSE(record_with("save-every", {"5"}).contains("save-every"));
}

TEST(PaintingSettings, SayWhatIsWrongWithAValue) {
  EXPECT_EQ(problem("size", "0x40"), "\"0x40\" is not a whole number from 0 to 32768");
  EXPECT_EQ(problem("tolerance", "nan"), "\"nan\" is not a number from 0 to 1");
  EXPECT_EQ(problem("optimizer", "sgd"), "\"sgd\" is not lbfgs or adam");
  EXPECT_NE(problem("style-blocks", "3-1"), "");
  EXPECT_NE(problem("style-mask", "#red"), "");
  EXPECT_NE(problem("style-layers", "relu1_1=0"), "");
  EXPECT_NE(problem("style-layers", "paper=2"), "");
  EXPECT_NE(problem("loss-plot", "losses.gif"), "");
}

// Library users see the plain name of the setting; only the program adds dashes.
TEST(PaintingSettings, SayWhichNumberOfAListIsWrong) {
  const std::string wrong = " is not a whole number from 1 to 1000000";
  EXPECT_EQ(problem("iterations", "20,x,5"), "\"x\"" + wrong);
  EXPECT_EQ(problem("iterations", "20,"), "\"\"" + wrong);
  EXPECT_EQ(problem("iterations", ",20"), "\"\"" + wrong);
  EXPECT_EQ(problem("iterations", "0"), "\"0\"" + wrong);
}

TEST(PaintingSettings, ThatConflictAreRefusedByName) {
  JobOptions options;
  check_settings(options);
  options.transfer.averaging = 0.5;
  try {
    check_settings(options);
    FAIL();
  } catch (const SettingError& error) {
    EXPECT_EQ(error.setting(), "averaging");
    EXPECT_STREQ(error.what(), "averaging: works with optimizer adam only");
  }
  options.transfer.optimizer = OptimizerKind::kAdam;
  check_settings(options);
  options.transfer.history = 5;
  EXPECT_EQ(settings_without_effect(options),
            std::vector<std::string>{"history: has no effect without optimizer lbfgs"});
  EXPECT_THROW(setting_called("octaves").set({"2.5"}, options), SettingError);
  EXPECT_THROW(setting_called("octaves").set({"0", "0"}, options), SettingError);
  EXPECT_THROW(setting_called("style-blend").set({"equal", "2"}, options), SettingError);
}

TEST(NumberText, IsTheShortestThatReadsBack) {
  for (const char* text : {"0", "1", "0.02", "1e-06", "1000", "0.1", "3.14159265358979"}) {
    EXPECT_EQ(number_text(std::strtod(text, nullptr)), text);
  }
  EXPECT_EQ(parse_number(number_text(1.0 / 3)), 1.0 / 3);
}

}  // namespace
}  // namespace stylize
