// What a model file says of itself beside its layers: what it recommends, and whose its weights
// are.

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "stylize/error.h"
#include "stylize/network/model.h"
#include "stylize/settings/objective_options.h"
#include "support/file_text.h"
#include "support/vgg_script.h"

namespace stylize {
namespace {

const std::vector<int> kVgg19 = {2, 2, 4, 4, 4}, kVgg16 = {2, 2, 3, 3, 3};

Model with_defaults(const std::vector<int>& convolutions, const std::string& defaults) {
  return load_model("model.pt", vgg_script(convolutions, {{"defaults.json", defaults}}));
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

std::vector<std::pair<std::string, double>> pairs(const std::vector<LayerWeight>& layers) {
  std::vector<std::pair<std::string, double>> result;
  for (const LayerWeight& layer : layers) result.emplace_back(layer.layer, layer.weight);
  return result;
}

void expect_same(const ObjectiveOverrides& a, const ObjectiveOverrides& b) {
  EXPECT_EQ(pairs(a.content_layers), pairs(b.content_layers));
  EXPECT_EQ(pairs(a.style_layers), pairs(b.style_layers));
  EXPECT_EQ(a.content_weight, b.content_weight);
  EXPECT_EQ(a.style_weight, b.style_weight);
  EXPECT_EQ(a.tv_weight, b.tv_weight);
  EXPECT_EQ(a.octave_weights, b.octave_weights);
  EXPECT_EQ(a.style_loss, b.style_loss);
}

int poolings(const Model& model, LayerKind kind) {
  int count = 0;
  for (const Layer& layer : model.layers) count += layer.kind == kind ? 1 : 0;
  return count;
}

// The figures that the scripts write into files now.
nlohmann::json official() {
  const auto scripts = std::filesystem::path(BOX_MODEL).parent_path().parent_path() / "scripts";
  return nlohmann::json::parse(file_text(scripts / "official_defaults.json"));
}

TEST(ModelNotes, FormerOfficialDefaultsGiveWayToThePresentOnes) {
  const Model found = with_defaults(kVgg19, kFormerDefaults);
  EXPECT_EQ(found.defaults_state, DefaultsState::kReplaced);
  EXPECT_EQ(found.defaults_version, 0);
  EXPECT_EQ(poolings(found, LayerKind::kAveragePooling), 4);
  const Model present = with_defaults(kVgg19, official().at("defaults").dump());
  EXPECT_EQ(present.defaults_state, DefaultsState::kOfFile);
  EXPECT_EQ(present.defaults_version, kDefaultsVersion);
  EXPECT_EQ(poolings(present, LayerKind::kMaxPooling), 4) << "poolings are those of the file";
  expect_same(found.recommendation, present.recommendation);
  EXPECT_FALSE(found.recommendation.style_layers.empty());
}

TEST(ModelNotes, FormerDefaultsOfOtherNetworksToo) {
  const Model vgg16 = with_defaults(kVgg16, kFormerDefaults);
  EXPECT_EQ(vgg16.defaults_state, DefaultsState::kReplaced);
  EXPECT_EQ(vgg16.recommendation.style_layers.back().layer, "relu3_3") << "it has no relu3_4";
  EXPECT_EQ(vgg16.recommendation.style_layers.size(),
            official().at("defaults").at("style_layers").size());
  const std::string of_blocks =
      R"({"content_layers": {"relu3_4": 1}, "style_layers": {"relu1_1": 1, "relu2_1": 1, "relu3_1": 1},)"
      R"("content_weight": 1, "style_weight": 20, "tv_weight": 0.1})";
  const Model blocks = with_defaults({2, 2, 4}, of_blocks);
  EXPECT_EQ(blocks.defaults_state, DefaultsState::kReplaced);
  expect_same(blocks.recommendation, with_defaults(kVgg19, kFormerDefaults).recommendation);
  EXPECT_EQ(with_defaults(kVgg19, of_blocks).defaults_state, DefaultsState::kOfFile);
}

TEST(ModelNotes, DefaultsThatSomebodyChoseStay) {
  const std::pair<const char*, const char*> changes[] = {
      {"{\"content", "{\"version\": 1, \"content"},
      {"{\"content", "{\"version\": 2, \"content"},
      {"\"relu4_2\"", "\"relu4_1\""},
      {"\"relu2_1\": 1", "\"relu2_1\": 2"},
      {", \"relu5_1\": 1", ""},
      {"20", "21"},
      {", \"tv_weight\": 0.1", ""}};
  for (const auto& [from, to] : changes) {
    SCOPED_TRACE(to);
    const Model model = with_defaults(kVgg19, changed(kFormerDefaults, from, to));
    EXPECT_EQ(model.defaults_state, DefaultsState::kOfFile);
    EXPECT_EQ(poolings(model, LayerKind::kMaxPooling), 4);
    EXPECT_LT(model.recommendation.style_weight, 22);
  }
}

TEST(ModelNotes, OfALaterVersionWhatIsUnderstoodIsUsed) {
  const Model model = with_defaults(
      kVgg19,
      R"({"version": 3, "content_layers": {"relu3_1": 2}, "style_layers": {"relu1_1": 1, "relu9_1": 1},)"
      R"("content_weight": [1, 2], "style_weight": 7, "colours": "warm"})");
  EXPECT_EQ(model.defaults_state, DefaultsState::kNewer);
  EXPECT_EQ(model.defaults_version, 3);
  EXPECT_EQ(pairs(model.recommendation.content_layers), pairs({{"relu3_1", 2}}));
  EXPECT_TRUE(model.recommendation.style_layers.empty()) << "one of them is not there";
  EXPECT_FALSE(model.recommendation.content_weight);
  EXPECT_EQ(model.recommendation.style_weight, 7);
}

TEST(ModelNotes, TheModelInTheBoxSaysWhatItIs) {
  const Model model = load_model(BOX_MODEL);
  EXPECT_EQ(model.defaults_state, DefaultsState::kOfFile);
  EXPECT_EQ(model.defaults_version, kDefaultsVersion);
  EXPECT_EQ(model.recommendation.style_weight, 400);
  EXPECT_EQ(model.recommendation.tv_weight, 0.3);
  EXPECT_EQ(poolings(model, LayerKind::kAveragePooling), 4);
  EXPECT_EQ(model.recommendation.octave_weights, (std::vector<double>{1, 0.5, 0.25}));
  EXPECT_EQ(model.origin.weights, "made for stylize from freely licensed pictures");
  EXPECT_EQ(model.origin.licence, "MIT");
}

TEST(ModelNotes, OriginIsTakenAsItIs) {
  const Origin origin =
      load_model(
          "model.pt",
          vgg_script({1}, {{"origin.json", R"({"weights": "\u001b[31mX", "licence": "MIT"})"}}))
          .origin;
  EXPECT_EQ(origin.weights, "\x1b[31mX");
  EXPECT_EQ(origin.licence, "MIT");
  EXPECT_EQ(origin.citation, "");
}

TEST(ModelNotes, ThoseThatCannotBeUsedAreRefused) {
  const std::pair<const char*, std::string> cases[] = {
      {"defaults.json", R"({"version": 0})"},
      {"defaults.json", R"({"version": -2})"},
      {"defaults.json", R"({"version": 2.5})"},
      {"defaults.json", R"({"version": "2"})"},
      {"defaults.json", R"({"version": 18446744073709551615})"},
      {"defaults.json", R"({"version": 2, "content_weight": [1]})"},
      {"origin.json", R"({"weights": 1})"},
      {"origin.json", R"(["weights"])"},
      {"origin.json", R"({"licence": ")" + std::string(1001, 'x') + "\"}"},
      {"origin.json", R"({"citation": ")" + std::string(70000, 'x') + "\"}"},
      {"origin.json", "{"}};
  for (const auto& [name, text] : cases) {
    SCOPED_TRACE(text.substr(0, 60));
    try {
      load_model("model.pt", vgg_script({1}, {{name, text}}));
      ADD_FAILURE() << "was loaded";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kModel);
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
      EXPECT_LT(std::string(error.what()).size(), 500U);
    }
  }
}

void expect_refused(const std::string& defaults) {
  try {
    with_defaults(kVgg19, defaults);
    ADD_FAILURE() << defaults;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kModel);
    EXPECT_NE(std::string(error.what()).find("defaults.json"), std::string::npos) << error.what();
  }
}

