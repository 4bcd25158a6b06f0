// Styles in areas given by masks, with the program.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/program_fixture.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

class MaskOptions : public Program {
 protected:
  MaskOptions() {
    content_ = resize(read_image(kContent), {64, 48});
    write_image(file("content.png"), content_);
    write_image(file("a.png"), flat(0.9, 0.5, 0.1));
    write_image(file("b.png"), flat(0.1, 0.3, 0.8));
    write_image(file("halves.png"), halves({1, 1, 1}, {0, 0, 0}, {128, 96}));
    write_image(file("other.png"), halves({0, 0, 0}, {1, 1, 1}, {64, 48}));
    write_image(file("red.png"), halves({1, 0, 0}, {0, 0, 0}, {64, 48}));
    write_image(file("tall.png"), halves({1, 1, 1}, {0, 0, 0}, {48, 64}));
  }

  // Noise of one colour.
  static Image flat(double red, double green, double blue) {
    at::manual_seed(8);
    return {(at::tensor({red, green, blue}, at::kFloat).reshape({1, 3, 1, 1}) +
             0.2 * at::rand({1, 1, 48, 48}) - 0.1)
                .clamp(0, 1),
            {}};
  }

  static Image halves(const std::vector<float>& left, const std::vector<float>& right,
                      const Size& size) {
    Image image{at::empty({1, 3, size.height, size.width}), {}};
    const int64_t half = size.width / 2;
    image.colour.narrow(3, 0, half).copy_(at::tensor(left).reshape({1, 3, 1, 1}));
    image.colour.narrow(3, half, size.width - half).copy_(at::tensor(right).reshape({1, 3, 1, 1}));
    return image;
  }

  ProgramRun paint_two(const std::string& more) {
    return run("-c content.png -s a.png -s b.png --size 64 --iterations 12 " + more);
  }

  // How much redder than blue a part of a picture is.
  double warmth(const std::string& name, int64_t column, int64_t columns) {
    const at::Tensor part = read_image(file(name)).colour.narrow(3, column, columns);
    return (part.select(1, 0) - part.select(1, 2)).mean().item<double>();
  }

  Image content_;
};

TEST_F(MaskOptions, PaintEachStyleInItsArea) {
  const std::string masks = " --style-mask white --style-mask '#000' -o ";
  const ProgramRun result = paint_two("--content-mask halves.png" + masks + "out.png");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_GT(warmth("out.png", 0, 28), warmth("out.png", 36, 28) + 0.2);
  const ProgramRun swapped = paint_two("--content-mask other.png" + masks + "swapped.png");
  ASSERT_EQ(swapped.exit_code, 0) << swapped.error;
  EXPECT_LT(warmth("swapped.png", 0, 28), warmth("swapped.png", 36, 28) - 0.2);
}

TEST_F(MaskOptions, WithOneLabelChangeNothing) {
  Image white = content_;
  white.colour = at::ones_like(content_.colour);
  write_image(file("white.png"), white);
  const ProgramRun masked =
      paint_two("--content-mask white.png --style-mask white,white -o masked.png");
  ASSERT_EQ(masked.exit_code, 0) << masked.error;
  ASSERT_EQ(paint_two("-o plain.png").exit_code, 0);
  EXPECT_TRUE(
      at::equal(read_image(file("masked.png")).colour, read_image(file("plain.png")).colour));
}

TEST_F(MaskOptions, ThatDoNotFitAreReportedInOneLine) {
  const auto expect = [&](const std::string& options, int exit_code, const std::string& part) {
    SCOPED_TRACE(options);
    expect_failure(paint_two("-o out.png " + options), exit_code, part);
  };
  expect("--content-mask halves.png", 2, "--style-mask: missing");
  expect("--content-mask halves.png --style-mask white", 2,
         "--style-mask: has 1 entries for 2 styles");
  expect("--style-mask white,black", 2, "--content-mask: missing");
  expect("--content-mask halves.png --style-mask white,#12", 2,
         "\"#12\" is neither a file nor a colour");
  expect("--content-mask red.png --style-mask white,black", 2,
         "red.png: no style of a weight above 0 has the label #ff0000, only #ffffff, #000000");
  expect("--content-mask tall.png --style-mask white,black", 1,
         "tall.png: is a mask of 48x64 pixels for a picture of 64x48");
  expect("--content-mask halves.png --style-mask tall.png,black", 1,
         "tall.png: is a mask of 48x64");
  expect("--content-mask missing.png --style-mask white,black", 1, "missing.png");
  expect("--content-mask content.png --style-mask white,black", 1, "content.png: is no mask");
  expect("--content-mask halves.png --style-mask white,black -o halves.png", 2, "halves.png");
}

