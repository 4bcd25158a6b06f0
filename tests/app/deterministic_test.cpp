// --deterministic: the same bytes whatever the number of threads.
#include <gtest/gtest.h>

#include <string>

#include "app/program_fixture.h"

namespace stylize {
namespace {

class Deterministic : public Program {
 protected:
  void expect_same_bytes(const std::string& more) {
    std::string first;
    for (const std::string threads : {"1", "3"}) {
      const ProgramRun result = run("--content " + quoted(kContent) + " --style " + quoted(kStyle) +
                                    " --iterations 3 --tolerance 0 -o out.png " +
                                    "--deterministic --threads " + threads + " " + more);
      ASSERT_EQ(result.exit_code, 0) << result.error;
      if (first.empty()) first = file_text(file("out.png"));
      EXPECT_EQ(file_text(file("out.png")), first) << more << ", threads " << threads;
    }
  }
};

// Large enough that LibTorch divides its work among threads, with sides that do not divide evenly.
TEST_F(Deterministic, EveryOptimizerAndStart) {
  expect_same_bytes("--size 150 --scales 1");
  expect_same_bytes("--size 150 --scales 1 --optimizer adam --averaging 0.9 --bit-depth 16");
  expect_same_bytes("--size 150 --init-noise 0.3");
  expect_same_bytes("--size 150 --scales 1 --octaves 3");
}

TEST_F(Deterministic, EveryLoss) {
  expect_same_bytes("--size 150 --scales 1 --style-loss statistics --tv-norm l1");
  const std::string other = quoted(std::string(SAMPLES_FOLDER) + "/style/woodcut.jpg");
  expect_same_bytes("--size 150 --scales 1 --style-loss wasserstein -s " + other);
  expect_same_bytes("--size 150 --scales 1 --style-loss neighbours -s " + other);
}

TEST_F(Deterministic, EveryColourControl) {
  expect_same_bytes("--size 150 --scales 1 --colour keep --bit-depth 16");
  expect_same_bytes("--size 150 --scales 1 --colour match");
}

TEST_F(Deterministic, TheOtherBackend) {
  expect_same_bytes("--size 150 --scales 1 --backend torch");
  expect_same_bytes("--size 150 --scales 1 --style-layers pool1");
}

TEST_F(Deterministic, GivesTheSamePictureAsWithoutTheOption) {
  ASSERT_EQ(paint("-o plain.png").exit_code, 0);
  ASSERT_EQ(paint("-o out.png --deterministic").exit_code, 0);
  EXPECT_EQ(file_text(file("out.png")), file_text(file("plain.png")));
}

// Concurrent pictures share the threads, so each has fewer.
TEST_F(Deterministic, WithAnyNumberOfConcurrentPictures) {
  fs::create_directories(file("photos"));
  for (const char* name : {"a.jpg", "b.jpg"}) fs::copy_file(kContent, file("photos") / name);
  for (const std::string parallel : {"1", "2"}) {
    const ProgramRun result = run("-c photos -s " + quoted(kStyle) + " -o out" + parallel +
                                  " --size 150 --scales 1 --iterations 3 --backend torch " +
                                  "--deterministic --threads 2 --parallel " + parallel);
    ASSERT_EQ(result.exit_code, 0) << result.error;
  }
  for (const std::string name : {"/a_mosaic.jpg", "/b_mosaic.jpg"}) {
    EXPECT_EQ(file_text(file("out1" + name)), file_text(file("out2" + name)));
  }
}

}  // namespace
}  // namespace stylize
