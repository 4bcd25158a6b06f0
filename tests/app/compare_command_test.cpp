// `stylize compare`, run by a shell.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "settings/picture_extensions.h"
#include "stylize/image/image_files.h"
#include "support/run_program.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

class CompareCommand : public testing::Test {
 protected:
  ProgramRun compare(const std::string& arguments) { return run("compare " + arguments); }

  ProgramRun run(const std::string& arguments) {
    return run_command("cd " + quoted(folder_.path().string()) + " && " + quoted(PROGRAM) + " " +
                       arguments);
  }

  fs::path file(const std::string& name) { return folder_ / name; }

  // A gray picture of this level.
  void paint(const std::string& name, int level, const Size& size = {24, 16}) {
    fs::create_directories(file(name).parent_path());
    Image image;
    image.colour = at::full({1, 3, size.height, size.width}, level / 255.);
    write_image(file(name), image);
  }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories(file(name).parent_path());
    std::ofstream(file(name), std::ios::binary) << text;
  }

  // One line on standard error that names `part`, nothing else.
  void expect_error(const ProgramRun& result, int exit_code, const std::string& part) {
    EXPECT_EQ(result.exit_code, exit_code) << result.error;
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.error.rfind("stylize: ", 0), 0u) << result.error;
    EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
    EXPECT_NE(result.error.find(part), std::string::npos) << result.error;
  }

  void expect_output(const ProgramRun& result, int exit_code, const std::string& output) {
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_EQ(result.output, output);
    EXPECT_EQ(result.error, "");
  }

  // A folder with one picture for each possible outcome.
  void make_folders() {
    paint("golden/equal.png", 100);
    paint("picture/equal.png", 100);
    paint("golden/deep/er/moved.png", 100);
    paint("picture/deep/er/moved.png", 116);
    paint("golden/size.tif", 7);
    paint("picture/size.tif", 7, {24, 17});
    paint("golden/gone.png", 1);
    paint("picture/new.PNG", 1);
    paint("golden/broken.png", 1);
    write("picture/broken.png", "no picture");
    paint("golden/.hidden.png", 1);
    paint("golden/.hidden/a.png", 1);
    write("golden/README.md", "no picture");
  }

  TemporaryFolder folder_;
};

TEST_F(CompareCommand, EqualPicturesPassTheStrictestThresholds) {
  for (const Size& size : {Size{30, 49}, {49, 30}, {33, 17}}) {
    paint("a.png", 100, size);
    const ProgramRun result =
        compare("a.png a.png --min-psnr 1000 --min-ssim 1 --max-diff 0 --max-delta-e 0");
    EXPECT_EQ(result.exit_code, 0) << result.output << result.error;
  }
}

TEST_F(CompareCommand, EqualFiles) {
  paint("a.png", 100);
  paint("b.bmp.png", 100);
  expect_output(compare("a.png b.bmp.png"), 0,
                "psnr      inf dB\n"
                "ssim      1.0000\n"
                "largest   0 of 255\n"
                "delta E   0.00\n"
                "verdict   equal\n");
  const ProgramRun strictest =
      compare("a.png b.bmp.png --min-psnr 1000 --min-ssim 1 --max-diff 0 --max-delta-e 0");
  EXPECT_EQ(strictest.exit_code, 0) << strictest.output;
}

// Levels 100 and 116: PSNR 20 log10(255 / 16) = 24.05, SSIM of constants, L* 42.37 and 48.84.
TEST_F(CompareCommand, DifferentFilesWithoutThresholds) {
  paint("a.png", 100);
  paint("b.png", 116);
  const ProgramRun result = compare("a.png b.png");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output.rfind("psnr      24.05 dB\nssim      0.9891\nlargest   16 of 255\n", 0),
            0u)
      << result.output;
  EXPECT_NE(result.output.find("verdict   differs\n"), std::string::npos) << result.output;
}