TEST_F(MaskOptions, ALabelThatTheContentLacksIsIgnoredWithAWarning) {
  write_image(file("a.png"), resize(read_image(file("a.png")), {64, 48}));
  write_image(file("b.png"), resize(read_image(file("b.png")), {64, 48}));
  const ProgramRun told = paint_two(
      "--content-mask halves.png --style-mask other.png,red.png --iterations 2 -o out.png");
  EXPECT_EQ(told.exit_code, 0) << told.error;
  EXPECT_NE(told.error.find("the label #ff0000 of style 2"), std::string::npos) << told.error;
}

TEST_F(MaskOptions, AreCheckedByADryRun) {
  const auto dry = [&](const std::string& options) {
    return paint_two(options + " --dry-run -o x/");
  };
  EXPECT_EQ(dry("--content-mask halves.png --style-mask white,black").exit_code, 0);
  for (const auto& [mask, message] :
       {std::pair("tall.png", "tall.png: is a mask of 48x64"),
        std::pair("red.png", "red.png: no style"), std::pair("missing.png", "missing.png")}) {
    const ProgramRun result =
        dry("--content-mask " + std::string(mask) + " --style-mask white,black -q");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.error.find(message), std::string::npos) << result.error;
    EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  }
}

TEST_F(MaskOptions, AChangedMaskIsPaintedAgain) {
  const std::string options =
      "--content-mask halves.png --style-mask white,black --iterations 2 --resume -o out.png";
  ASSERT_EQ(paint_two(options).exit_code, 0);
  EXPECT_NE(paint_two(options).error.find("is there already"), std::string::npos);
  fs::copy_file(file("other.png"), file("halves.png"), fs::copy_options::overwrite_existing);
  EXPECT_EQ(paint_two(options).error.find("is there already"), std::string::npos);
}

TEST_F(MaskOptions, AreInAPrintedConfigThatGivesTheSamePicture) {
  const std::string options =
      "--content-mask halves.png --style-mask white --style-mask '#000000' --iterations 2 ";
  const ProgramRun printed = paint_two(options + "--print-config -o out.png");
  ASSERT_EQ(printed.exit_code, 0) << printed.error;
  write("settings.toml", printed.output);
  const ProgramRun again = run("--config settings.toml");
  ASSERT_EQ(again.exit_code, 0) << again.error << printed.output;
  ASSERT_EQ(paint_two(options + "-o direct.png").exit_code, 0);
  EXPECT_EQ(file_text(file("out.png")), file_text(file("direct.png")));
}

TEST_F(MaskOptions, InAFolderAreFoundByTheNamesOfTheContents) {
  for (const char* folder : {"photos", "masks"}) fs::create_directories(file(folder));
  for (const char* name : {"photos/one.png", "photos/two.png", "photos/three.png"}) {
    write_image(file(name), content_);
  }
  fs::copy_file(file("halves.png"), file("masks/one.png"));
  fs::copy_file(file("other.png"), file("masks/two.png"));
  const ProgramRun result =
      run("-c photos -s a.png -s b.png --size 64 --iterations 12 --content-mask masks "
          "--style-mask white,black -o out/ -q");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("masks/three.png"), std::string::npos) << result.error;
  EXPECT_GT(warmth("out/one_a.png", 0, 28), warmth("out/one_a.png", 36, 28));
  EXPECT_LT(warmth("out/two_a.png", 0, 28), warmth("out/two_a.png", 36, 28));
}

TEST_F(MaskOptions, AreColumnsOfAJobsFile) {
  write("jobs.csv",
        "content,style,output,content-mask,style-mask\n"
        "content.png,a.png,one.png,halves.png,\"white,black\"\n"
        "content.png,a.png,two.png,other.png,\"white,black\"\n");
  write("good.jsonl",
        "{\"content\": \"content.png\", \"style\": \"halves2.png\", \"output\": \"three.png\", "
        "\"content-mask\": \"other.png\", \"style-mask\": [\"halves.png\"]}\n");
  // A style of two halves, since a line has one style.
  Image style{at::cat({read_image(file("a.png")).colour, read_image(file("b.png")).colour}, 3), {}};
  write_image(file("halves2.png"), resize(style, {64, 48}));
  const ProgramRun result = run("--jobs-from good.jsonl --size 64 --iterations 12");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_LT(warmth("three.png", 0, 28), warmth("three.png", 36, 28));
  expect_failure(run("--jobs-from jobs.csv"), 2,
                 "jobs.csv:2: --style-mask: has 2 entries for 1 style");
}

}  // namespace
}  // namespace stylize
