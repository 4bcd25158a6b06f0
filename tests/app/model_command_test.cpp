// `stylize model`, and other messages about the model, run by a shell.

#include <regex>

#include "program_fixture.h"
#include "support/vgg_script.h"

namespace stylize {
namespace {

const std::vector<int> kVgg19 = {2, 2, 4, 4, 4};

class ModelCommand : public Program {
 protected:
  void SetUp() override {
    environment_ = "XDG_DATA_HOME=" + quoted(file("data").string());
    fs::create_directories(file("data/stylize"));
  }

  void expect_says(const std::string& output, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
      EXPECT_NE(output.find(part), std::string::npos) << part << "\n" << output;
    }
  }
};

TEST_F(ModelCommand, ListsInstalledModelsAndHowToFetchTheOfficialOne) {
  const ProgramRun box = run("model");
  EXPECT_EQ(box.exit_code, 0) << box.error;
  EXPECT_EQ(box.error, "");
  expect_says(box.output,
              {"vgg19-free.pt (used without --model)\n",
               "  network: VGG19, blocks 1 to 5, as far as relu5_1; 13 million weights\n",
               "  size: 25.9 MB\n", "made for stylize", "  licence: MIT\n",
               "  style layers: relu1_1, relu2_1, relu3_1, relu3_4\n",
               "  content layers: relu3_1\n", ": 1, 400, 0.3\n", "  pooling: average\n"});
  const std::string command = "To fetch the official weights: ";
  const auto place = box.output.find(command);
  ASSERT_NE(place, std::string::npos) << box.output;
  std::string script = box.output.substr(place + command.size());
  script.pop_back();
  EXPECT_EQ(run_command(script + " --help").exit_code, 0) << script;

  write("data/stylize/vgg19.pt",
        vgg_script(kVgg19, {{"defaults.json", R"({"style_layers": {"relu2_1": 0.5}})"},
                            {"origin.json", R"({"weights": "somebody's", "licence": "theirs",)"
                                            R"("citation": "a paper"})"}}));
  const ProgramRun both = run("model");
  EXPECT_EQ(both.exit_code, 0) << both.error;
  EXPECT_EQ(both.output.find(file("data/stylize/vgg19.pt").string() + " (used"), 0U) << both.output;
  expect_says(both.output,
              {"a network in VGG's form, blocks 1 to 5", "  weights: somebody's\n",
               "  licence: theirs\n", "  to cite: a paper\n", "  style layers: relu2_1=0.5\n",
               "  pooling: max\n", "vgg19-free.pt\n"});
}

TEST_F(ModelCommand, TheModelOfTheEnvironmentVariableComesFirst) {
  write("own.pt", vgg_script({1}));
  environment_ += " STYLIZE_MODEL=own.pt";
  const ProgramRun own = run("model");
  EXPECT_EQ(own.exit_code, 0) << own.error;
  EXPECT_EQ(own.output.find("own.pt (used without --model)\n"), 0U) << own.output;
  expect_says(own.output, {"block 1, as far as relu1_1", "  weights: the file does not say\n",
                           "  pooling: none\n", "vgg19-free.pt\n"});
  fs::remove(file("own.pt"));
  const ProgramRun gone = run("model");
  EXPECT_EQ(gone.exit_code, 3);
  expect_says(gone.output, {"cannot be used: own.pt: no such model file\n", "vgg19-free.pt\n"});
}

TEST_F(ModelCommand, ABrokenModelIsReported) {
  write("data/stylize/vgg19.pt", "broken");
  const ProgramRun broken = run("model");
  EXPECT_EQ(broken.exit_code, 3);
  expect_says(broken.output,
              {"vgg19.pt (used without --model)\n  cannot be used: ", "  licence: MIT"});
}

TEST_F(ModelCommand, DescribesOneFileWithoutControlCharacters) {
  const std::string name = "a\x1b[31m.pt";
  write(name,
        vgg_script({2, 2, 3}, {{"origin.json", R"({"weights": "\u001b]0;x\u0007",)"
                                               R"("licence": "a\nb\u202e", "citation": "\\"})"}}));
  const ProgramRun one = run("model " + quoted(name));
  EXPECT_EQ(one.exit_code, 0) << one.error;
  EXPECT_EQ(one.output.find("a\\x1b[31m.pt\n"), 0U) << one.output;
  expect_says(one.output,
              {"  weights: \\x1b]0;x\\x07\n", "  licence: a\\nb\\u202e\n", "  to cite: \\\\\n"});
  EXPECT_EQ(one.output.find("vgg19-free"), std::string::npos);
  const ProgramRun missing = run("model gone.pt");
  expect_failure(missing, 3, "stylize: gone.pt: no such model file");
  write("text.pt", "no model");
  expect_failure(run("model text.pt"), 3, "text.pt: cannot be loaded");
  expect_failure(run("model /dev/zero"), 3, "/dev/zero");
}

