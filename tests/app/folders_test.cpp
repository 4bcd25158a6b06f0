// Many pictures in one run of the program.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "app/program_fixture.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

class Folders : public Program {
 protected:
  Folders() {
    fs::create_directories(file("photos/trip"));
    const Image photo = resize(read_image(kContent), {64, 48});
    write_image(file("photos/a.png"), photo);
    write_image(file("photos/b.jpg"), photo);
    write_image(file("photos/trip/c.png"), photo);
    write_image(file("style.png"), resize(read_image(kStyle), {48, 48}));
  }

  ProgramRun paint_all(const std::string& more) {
    return run("-c photos -s style.png --size 48 --iterations 2 " + more);
  }

  nlohmann::json report() { return nlohmann::json::parse(file_text(file("report.json"))); }
};

TEST_F(Folders, KeepTheirStructureBelowTheOutput) {
  const ProgramRun result = paint_all("-o out --recursive");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output, "");
  for (const char* name : {"out/a_style.png", "out/b_style.jpg", "out/trip/c_style.png"}) {
    EXPECT_EQ(read_image(file(name)).size(), (Size{48, 36})) << name;
  }
  EXPECT_NE(result.error.find("3 jobs: 3 done"), std::string::npos) << result.error;
}

TEST_F(Folders, TheOutputOfListIsAJobsFile) {
  const ProgramRun list = paint_all("-o out --list");
  EXPECT_EQ(list.exit_code, 0) << list.error;
  EXPECT_FALSE(fs::exists(file("out")));
  write("jobs.csv", list.output);
  ASSERT_EQ(paint_all("-o direct/").exit_code, 0);
  const ProgramRun result = run("--jobs-from jobs.csv --size 48 --iterations 2");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  for (const std::string name : {"/a_style.png", "/b_style.jpg"}) {
    EXPECT_EQ(file_text(file("out" + name)), file_text(file("direct" + name)));
  }
}

TEST_F(Folders, AJobsFileSetsOptionsOfEachJob) {
  write("jobs.csv",
        "content,style,output,size,init,style-layers\n"
        "photos/a.png,style.png,out/small.png,32,,\n"
        "photos/a.png,style.png,out/noise.png,,noise,\"relu1_1=2,relu2_1\"\n");
  const ProgramRun result =
      run("--jobs-from jobs.csv --size 40 --iterations 2 --report report.json");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(read_image(file("out/small.png")).size(), (Size{32, 24}));
  EXPECT_EQ(read_image(file("out/noise.png")).size(), (Size{40, 30}));
  const nlohmann::json whole = report();
  for (const nlohmann::json& job : whole.at("jobs")) {
    const bool noise = job["key"] == "out/noise.png";
    EXPECT_EQ(job["settings"]["init"], noise ? "noise" : "content");
    EXPECT_EQ(job["settings"]["style-layers"].contains("relu3_4"), !noise);
  }
}

TEST_F(Folders, AWrongJobIsReportedWithItsLineBeforeAnythingStarts) {
  const std::string good = "content,style,output,size\nphotos/a.png,style.png,out.png,32\n";
  write("value.csv", good + "photos/a.png,style.png,other.png,-3\n");
  expect_failure(run("--jobs-from value.csv"), 2, "value.csv:3: ");
  write("name.csv", "content,style,output,colour\nphotos/a.png,style.png,out.png,red\n");
  expect_failure(run("--jobs-from name.csv"), 2, "name.csv:2: ");
  write("adam.csv",
        "content,style,output,optimizer\nphotos/a.png,style.png,out.png,adam\n"
        "photos/b.jpg,style.png,b.png,\n");
  expect_failure(run("--jobs-from adam.csv --normalize-gradients"), 2, "adam.csv:3: ");
  write("same.csv", good + "photos/b.jpg,style.png,out.png,\n");
  expect_failure(run("--jobs-from same.csv"), 2, "out.png");
}

TEST_F(Folders, ABadPictureIsOneLineAndTheOthersArePainted) {
  write("photos/bad.png", "no picture");
  const ProgramRun result =
      paint_all("-o out --quiet --report report.json --report-html report.html");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("bad.png: is no picture"), std::string::npos) << result.error;
  EXPECT_TRUE(fs::exists(file("out/a_style.png")) && fs::exists(file("out/b_style.jpg")));
  const auto told = report();
  EXPECT_EQ(told["summary"]["done"], 2);
  EXPECT_EQ(told["summary"]["failed"], 1);
  EXPECT_EQ(told["summary"]["exit_code"], 1);
  EXPECT_EQ(told["summary"]["finished"], true);
  const std::string html = file_text(file("report.html"));
  std::size_t pictures = 0;
  for (auto at = html.find("data:image/jpeg"); at != std::string::npos;
       at = html.find("data:image/jpeg", at + 1)) {
    ++pictures;
  }
  EXPECT_EQ(pictures, 6u);
}

