// What the program shows of its work during and after a run.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "app/program_fixture.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "support/colour_profiles.h"
#include "support/file_text.h"

namespace stylize {
namespace {

constexpr int64_t kSide = 224;  // of a picture on a contact sheet

class Watching : public Program {
 protected:
  Watching() {
    fs::create_directories(file("photos/trip"));
    const Image photo = resize(read_image(kContent), {64, 48});
    write_image(file("photos/a.png"), photo);
    write_image(file("photos/trip/b.png"), photo);
  }

  ProgramRun paint_all(const std::string& more) {
    return run("-c photos -r -s " + quoted(kStyle) + " --size 48 --iterations 2 -o out " + more);
  }

  // The picture at this position of a contact sheet, for pictures of this size.
  static at::Tensor place(const Image& sheet, int64_t number, const Size& picture) {
    return sheet.colour.narrow(2, 12 + number / 4 * (picture.height + 20 + 12), picture.height)
        .narrow(3, 12 + number % 4 * (picture.width + 12), picture.width);
  }

  static double difference(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
  }
};

TEST_F(Watching, ThePreviewShowsTheResultSmall) {
  for (const std::string name : {"look.png", "look.jpg"}) {
    const ProgramRun result =
        paint("-o out.png --size 300 --scales 1 --iterations 1 --preview " + name);
    ASSERT_EQ(result.exit_code, 0) << result.error;
    const Image shown = read_image(file(name)), painted = read_image(file("out.png"));
    EXPECT_EQ(shown.size(), fit_longest_side(painted.size(), 256));
    const at::Tensor off = shown.colour - resize(painted, shown.size()).colour;
    EXPECT_LT(off.abs().mean().item<double>(), name == "look.png" ? 0.003 : 0.03);
  }
  ASSERT_EQ(paint("-o small.png --preview look.png").exit_code, 0);
  EXPECT_TRUE(at::equal(read_image(file("look.png")).colour, read_image(file("small.png")).colour))
      << "never enlarged";
  EXPECT_EQ(listing().size(), 5u) << "nothing beside them and the photos";
}

// The first picture in an HTML page.
std::vector<uint8_t> first_picture(const std::string& page) {
  const std::string mark = "data:image/jpeg;base64,";
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<uint8_t> bytes;
  uint32_t bits = 0;
  int count = 0;
  for (std::size_t at = page.find(mark) + mark.size(); at < page.size(); ++at) {
    const std::size_t digit = digits.find(page[at]);
    if (digit == std::string::npos) break;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) bytes.push_back(static_cast<uint8_t>(bits >> (count -= 8) & 255));
  }
  return bytes;
}

// Everything that shows pixels of Display P3 says so, and the curves, which are drawn, do not.
TEST_F(Watching, WhatShowsTheContentsColourSpaceSaysIt) {
  constexpr cmsCIExyYTRIPLE kP3 = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  WriteOptions in_p3;
  in_p3.profile = ProfileChoice::kContent;
  in_p3.icc_profile =
      std::make_shared<const std::vector<uint8_t>>(rgb_profile(srgb_curve(), "Display P3", kP3));
  write_image(file("wide.png"), resize(read_image(kContent), {64, 48}), in_p3);
  const auto space_of = [&](const std::string& name) {
    const std::string text = file_text(file(name));
    return own_colour_space(name, {text.begin(), text.end()});
  };
  for (const bool keeps : {true, false}) {
    const ProgramRun result =
        paint(std::string(
                  "-o out.jpg --preview look.png --contact-sheet sheet.png --loss-plot curves.png "
                  "--save-every 2 --report-html page.html --scales 1 ") +
                  (keeps ? "--profile content" : ""),
              file("wide.png").string());
    ASSERT_EQ(result.exit_code, 0) << result.error;
    for (const char* name : {"out.jpg", "look.png", "sheet.png", "out_00002.jpg"}) {
      EXPECT_EQ(space_of(name) != nullptr, keeps) << name;
    }
    EXPECT_EQ(space_of("curves.png"), nullptr);
    const std::vector<uint8_t> thumbnail = first_picture(file_text(file("page.html")));
    EXPECT_EQ(own_colour_space("thumbnail", thumbnail) != nullptr, keeps);
  }
}

// At any time the file is a whole picture, and the painting is unchanged.
TEST_F(Watching, ThePreviewIsAlwaysCompleteAndChangesNothing) {
  ASSERT_EQ(paint("-o plain.png --iterations 40").exit_code, 0);
  const std::string command = "cd " + quoted(folder_.path().string()) + " && exec " +
                              quoted(PROGRAM) + " -q --content " + quoted(kContent) + " --style " +
                              quoted(kStyle) +
                              " --size 64 --iterations 40 -o out.png --preview look.png "
                              "--preview-every 0.1";
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0, looks = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (!fs::exists(file("look.png"))) continue;
    ASSERT_NO_THROW(read_image(file("look.png")));
    ++looks;
  }
  ASSERT_EQ(WEXITSTATUS(status), 0);
  EXPECT_GT(looks, 0);
  EXPECT_EQ(file_text(file("out.png")), file_text(file("plain.png")));
}

