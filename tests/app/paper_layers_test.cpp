// --style-layers paper and --content-layers paper are the layers of the literature.

#include "program_fixture.h"

namespace stylize {
namespace {

const std::string kListed =
    "--style-layers relu1_1,relu2_1,relu3_1,relu4_1,relu5_1 --content-layers relu4_2 ";

class PaperLayers : public Program {
 protected:
  // The bundled model ends at relu5_1.
  void expect_same_picture(const std::string& arguments) {
    SCOPED_TRACE(arguments);
    const ProgramRun again = paint(arguments + " --resume");
    EXPECT_EQ(again.exit_code, 0) << again.error;
    EXPECT_NE(again.error.find("is there already"), std::string::npos) << again.error;
  }
};

TEST_F(PaperLayers, ArePrintedAsAListOfLayers) {
  const ProgramRun paper = run("--print-config --style-layers paper --content-layers Paper");
  EXPECT_EQ(paper.exit_code, 0) << paper.error;
  EXPECT_EQ(paper.output, run("--print-config " + kListed).output);
  for (const char* line :
       {"\ncontent-layers=\"relu4_2\"\n",
        "\nstyle-layers=[\"relu1_1\",\"relu2_1\",\"relu3_1\",\"relu4_1\",\"relu5_1\"]\n"}) {
    EXPECT_NE(paper.output.find(line), std::string::npos) << line << paper.output;
  }
  write("settings.toml", "style-layers = paper\ncontent-layers = [\"paper\"]\n");
  EXPECT_EQ(run("--print-config --config settings.toml").output, paper.output);
  write("printed.toml", paper.output);
  const std::string again = run("--print-config --config printed.toml").output;
  EXPECT_NE(again.find("\nstyle-layers=[\"relu1_1\",\"relu2_1\","), std::string::npos) << again;
  const ProgramRun more = run("--print-config --style-layers paper,relu3_4=2");
  EXPECT_NE(more.output.find("\"relu5_1\",\"relu3_4=2\"]"), std::string::npos) << more.output;
}

TEST_F(PaperLayers, PaintTheSamePictureFromEverySourceOfSettings) {
  ASSERT_EQ(paint(kListed + "-o out.png").exit_code, 0);
  expect_same_picture("--style-layers paper --content-layers paper -o out.png");
  write("settings.toml", "style-layers = \"paper\"\ncontent-layers = \"paper\"\n");
  expect_same_picture("--config settings.toml -o out.png");
  write("jobs.csv", "content,style,output,style-layers,content-layers\n" + kContent + "," + kStyle +
                        ",out.png,paper,paper\n");
  const ProgramRun jobs = run("--jobs-from jobs.csv --size 64 --iterations 3 --resume");
  EXPECT_EQ(jobs.exit_code, 0) << jobs.error;
  EXPECT_NE(jobs.error.find("is there already"), std::string::npos) << jobs.error;
  EXPECT_EQ(paint("--content-layers paper -o out.png --resume").error.find("is there already"),
            std::string::npos)
      << "of other style layers";
}

TEST_F(PaperLayers, CannotHaveAWeight) {
  expect_failure(paint("--style-layers paper=2 -o out.png"), 2,
                 "--style-layers: \"paper=2\": paper takes no weight; it stands for relu1_1,");
  expect_failure(paint("--content-layers relu1_1,PAPER=1 -o out.png"), 2, "stands for relu4_2");
}

TEST_F(PaperLayers, AreInTheHelp) {
  const std::string help = run("--help").output;
  for (const char* option : {"--content-layers", "--style-layers"}) {
    const std::size_t place = help.find(option);
    ASSERT_NE(place, std::string::npos) << option;
    const std::string text = help.substr(place, help.find("\n  --", place) - place);
    EXPECT_NE(text.find("paper:"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace stylize