TEST_F(Folders, DryRunOpensEverythingAndPaintsNothing) {
  write("photos/bad.png", "no picture");
  const ProgramRun result = paint_all("-o out --dry-run --quiet");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.error.find("bad.png: is no picture"), std::string::npos) << result.error;
  EXPECT_FALSE(fs::exists(file("out")));
  fs::remove(file("photos/bad.png"));
  EXPECT_EQ(paint_all("-o out --dry-run").exit_code, 0);
}

// Users with photos from a phone must not have to notice by themselves that some are missing.
TEST_F(Folders, UnsupportedFormatsAreCountedAndNamed) {
  for (const char* name : {"d.PSD", "e.xcf", "f.exr", "g.CR2", "notes.txt", ".h.psd"}) {
    write(std::string("photos/") + name, "bytes");
  }
  const std::string line =
      "warning: 4 pictures of kinds that are not read are left out (photos/d.PSD, photos/e.xcf, "
      "photos/f.exr and 1 more); convert to PNG or JPEG what shall be painted\n";
  for (const std::string more : {"--dry-run", "--list", ""}) {
    const ProgramRun result = paint_all("-o out " + more);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    const std::size_t begin = result.error.find(line);
    EXPECT_NE(begin, std::string::npos) << more << result.error;
    EXPECT_EQ(result.error.find(line, begin + 1), std::string::npos) << "once";
  }
  fs::create_directory(file("phone"));
  write("phone/a.cr2", "bytes");
  expect_failure(run("-c phone -s photos -o other/"), 1,
                 "1 picture of a kind that is not read is left out (phone/a.cr2)");
}

TEST_F(Folders, ResumePaintsOnlyWhatIsMissingOrChanged) {
  ASSERT_EQ(paint_all("-o out").exit_code, 0);
  const std::string a = file_text(file("out/a_style.png"));
  fs::remove(file("out/b_style.jpg"));
  const ProgramRun again = paint_all("-o out --resume --report report.json");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(report()["summary"]["skipped"], 1);
  EXPECT_EQ(report()["summary"]["done"], 1);
  EXPECT_EQ(file_text(file("out/a_style.png")), a);
  EXPECT_EQ(paint_all("-o out --resume --tolerance 0.5 --report report.json").exit_code, 0);
  EXPECT_EQ(report()["summary"]["done"], 2);
}

TEST_F(Folders, ShardsTogetherPaintEverythingOnce) {
  std::string all;
  for (const std::string shard : {"1/3", "2/3", "3/3"}) {
    const ProgramRun part = paint_all("-o out --recursive --list --shard " + shard);
    all += part.output;
  }
  for (const std::string name : {"a_style.png", "b_style.jpg", "trip/c_style.png"}) {
    const std::size_t first = all.find("out/" + name);
    ASSERT_NE(first, std::string::npos) << all;
    EXPECT_EQ(all.find("out/" + name, first + 1), std::string::npos) << all;
  }
}

TEST_F(Folders, UsageIsCheckedBeforeAnythingIsPainted) {
  expect_failure(paint_all("-o photos"), 2, "photos");
  expect_failure(paint_all("-o out --shard 4/3"), 2, "4/3");
  expect_failure(paint_all("-o out --name-template '{colour}.png'"), 2, "{colour}");
  expect_failure(paint_all("-o out --name-template 'same.png'"), 2, "same.png");
  expect_failure(paint_all("-o out --pair name"), 2, "same name");
  expect_failure(run("-c 'nothing*.png' -s style.png -o out"), 1, "nothing*.png");
  EXPECT_FALSE(fs::exists(file("out")));
}

TEST_F(Folders, APictureTooLargeForTheMemoryIsReportedWithTheSizeThatFits) {
  if (kAddressSanitizer) GTEST_SKIP() << "the program alone takes more than this limit then";
  const ProgramRun result =
      run("-c photos/a.png -s style.png -o out.png --size 3000 --memory-limit 400M");
  expect_failure(result, 1, "would do");
  std::smatch size;
  ASSERT_TRUE(std::regex_search(result.error, size, std::regex("--size ([0-9]+) would do")));
  EXPECT_GT(std::stoi(size[1]), 256);
}

}  // namespace
}  // namespace stylize