TEST_F(Watching, APreviewThatCannotBeWrittenGivesOneWarning) {
  const ProgramRun result =
      paint_all("--preview missing/look.png --preview-every 0.1 --log-level warn");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("missing/look.png"), std::string::npos) << result.error;
  write("look.png", "mine");
  const ProgramRun kept = paint_all("--no-clobber --preview look.png --log-level warn -o other");
  EXPECT_EQ(kept.exit_code, 0) << kept.error;
  EXPECT_EQ(file_text(file("look.png")), "mine");
}

TEST_F(Watching, ThePreviewOfAFolderEndsWithItsLastPicture) {
  ASSERT_EQ(paint_all("--parallel 1 --preview look.png").exit_code, 0);
  EXPECT_TRUE(at::equal(read_image(file("look.png")).colour,
                        read_image(file("out/trip/b_mosaic.png")).colour));
}

TEST_F(Watching, TheContactSheetShowsTheStartEvenlySpacedIterationsAndTheResult) {
  const ProgramRun result = paint(
      "--scales 2 --iterations 40 --size 48 --tolerance 0 --save-every 1 --contact-sheet s.png "
      "-o out.png");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const Image sheet = read_image(file("s.png")), painted = read_image(file("out.png"));
  const Size small = fit_longest_side(painted.size(), kSide);
  EXPECT_EQ(sheet.size(), (Size{4 * (small.width + 12) + 12, 3 * (small.height + 32) + 12}));
  // 80 + 40 iterations, of which every fourth is kept in the end: the kept ones nearest to
  // multiples of 120 / 11.
  const int shown[] = {0, 12, 20, 32, 44, 56, 64, 76, 88, 100, 108, 120};
  for (int i = 0; i < 12; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "out_%05d.png", shown[i]);
    const bool is_start = i == 0;
    const Size coarse = fit_longest_side(painted.size(), 24);
    const Image expected = is_start ? resize(resize(read_image(kContent), painted.size()), coarse)
                                    : read_image(file(name));
    EXPECT_LT(difference(place(sheet, i, small), resize(expected, small).colour), 0.02) << i;
  }
}

TEST_F(Watching, TheContactSheetShowsAllOfFewIterations) {
  ASSERT_EQ(paint("--scales 1 --contact-sheet a.png -o out.png").exit_code, 0);
  const Size small = fit_longest_side(read_image(file("out.png")).size(), kSide);
  EXPECT_EQ(read_image(file("a.png")).size(),
            (Size{4 * (small.width + 12) + 12, small.height + 44}));
  ASSERT_EQ(paint("--scales 1 --contact-sheet b.png --threads 1 -o out.png").exit_code, 0);
  EXPECT_EQ(file_text(file("a.png")), file_text(file("b.png")));
}

TEST_F(Watching, TheLossPlotIsAPictureAndChangesNothing) {
  ASSERT_EQ(paint("-o plain.png").exit_code, 0);
  for (const std::string name : {"plot.png", "plot.jpg"}) {
    const ProgramRun result = paint("-o out.png --loss-plot " + name);
    ASSERT_EQ(result.exit_code, 0) << result.error;
    EXPECT_EQ(read_image(file(name)).size(), (Size{960, 540}));
    EXPECT_EQ(file_text(file("out.png")), file_text(file("plain.png")));
  }
}