TEST(ModelNotes, OctavesAreAListOfWeights) {
  EXPECT_TRUE(with_defaults(kVgg19, "{}").recommendation.octave_weights.empty());
  EXPECT_EQ(
      with_defaults(kVgg19, R"({"octave_weights": [1, 0, 0.5]})").recommendation.octave_weights,
      (std::vector<double>{1, 0, 0.5}));
  for (const char* wrong : {"3", "[]", "[0, 0]", "[1, -1]", "[1, 1, 1, 1, 1, 1, 1]", "[\"1\"]"}) {
    expect_refused(std::string("{\"octave_weights\": ") + wrong + "}");
  }
}

TEST(ModelNotes, AStyleLossIsOneThatWorksWithEveryOption) {
  EXPECT_FALSE(with_defaults(kVgg19, "{}").recommendation.style_loss);
  const ObjectiveOverrides whitened =
      with_defaults(kVgg19, R"({"style_loss": "whitened"})").recommendation;
  EXPECT_EQ(whitened.style_loss, StyleLoss::kWhitened);
  EXPECT_EQ(recommended_objective(whitened).style_loss, StyleLoss::kWhitened);
  for (const char* wrong : {"\"neighbours\"", "\"Gram\"", "3", "[\"gram\"]"}) {
    expect_refused(std::string("{\"style_loss\": ") + wrong + "}");
  }
}

}  // namespace
}  // namespace stylize