TEST_F(CompareCommand, EachThresholdDecides) {
  paint("a.png", 100);
  paint("b.png", 116);
  for (const std::string within :
       {"--min-psnr 24", "--min-ssim 0.98", "--max-diff 16", "--max-delta-e 7",
        "--min-psnr 24 --min-ssim 0.98 --max-diff 16 --max-delta-e 7"}) {
    const ProgramRun result = compare("a.png b.png " + within);
    EXPECT_EQ(result.exit_code, 0) << within << "\n" << result.output;
    EXPECT_NE(result.output.find("verdict   within\n"), std::string::npos) << result.output;
  }
  const std::pair<std::string, std::string> outside[] = {
      {"--min-psnr 24.1", "outside: psnr 24.0484 below 24.1\n"},
      {"--min-ssim 0.99", "outside: ssim 0.98"},
      {"--max-diff 15", "outside: largest 16 above 15\n"},
      {"--max-delta-e 5", "outside: delta E 6."},
      {"--max-diff 15 --min-psnr 90", "outside: psnr 24.0484 below 90, largest 16 above 15\n"}};
  for (const auto& [thresholds, words] : outside) {
    const ProgramRun result = compare("a.png b.png " + thresholds);
    EXPECT_EQ(result.exit_code, 1) << thresholds;
    EXPECT_NE(result.output.find("verdict   " + words), std::string::npos) << result.output;
  }
}

TEST_F(CompareCommand, PicturesOfDifferentSizeOrAlphaFailWithoutNumbers) {
  paint("a.png", 100);
  paint("b.png", 100, {16, 24});
  expect_output(compare("a.png b.png"), 1, "verdict   mismatch: 16x24 pixels instead of 24x16\n");
  Image image = read_image(file("a.png"));
  image.alpha = at::full({1, 1, 16, 24}, 0.5);
  write_image(file("c.png"), image);
  expect_output(compare("a.png c.png"), 1,
                "verdict   mismatch: has alpha, the golden picture has none\n");
  const ProgramRun equal = compare("c.png c.png");
  EXPECT_EQ(equal.exit_code, 0);
  EXPECT_NE(equal.output.find("alpha     0 of 255\nverdict   equal\n"), std::string::npos);
}

TEST_F(CompareCommand, FilesThatCannotBeReadAreErrors) {
  paint("a.png", 100);
  write("text.png", "no picture");
  expect_error(compare("a.png text.png"), 1, "text.png");
  expect_error(compare("missing.png a.png"), 1, "missing.png");
  expect_error(compare("-q a.png text.png"), 1, "text.png");
}

TEST_F(CompareCommand, UsageErrors) {
  paint("a.png", 100);
  paint("golden/a.png", 100);
  fs::create_directory(file("empty"));
  expect_error(compare(""), 2, "stylize compare --help");
  expect_error(compare("a.png"), 2, "picture");
  expect_error(compare("a.png a.png a.png"), 2, "a.png");
  expect_error(compare("a.png a.png --min-snr 3"), 2, "--min-snr");
  expect_error(compare("a.png a.png --min-ssim 1.5"), 2, "--min-ssim");
  expect_error(compare("a.png a.png --min-psnr nan"), 2, "--min-psnr");
  expect_error(compare("a.png a.png --max-diff 1.5"), 2, "--max-diff");
  expect_error(compare("a.png a.png --json --quiet"), 2, "--json");
  expect_error(compare("golden a.png"), 2, "a.png: is a file and golden is a folder");
  expect_error(compare("a.png golden"), 2, "a.png: is a file and golden is a folder");
  expect_error(compare("golden nowhere"), 1, "nowhere: there is no such folder");
  expect_error(compare("empty golden"), 1, "empty: no picture");
}

TEST_F(CompareCommand, Help) {
  const ProgramRun help = compare("--help");
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_EQ(help.error, "");
  for (const char* option :
       {"--min-psnr", "--min-ssim", "--max-diff", "--max-delta-e", "--diff", "--json", "--quiet"}) {
    EXPECT_NE(help.output.find(option), std::string::npos) << option;
  }
  EXPECT_NE(run("--help").output.find("stylize compare"), std::string::npos);
}

TEST_F(CompareCommand, FoldersPrintATableSortedByName) {
  make_folders();
  const ProgramRun result = compare("golden picture");
  EXPECT_EQ(result.exit_code, 1);
  const std::string expected =
      "name                 psnr     ssim  largest  delta E  verdict\n"
      "broken.png              -        -        -        -  unreadable: picture/broken.png: "
      "is no picture that can be read (" +
      read_formats() +
      "), or is damaged\n"
      "deep/er/moved.png   24.05   0.9891       16     6.47  differs\n"
      "equal.png             inf   1.0000        0     0.00  equal\n"
      "gone.png                -        -        -        -  missing\n"
      "new.PNG                 -        -        -        -  extra\n"
      "size.tif                -        -        -        -  mismatch: 24x17 pixels instead of "
      "24x16\n"
      "6 pictures: 1 equal, 1 differs, 1 mismatch, 1 unreadable, 1 missing, 1 extra\n";
  EXPECT_EQ(result.output, expected);
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("picture/broken.png"), std::string::npos) << result.error;
}