TEST_F(Watching, EveryPictureOfAFolderHasItsOwnSheetAndPlot) {
  const ProgramRun result =
      paint_all("--contact-sheet '{output}_sheet.png' --loss-plot 'plots/{output}.jpg'");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  for (const std::string name : {"a_mosaic", "trip/b_mosaic"}) {
    EXPECT_EQ(read_image(file("out/" + name + "_sheet.png")).size().width, 3 * 236 + 12) << name;
    EXPECT_EQ(read_image(file("plots/out/" + name + ".jpg")).size().width, 960) << name;
  }
}

TEST_F(Watching, NamesOfTheSameFileAreRefused) {
  expect_failure(paint_all("--contact-sheet sheet.png"), 2, "{output}");
  expect_failure(paint_all("--loss-plot '{output}.png'"), 2, "a_mosaic.png");
  expect_failure(paint("-o out.png --loss-plot out.png"), 2, "out.png");
  expect_failure(paint("-o out.png --loss-plot x.png --contact-sheet ./x.png"), 2, "x.png");
  expect_failure(paint("-o out.png --preview out.png"), 2, "--preview");
  expect_failure(paint("-o out.png --preview photos/a.png", "photos/a.png"), 2, "is an input");
  expect_failure(paint("-o out.png --contact-sheet photos/a.png", "photos/a.png"), 2, "an input");
}

TEST_F(Watching, UsageErrorsNameTheOption) {
  for (const std::string option : {"--preview", "--contact-sheet", "--loss-plot"}) {
    expect_failure(paint("-o out.png " + option + " look.gif"), 2, option);
  }
  expect_failure(paint("-o out.png --preview look.png --preview-every 0"), 2, "--preview-every");
  expect_failure(paint("-o out.png --loss-plot missing/plot.png"), 1, "missing");
  expect_failure(paint("-o out.png --averaging 0.9"), 2, "--optimizer adam");
  expect_failure(paint("-o out.png --optimizer adam --averaging 1"), 2, "--averaging");
}

TEST_F(Watching, AJobsFileMayRequestThemForSomeJobs) {
  write("jobs.csv",
        "content,style,output,loss-plot,contact-sheet,optimizer,averaging\n"
        "photos/a.png," +
            kStyle +
            ",a.png,{output}_losses.png,,,\n"
            "photos/a.png," +
            kStyle +
            ",b.png,,sheet_of_b.jpg,adam,0.5\n"
            "photos/a.png," +
            kStyle + ",c.png,,,adam,0\n");
  const ProgramRun result = run("--jobs-from jobs.csv --size 32 --iterations 3 -q");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(listing(), (std::vector<std::string>{"a.png", "a_losses.png", "b.png", "c.png",
                                                 "jobs.csv", "photos", "sheet_of_b.jpg"}));
  EXPECT_FALSE(at::equal(read_image(file("b.png")).colour, read_image(file("c.png")).colour));
  write("wrong.csv", "content,style,output,averaging\nphotos/a.png," + kStyle + ",d.png,0.5\n");
  expect_failure(run("--jobs-from wrong.csv"), 2, "wrong.csv:2: --averaging");
}

TEST_F(Watching, AveragingGivesAnotherPictureThatResumeRecognizes) {
  const std::string adam = "--optimizer adam --iterations 8 --tolerance 0 ";
  ASSERT_EQ(paint(adam + "-o last.png").exit_code, 0);
  ASSERT_EQ(paint(adam + "--averaging 0 -o none.png").exit_code, 0);
  EXPECT_EQ(file_text(file("last.png")), file_text(file("none.png")));
  ASSERT_EQ(paint(adam + "--averaging 0.9 -o mean.png").exit_code, 0);
  EXPECT_FALSE(at::equal(read_image(file("mean.png")).colour, read_image(file("last.png")).colour));
  const std::string again = "--resume -o mean.png ";
  EXPECT_NE(paint(adam + again + "--averaging 0.9").error.find("is there already"),
            std::string::npos);
  EXPECT_EQ(paint(adam + again + "--averaging 0.5").error.find("is there already"),
            std::string::npos);
}

}  // namespace
}  // namespace stylize
