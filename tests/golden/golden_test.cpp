// Compares the program's present results with the golden pictures beside this file.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "stylize/image/image_files.h"
#include "support/run_program.h"

namespace stylize {
namespace {

// Between the effects of rounding and of real changes; README.md has the figures.
const std::string kThresholds = " --min-psnr 56 --min-ssim 0.9995 --max-diff 20 --max-delta-e 0.15";

class Golden : public testing::Test {
 protected:
  std::string folder() const { return (folder_ / "painted").string(); }

  // Paints all golden pictures again.
  void paint(const std::string& options, const std::string& environment = "") {
    const ProgramRun run = run_command(
        "env -u STYLIZE_MODEL " + environment + " " + quoted(GOLDEN_FOLDER "/paint.sh") + " " +
        quoted(PROGRAM) + " " + quoted(folder()) + " --model " + quoted(BOX_MODEL) + " " + options);
    ASSERT_EQ(run.exit_code, 0) << run.error;
  }

  // Compares a golden picture, or the folder of all, with its repainted counterpart.
  ProgramRun compare(const std::string& name = "") {
    return run_command(quoted(PROGRAM) + " compare " + quoted(GOLDEN_FOLDER "/" + name) + " " +
                       quoted(folder() + "/" + name) + kThresholds);
  }

  void expect_golden() {
    const ProgramRun run = compare();
    EXPECT_EQ(run.exit_code, 0) << run.output << run.error;
    EXPECT_NE(run.output.find("2 pictures"), std::string::npos) << run.output;
  }

  // Expects a failure by each of these measures, so that any of them alone would find it.
  void expect_far(const std::string& name, const std::vector<std::string>& measures) {
    const ProgramRun run = compare(name);
    EXPECT_EQ(run.exit_code, 1) << run.output << run.error;
    for (const std::string& measure : measures) {
      const std::string verdict = run.output.substr(run.output.find("verdict"));
      EXPECT_NE(verdict.find(measure), std::string::npos) << measure << " in\n" << run.output;
    }
  }

  static constexpr const char* kFromContent = "mountain_lake_autumn_knife.png";
  static constexpr const char* kFromNoise = "still_life_woodcut.png";

 private:
  TemporaryFolder folder_;
};

TEST_F(Golden, Winograd) {
  paint("--backend winograd");
  expect_golden();
}

TEST_F(Golden, WinogradAsAvx2) {
  paint("--backend winograd", "STYLIZE_INSTRUCTION_SET=avx2");
  expect_golden();
}

TEST_F(Golden, WinogradAsAnyProcessor) {
  paint("--backend winograd", "STYLIZE_INSTRUCTION_SET=baseline");
  expect_golden();
}

TEST_F(Golden, Torch) {
  paint("--backend torch");
  expect_golden();
}

TEST_F(Golden, AnotherSeedFails) {
  paint("--seed 8");
  expect_far(kFromNoise, {"psnr", "ssim", "largest", "delta E"});
  EXPECT_EQ(compare(kFromContent).exit_code, 0) << "the seed is that of the noise alone";
}

TEST_F(Golden, AnotherStyleWeightFails) {
  paint("--style-weight 400");
  expect_far(kFromContent, {"psnr", "delta E"});
  expect_far(kFromNoise, {"psnr", "delta E"});
}

TEST_F(Golden, SwappedChannelsFail) {
  std::filesystem::create_directory(folder());
  for (const std::string name : {kFromContent, kFromNoise}) {
    Image image = read_image(GOLDEN_FOLDER "/" + name);
    image.colour = image.colour.flip({1});
    write_image(folder() + "/" + name, image);
    expect_far(name, {"psnr", "largest", "delta E"});
  }
}

}  // namespace
}  // namespace stylize