TEST_F(CompareCommand, UnsupportedFormatsAreCountedAndNamed) {
  paint("golden/a.png", 50);
  paint("picture/a.png", 50);
  write("golden/b.psd", "x");
  const ProgramRun result = compare("golden picture");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("warning: 1 picture"), std::string::npos) << result.error;
  EXPECT_NE(result.error.find("golden/b.psd"), std::string::npos) << result.error;
  EXPECT_EQ(compare("golden picture --quiet").error, "");
}

TEST_F(CompareCommand, AnUnreadablePictureFailsAlone) {
  paint("golden/a.png", 50);
  paint("picture/a.png", 50);
  paint("golden/lost.png", 50);
  fs::create_symlink("nowhere", file("picture/lost.png"));
  const ProgramRun result = compare("golden picture");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.error.find("picture/lost.png: cannot be read"), std::string::npos);
  EXPECT_NE(result.output.find("2 pictures: 1 equal, 1 unreadable\n"), std::string::npos)
      << result.output;
}

TEST_F(CompareCommand, FolderPathsMayBeWrittenInAnyForm) {
  paint("gol[d]en/deep/a.png", 50);
  paint("picture/deep/a.png", 50);
  for (const std::string folders :
       {"'gol[d]en' picture", "'gol[d]en/' picture//", "./gol* ../$(basename $PWD)/picture/"}) {
    const ProgramRun result = compare(folders);
    EXPECT_EQ(result.exit_code, 0) << folders << result.error;
    EXPECT_NE(result.output.find("\ndeep/a.png "), std::string::npos) << result.output;
  }
}

TEST_F(CompareCommand, EveryPictureOfAFolderMustPass) {
  for (const char* name : {"a.png", "b.png"}) {
    paint(std::string("golden/") + name, 50);
    paint(std::string("picture/") + name, 50);
  }
  EXPECT_EQ(compare("golden picture").exit_code, 0);
  EXPECT_EQ(compare("golden picture --max-diff 0").exit_code, 0);
  paint("picture/b.png", 53);
  EXPECT_EQ(compare("golden picture --max-diff 3").exit_code, 0);
  EXPECT_EQ(compare("golden picture --max-diff 2").exit_code, 1);
  fs::remove(file("picture/b.png"));
  EXPECT_EQ(compare("golden picture").exit_code, 1) << "b.png is missing";
  fs::remove(file("golden/b.png"));
  EXPECT_EQ(compare("golden picture").exit_code, 0);
  paint("picture/c.png", 50);
  EXPECT_EQ(compare("golden picture").exit_code, 1) << "c.png is extra";
}

TEST_F(CompareCommand, JsonHasTheContentsOfTheTable) {
  make_folders();
  const ProgramRun result = compare("golden picture --json --max-diff 20 --diff differences");
  EXPECT_EQ(result.exit_code, 1);
  const auto json = nlohmann::json::parse(result.output);
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["thresholds"], (nlohmann::json{{"max_diff", 20}}));
  EXPECT_EQ(json["counts"]["missing"], 1);
  EXPECT_EQ(json["counts"]["outside"], 0);
  ASSERT_EQ(json["pairs"].size(), 6u);
  const auto& moved = json["pairs"][1];
  EXPECT_EQ(moved["name"], "deep/er/moved.png");
  EXPECT_EQ(moved["status"], "within");
  EXPECT_EQ(moved["passed"], true);
  EXPECT_NEAR(moved["psnr"], 24.0484, 1e-3);
  EXPECT_EQ(moved["largest_difference"], 16);
  EXPECT_EQ(moved["difference_picture"], "differences/deep/er/moved.png.diff.png");
  EXPECT_TRUE(json["pairs"][2]["psnr"].is_null()) << "infinite";
  EXPECT_FALSE(json["pairs"][3].contains("psnr"));
  EXPECT_EQ(json["pairs"][5]["reason"], "24x17 pixels instead of 24x16");
}