TEST_F(ModelCommand, UsageAndHelp) {
  expect_failure(run("model a.pt b.pt"), 2, "b.pt");
  expect_failure(run("model --size 3"), 2, "--size");
  const ProgramRun help = run("model --help");
  EXPECT_EQ(help.exit_code, 0);
  expect_says(help.output, {"stylize model vgg19.pt"});
  expect_says(run("--help").output, {"stylize model"});
  expect_failure(run("model >/dev/full"), 1, "standard output: cannot be written");
}

TEST_F(ModelCommand, VersionWithAModelPrintsTheOriginOfItsWeights) {
  write("own.pt",
        vgg_script({1}, {{"origin.json", R"({"weights": "\u001b[1m", "licence": "theirs"})"}}));
  for (const std::string arguments : {"--version --model own.pt", "--model own.pt --version"}) {
    const ProgramRun version = run(arguments);
    EXPECT_EQ(version.exit_code, 0) << version.error;
    EXPECT_TRUE(std::regex_search(version.output, std::regex("^stylize [0-9.]+\nLibTorch ")));
    expect_says(version.output, {"\nown.pt\n  weights: \\x1b[1m\n  licence: theirs\n"});
  }
  const ProgramRun plain = run("--version");
  EXPECT_EQ(plain.output.find("licence"), std::string::npos);
  expect_failure(run("--version --model gone.pt"), 3, "gone.pt: no such model file");
}

TEST_F(ModelCommand, ReplacedAndNewerDefaultsAreReportedInALine) {
  write("former.pt", vgg_script(kVgg19, {{"defaults.json", kFormerDefaults}}));
  write("newer.pt", vgg_script(kVgg19, {{"defaults.json", R"({"version": 77, "style_layers":)"
                                                          R"({"relu1_1": 1}, "content_layers":)"
                                                          R"({"relu2_1": 1}})"}}));
  const std::pair<const char*, const char*> cases[] = {
      {"former.pt",
       "former.pt: its defaults are the official ones of earlier versions; the present ones"},
      {"newer.pt", "newer.pt: its defaults are of version 77, and this program knows 2"}};
  for (const auto& [model, message] : cases) {
    SCOPED_TRACE(model);
    const std::string painting =
        "-c " + kContent + " -s " + kStyle + " --size 64 --iterations 1 -o a.png ";
    for (const std::string& arguments : {std::string("--print-config "), painting}) {
      const ProgramRun told = run(arguments + "--model " + model);
      EXPECT_EQ(told.exit_code, 0) << told.error;
      const auto place = told.error.find(message);
      EXPECT_NE(place, std::string::npos) << told.error;
      EXPECT_EQ(told.error.find(message, place + 1), std::string::npos) << "once";
      EXPECT_EQ(run(arguments + "--quiet --model " + model).error, "");
    }
    expect_says(run(std::string("model ") + model).output, {"  note: its defaults are "});
  }
  expect_says(run("model former.pt").output, {"  pooling: average\n", "relu3_4"});
}

// The record of an output must distinguish pictures made with the former pooling from those made
// with the present one.
TEST_F(ModelCommand, ReplacedPoolingIsInTheRecord) {
  write("former.pt", vgg_script(kVgg19, {{"defaults.json", kFormerDefaults}}));
  const std::string layers =
      "--model former.pt --style-layers relu3_1 --content-layers relu3_1 -o out.png ";
  ASSERT_EQ(paint(layers).exit_code, 0);
  const std::string recommended = file_text(file("out.png"));
  expect_says(paint(layers + "--pooling average --resume").error, {"is there already"});
  ASSERT_EQ(paint(layers + "--pooling max --resume").exit_code, 0);
  EXPECT_NE(file_text(file("out.png")), recommended);
}

}  // namespace
}  // namespace stylize
