// Invalid files given as models, by mistake or on purpose.

#include <sys/stat.h>

#include "program_fixture.h"
#include "support/script_model.h"

namespace stylize {
namespace {

class Models : public Program {
 protected:
  // Painting with this file as the model fails with one line that names it and `part`.
  void expect_refusal(const std::string& bytes, const std::string& part) {
    write("model.pt", bytes);
    const ProgramRun run = paint("--model model.pt -o out.png");
    expect_failure(run, 3, part);
    EXPECT_NE(run.error.find("model.pt: "), std::string::npos) << run.error;
  }
};

TEST_F(Models, PlainWeightsAreRefusedWithAHintToTheScript) {
  constexpr const char* kScript = "scripts/export_vgg19.py";
  expect_refusal("\x80\x02}.", kScript);
  expect_refusal(zip_file({{"archive/data.pkl", "\x80\x02}."}, {"archive/version", "3"}}), kScript);
}

TEST_F(Models, AForeignNetworkIsRefusedWithAFullSentence) {
  ScriptModel model;
  model.pickle =
      "\x80\x02" +
      pickled_module(
          model.root,
          {{"0", pickled_module(model.convolution, {{"weight", model.weight.text()}})}}) +
      ".";
  expect_refusal(model.file(), "has no layer relu1_1; it has no ReLU at all, so it is no VGG");
}

TEST_F(Models, AModelWithoutChannelsIsRefused) {
  ScriptModel model;
  model.weight = {"0", "Float", 0, 0, {0, 3, 3, 3}, {27, 9, 3, 1}};
  model.bias = {"1", "Float", 0, 0, {0}, {1}};
  model.weights = model.biases = "";
  expect_refusal(model.file(), "conv1_1 has weights 0x3x3x3");
}

TEST_F(Models, APipeIsRefusedWithoutWaiting) {
  ASSERT_EQ(::mkfifo(file("pipe.pt").c_str(), 0600), 0);
  expect_failure(paint("--model pipe.pt -o out.png"), 3, "pipe.pt: ");
}

}  // namespace
}  // namespace stylize