TEST_F(CompareCommand, JsonOfTwoFiles) {
  paint("a.png", 100);
  const ProgramRun result = compare("a.png a.png --json");
  EXPECT_EQ(result.exit_code, 0);
  const auto json = nlohmann::json::parse(result.output);
  EXPECT_EQ(json["passed"], true);
  EXPECT_EQ(json["pairs"][0]["status"], "equal");
}

TEST_F(CompareCommand, QuietPrintsNothing) {
  paint("a.png", 100);
  paint("b.png", 101);
  expect_output(compare("-q a.png b.png"), 0, "");
  expect_output(compare("--quiet a.png b.png --max-diff 0"), 1, "");
}

TEST_F(CompareCommand, WritesTheDifferenceOfTwoFiles) {
  paint("a.png", 100);
  paint("b.png", 200);
  EXPECT_EQ(compare("a.png b.png --diff d.png").exit_code, 0);
  const Image difference = read_image(file("d.png"));
  ASSERT_EQ(difference.size(), (Size{72, 16}));
  const auto panel = [&](int64_t index) { return difference.colour.narrow(3, index * 24, 24); };
  EXPECT_NEAR(panel(0).mean().item<float>(), 100 / 255., 1e-5);
  EXPECT_NEAR(panel(1).mean().item<float>(), 200 / 255., 1e-5);
  EXPECT_EQ(panel(2).min().item<float>(), 1) << "100 levels are white";
  EXPECT_EQ(compare("a.png a.png --diff d.png").exit_code, 0);
  EXPECT_EQ(read_image(file("d.png")).colour.narrow(3, 48, 24).max().item<float>(), 0);
  expect_error(compare("a.png b.png --diff nowhere/d.png"), 1, "nowhere");
}

TEST_F(CompareCommand, WritesTheDifferencesOfFoldersThatDiffer) {
  make_folders();
  compare("golden picture --diff differences");
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(file("differences"))) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(names, std::vector<std::string>{"moved.png.diff.png"});
  // Difference pictures in the same folder are not taken for pictures to compare.
  const ProgramRun first = compare("golden/deep picture/deep --diff picture/deep/differences");
  EXPECT_EQ(first.exit_code, 0) << first.output;
  const ProgramRun again = compare("golden/deep picture/deep --diff picture/deep/differences");
  EXPECT_EQ(again.output, first.output);
  write("file", "in the way");
  expect_error(compare("golden/deep picture/deep --diff file"), 1, "file");
}

TEST_F(CompareCommand, TheDifferencePictureReplacesNoInput) {
  paint("golden.png", 100);
  paint("photo.png", 120);
  fs::create_symlink("golden.png", file("link.png"));
  const std::string golden = file_text(file("golden.png")), photo = file_text(file("photo.png"));
  for (const char* name : {"golden.png", "photo.png", "./golden.png", "link.png"}) {
    expect_error(compare(std::string("golden.png photo.png --diff ") + name), 2,
                 "is an input too (a ");
  }
  expect_error(compare("golden.png photo.png --diff d.gif"), 2, "unknown output format");
  expect_error(compare("golden.png photo.png --diff -"), 2, "-: standard output");
  EXPECT_EQ(file_text(file("golden.png")), golden);
  EXPECT_EQ(file_text(file("photo.png")), photo);
}

TEST_F(CompareCommand, TheDifferenceFolderMustNotContainPicturesToCompare) {
  paint("golden/a.png", 100);
  paint("golden/sub/b.png", 100);
  paint("out/a.png", 120);
  paint("out/sub/b.png", 100);
  expect_error(compare("golden out --diff golden"), 2, "golden: --diff would mix with");
  expect_error(compare("golden out --diff ./out/"), 2, "--diff would mix with");
  // Its contents would be left out of the comparison.
  expect_error(compare("golden out --diff golden/sub"), 2, "golden/sub/b.png, which is compared");
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(compare("golden out --diff out/differences").exit_code, 0);
    EXPECT_TRUE(fs::exists(file("out/differences/a.png.diff.png")));
  }
  write("out/differences/a.png.diff.png", "mine");
  expect_error(compare("golden out --diff out/differences --no-clobber"), 1,
               "must not be replaced");
  EXPECT_EQ(file_text(file("out/differences/a.png.diff.png")), "mine");
}

