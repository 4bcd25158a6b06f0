// The program on a GPU. Skipped if LibTorch finds none.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/program_fixture.h"
#include "stylize/image/comparison.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

class Gpu : public Program {
 protected:
  void SetUp() override {
    const ProgramRun probe = paint_on("cuda", "-o probe.png");
    if (probe.exit_code == 3 && probe.error.find("CUDA devices") != std::string::npos) {
      GTEST_SKIP() << probe.error;
    }
    ASSERT_EQ(probe.exit_code, 0) << probe.error;
    fs::remove(file("probe.png"));
  }

  ProgramRun paint_on(const std::string& device, const std::string& more) {
    return paint("--tolerance 0 --device " + device + " " + more);
  }
};

std::vector<std::string> every_way() {
  const std::string other = quoted(std::string(SAMPLES_FOLDER) + "/style/woodcut.jpg");
  const std::string mask = quoted(std::string(SAMPLES_FOLDER) + "/mask/mountain_lake.png");
  return {"",
          "--optimizer adam --averaging 0.9",
          "--optimizer adam --normalize-gradients",
          "--style-loss statistics --tv-norm l1",
          "--style-loss wasserstein -s " + other,
          "--style-loss neighbours",
          "--octaves 1,0.5",
          "--pooling max",
          "--pooling average",
          "--pooling l2",
          "--style-layers pool1 --content-layers conv2_1",
          "--init noise --seed 3",
          "--colour keep",
          "-s " + other + " --content-mask " + mask + " --style-mask white --style-mask black"};
}

// Few iterations, because rounding errors grow with each.
TEST_F(Gpu, PaintsTheSamePictureAsTheProcessor) {
  for (const std::string& way : every_way()) {
    ASSERT_EQ(paint_on("cpu", "--scales 1 -o cpu.png " + way).exit_code, 0) << way;
    const ProgramRun result = paint_on("cuda", "--scales 1 -o gpu.png " + way);
    ASSERT_EQ(result.exit_code, 0) << way << result.error;
    const Comparison found = compare(read_image(file("cpu.png")), read_image(file("gpu.png")));
    EXPECT_GT(found.psnr, 40) << way;
  }
}

TEST_F(Gpu, TheSameTwiceGivesTheSameBytes) {
  for (const std::string& way : every_way()) {
    ASSERT_EQ(paint_on("cuda", "-o a.png --iterations 20 " + way).exit_code, 0) << way;
    ASSERT_EQ(paint_on("cuda", "-o b.png --iterations 20 " + way).exit_code, 0) << way;
    EXPECT_EQ(file_text(file("a.png")), file_text(file("b.png"))) << way;
  }
}

// Stopped by SIGINT, in the middle of a scale.
TEST_F(Gpu, AResumedPictureHasTheSameBytes) {
  const std::string job = "--content " + quoted(kContent) + " --style " + quoted(kStyle) +
                          " --size 2048 --scales 1 --iterations 60 --tolerance 0 --device cuda ";
  ASSERT_EQ(run(job + "-o whole.png").exit_code, 0);
  const ProgramRun stopped =
      run_command("cd " + quoted(folder_.path().string()) + " && { timeout --signal INT 4 " +
                  quoted(PROGRAM) + " " + job + "-o parts.png --checkpoint 1; }");
  ASSERT_NE(stopped.exit_code, 0) << "was done before it could be stopped";
  const ProgramRun rest = run(job + "-o parts.png --resume");
  ASSERT_EQ(rest.exit_code, 0) << rest.error;
  EXPECT_EQ(file_text(file("whole.png")), file_text(file("parts.png")));
}

TEST_F(Gpu, WinogradPaintsOnTheProcessorUnlessAGpuIsRequested) {
  EXPECT_EQ(paint("-o out.png --backend winograd").exit_code, 0);
  fs::remove(file("out.png"));
  expect_failure(paint_on("cuda", "-o out.png --backend winograd"), 2, "CPU only");
}

}  // namespace
}  // namespace stylize