TEST_F(CompareCommand, JunitHasACaseForEachPair) {
  make_folders();
  const ProgramRun result =
      compare("golden picture --max-diff 5 --diff differences --junit report.xml -q");
  EXPECT_EQ(result.exit_code, 1);
  const std::string report = file_text(file("report.xml"));
  const auto count = [&](const std::string& part) {
    std::size_t found = 0;
    for (auto at = report.find(part); at != std::string::npos; at = report.find(part, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(report.rfind("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ", 0), 0u);
  const ProgramRun json = compare("golden picture --max-diff 5 --json");
  const auto counts = nlohmann::json::parse(json.output).at("counts");
  const auto of = [&](const char* status) { return counts.at(status).get<std::size_t>(); };
  EXPECT_EQ(count("<failure "), of("outside") + of("missing") + of("extra"));
  EXPECT_EQ(count("<error "), of("mismatch") + of("unreadable"));
  EXPECT_EQ(count("<testcase "), count("</testcase>"));
  EXPECT_GE(count("[[ATTACHMENT|differences/"), 1u);
  EXPECT_EQ(count("failures=\"" + std::to_string(count("<failure ")) + "\""), 2u);
  // A report replaces a report only.
  EXPECT_EQ(compare("golden picture --max-diff 5 --junit report.xml -q").exit_code, 1);
  write("notes.xml", "mine");
  expect_error(compare("golden picture --junit notes.xml"), 2, "no JUnit report");
  EXPECT_EQ(file_text(file("notes.xml")), "mine");
  expect_error(compare("golden picture --junit golden/equal.png"), 2, "is an input too");
}

TEST_F(CompareCommand, UpdateReplacesWhatIsNotMet) {
  paint("golden/equal.png", 100);
  paint("golden/within.png", 100);
  paint("golden/outside.png", 100);
  paint("golden/missing.png", 100);
  for (const auto& [name, level] :
       {std::pair("equal", 100), {"within", 102}, {"outside", 140}, {"sub/extra", 50}}) {
    paint(std::string("out/") + name + ".png", level);
  }
  const std::string within = file_text(file("golden/within.png"));
  const ProgramRun result = compare("golden out --max-diff 5 --update");
  EXPECT_EQ(result.exit_code, 1) << "the missing one";
  EXPECT_NE(result.output.find("outside: largest 40 above 5"), std::string::npos) << result.output;
  EXPECT_NE(result.output.find("updated   golden/outside.png\nupdated   golden/sub/extra.png\n"),
            std::string::npos)
      << result.output;
  EXPECT_EQ(file_text(file("golden/outside.png")), file_text(file("out/outside.png")));
  EXPECT_EQ(file_text(file("golden/sub/extra.png")), file_text(file("out/sub/extra.png")));
  EXPECT_EQ(file_text(file("golden/within.png")), within) << "it was met";
  fs::remove(file("golden/missing.png"));
  EXPECT_EQ(compare("golden out --max-diff 5 -q").exit_code, 0);
  EXPECT_EQ(compare("golden out -q --update").exit_code, 0) << "without thresholds what differs";
  EXPECT_EQ(compare("golden out -q --max-diff 0").exit_code, 0);
}

TEST_F(CompareCommand, UpdateMakesTheFirstGoldenPictures) {
  paint("out/a.png", 100);
  fs::create_directories(file("golden"));
  write("golden/README.md", "what these are");
  EXPECT_EQ(compare("golden out -q --update").exit_code, 0);
  EXPECT_EQ(file_text(file("golden/a.png")), file_text(file("out/a.png")));
  EXPECT_EQ(compare("new.png out/a.png -q --update").exit_code, 0);
  EXPECT_EQ(file_text(file("new.png")), file_text(file("out/a.png")));
  paint("b.png", 90);
  EXPECT_EQ(compare("new.png - -q --update < " + file("b.png").string()).exit_code, 0);
  EXPECT_EQ(file_text(file("new.png")), file_text(file("b.png")));
}

TEST_F(CompareCommand, UpdateIsCarefulWithFiles) {
  paint("golden.jpg", 100);
  paint("out.png", 50);
  const std::string before = file_text(file("golden.jpg"));
  expect_error(compare("golden.jpg out.png --update"), 2, "another extension");
  expect_error(compare("out.png out.png --update"), 2, "is an input too");
  expect_error(compare("golden.jpg out.png --update --no-clobber"), 2, "--update");
  write("damaged.jpg", before.substr(0, before.size() / 2));
  EXPECT_EQ(compare("golden.jpg damaged.jpg --update").exit_code, 1);
  EXPECT_EQ(file_text(file("golden.jpg")), before);
}

}  // namespace
}  // namespace stylize
