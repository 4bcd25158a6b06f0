// Endless, too deeply nested or too long inputs, and output files that may not grow, give a
// one-line error, soon.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "app/program_fixture.h"
#include "image/picture_record.h"
#include "stylize/image/image_files.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

class Limits : public Program {
 protected:
  Limits() { environment_ = "timeout 60"; }  // which exits with 124
};

TEST_F(Limits, OfAJobsFile) {
  write("deep.jsonl", repeated("{\"a\":", 200000) + "\n");
  write("array.jsonl", "{\"content\":" + repeated("[", 200000) + "\n");
  write("wide.csv", repeated(",", 30 << 20));
  ASSERT_EQ(run_command("mkfifo " + quoted(file("pipe").string())).exit_code, 0);
  ASSERT_EQ(run_command("truncate -s 8G " + quoted(file("long.csv").string())).exit_code, 0);
  expect_failure(run("--jobs-from deep.jsonl"), 2, "deep.jsonl:1: the line is nested more than 64");
  expect_failure(run("--jobs-from array.jsonl"), 2, "array.jsonl:1: the line is nested more than");
  expect_failure(run("--jobs-from wide.csv"), 2, "wide.csv:1: a column without a name");
  expect_failure(run("--jobs-from long.csv"), 1, "long.csv: is longer than");
  expect_failure(run("--jobs-from /dev/zero"), 1, "/dev/zero: is longer than");
  expect_failure(run("--jobs-from - < /dev/zero"), 1, "standard input: is longer than");
  expect_failure(run("--jobs-from pipe"), 1, "pipe: is a pipe that nobody writes to");
}

TEST_F(Limits, OfAReport) {
  write("deep.json", repeated("[", 200000));
  write("shards.json", R"({"run":{"started":"","shard":"1/2000000000"},"jobs":[],"summary":)"
                       R"({"jobs":0,"seconds":1,"optimization_seconds":1,"finished":true}})");
  write("part.json", R"({"run":{"started":"","shard":"1/999999"},"jobs":[],"summary":)"
                     R"({"jobs":0,"seconds":1,"optimization_seconds":1,"finished":true}})");
  ASSERT_EQ(run_command("mkfifo " + quoted(file("pipe").string())).exit_code, 0);
  expect_failure(run("report merge deep.json -o out.json"), 1, "deep.json: is no report");
  expect_failure(run("report merge shards.json -o out.json"), 1, "\"1/2000000000\" is no shard");
  expect_failure(run("report merge pipe -o out.json"), 1, "pipe: is a pipe that nobody writes to");
  expect_failure(run("report merge /dev/zero -o out.json"), 1, "/dev/zero: is longer than");
  EXPECT_FALSE(fs::exists(file("out.json")));
  const ProgramRun part = run("report merge part.json -o out.json");
  EXPECT_EQ(part.exit_code, 1);
  EXPECT_EQ(part.error,
            "stylize: shards 2-999999/999999: their reports are missing; name them too\n");
}

// The record in an existing output may contain anything.
TEST_F(Limits, OfARecord) {
  ASSERT_EQ(paint("-o out.png").exit_code, 0);
  const std::string whole = file_text(file("out.png"));
  for (const std::string& record :
       {R"({"outcome":"finished","key":)" + repeated("[", 200000) + repeated("]", 200000) + "}",
        repeated("{\"a\":", 200000), std::string("[]"), std::string(R"({"outcome":1,"key":1})")}) {
    const auto bytes = with_record({whole.begin(), whole.end()}, record);
    write("out.png", std::string(bytes.begin(), bytes.end()));
    const ProgramRun again = paint("-o out.png --resume");
    EXPECT_EQ(again.exit_code, 0) << again.error;
    EXPECT_EQ(file_text(file("out.png")), whole) << record.substr(0, 50);
  }
}

// The limit is for files, not for pipes, through which we read the program's messages.
TEST_F(Limits, OfTheFileSizeAreErrors) {
  if (kAddressSanitizer) GTEST_SKIP() << "clang's OpenMP needs a file in memory";
  const auto limited = [&](const std::string& arguments) {
    return run_command("cd " + quoted(folder_.path().string()) + " && { (ulimit -f 0; exec " +
                       quoted(PROGRAM) + " " + arguments + ") 2>&1; echo $?; } | cat");
  };
  const std::string files =
      "-c " + quoted(kContent) + " -s " + quoted(kStyle) + " --size 64 --iterations 2 --scales 1 ";
  const ProgramRun picture = limited(files + "-o out.png --checkpoint 0.001");
  EXPECT_NE(picture.output.find("out.png: cannot be written: File too large\n1\n"),
            std::string::npos)
      << picture.output;
  const ProgramRun report = limited(files + "-o out/ --report report.json");
  EXPECT_NE(report.output.find("report.json: cannot be written: File too large\n1\n"),
            std::string::npos)
      << report.output;
  write("part.json", R"({"run":{"started":"","shard":""},"jobs":[],"summary":)"
                     R"({"jobs":0,"seconds":1,"optimization_seconds":1,"finished":true}})");
  const ProgramRun merged = limited("report merge part.json -o merged.json");
  EXPECT_NE(merged.output.find("merged.json: cannot be written: File too large\n1\n"),
            std::string::npos)
      << merged.output;
  for (const std::string& name : listing())
    EXPECT_TRUE(name == "part.json" || name == "out") << name;
}

// Of the content and of a style that is larger.
TEST_F(Limits, OfMemoryArePaintedInWindows) {
  if (kAddressSanitizer)
    GTEST_SKIP() << "AddressSanitizer takes the memory that this test leaves to the picture";
  Image panorama;
  panorama.colour = read_image(kContent).colour.narrow(2, 100, 24).contiguous();
  write_image(file("panorama.png"), panorama);
  const std::string more = " --iterations 1 --scales 1 -o out.png --size 384 --memory-limit ";
  for (const std::string& content :
       {quoted(kContent) + more + "276M", "panorama.png" + more + "276M --size 768"}) {
    const ProgramRun windows = run("-s " + quoted(kStyle) + " -c " + content);
    EXPECT_EQ(windows.exit_code, 0);
    EXPECT_NE(windows.error.find("windows of at most "), std::string::npos) << windows.error;
  }
}

// In MiB, the least with which the refused picture could be painted.
int least_memory(const ProgramRun& refused) {
  const std::string option = "--memory-limit ";
  const std::size_t place = refused.error.find(option);
  EXPECT_NE(place, std::string::npos) << refused.error;
  return place == std::string::npos ? 0 : std::stoi(refused.error.substr(place + option.size()));
}

// From the least that the message names to what is enough for all.
TEST_F(Limits, OfMemoryAreKept) {
  if (kAddressSanitizer)
    GTEST_SKIP() << "AddressSanitizer takes the memory that this test leaves to the picture";
  const std::string files = "-c " + quoted(kContent) + " -s " + quoted(kStyle) +
                            " --size 256 --iterations 1 --scales 1 -o out.png "
                            "--report report.json --memory-limit ";
  const int least = least_memory(run(files + "100M --dry-run"));
  for (const int limit : {least, least + 20, least + 60, least + 400}) {
    const ProgramRun kept = run(files + std::to_string(limit) + "M");
    EXPECT_EQ(kept.exit_code, 0) << kept.error;
    const std::string report = file_text(file("report.json"));
    const std::size_t peak = report.find("\"peak_memory\":");
    ASSERT_NE(peak, std::string::npos) << report;
    const double mebibytes = std::stod(report.substr(peak + 14)) / (1 << 20);
    EXPECT_LT(mebibytes, 1.02 * limit) << kept.error;
  }
  EXPECT_EQ(run(files + std::to_string(least * 9 / 10) + "M").exit_code, 1);
}

// The message names the option to change, and a sufficient value.
TEST_F(Limits, OfMemoryAreReportedWithWhatWouldFit) {
  if (kAddressSanitizer)
    GTEST_SKIP() << "AddressSanitizer takes the memory that this test leaves to the picture";
  const std::string files = "-c " + quoted(kContent) + " -s " + quoted(kStyle) +
                            " --iterations 1 --scales 1 -o out.png --memory-limit ";
  const int least = least_memory(run(files + "100M --size 700 --dry-run"));
  const std::string limited = files + std::to_string(least - 8) + "M ";
  const ProgramRun refused = run(limited + "--size 700");
  expect_failure(refused, 1, "; --memory-limit ");
  const std::size_t begin = refused.error.find("--size");
  const std::string advice = refused.error.substr(begin, refused.error.find(" would") - begin);
  EXPECT_EQ(run(limited + advice).exit_code, 0) << advice;
  fs::remove(file("out.png"));
  const std::string small = "-c " + quoted(kContent) + " -s " + quoted(kStyle) + " -o out.png ";
  expect_failure(run(small + "--size 16"), 1, "the output of --size 16: is 16x12 pixels");
}

// A picture that its format cannot hold is refused before it is painted, which may take days.
TEST_F(Limits, OfTheOutputsFormatAreKnownBeforeItIsPainted) {
  Image line;
  line.colour = read_image(kContent).colour.narrow(2, 100, 16).contiguous();
  write_image(file("line.png"), line);
  for (const std::string when : {"", " --dry-run"}) {
    const ProgramRun refused =
        run("-c line.png -s " + quoted(kStyle) + " --size 16384 -o out.webp" + when);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_NE(
        refused.error.find("error: out.webp: is to have 16384x256 pixels, but .webp files end "
                           "at 16383 a side; choose .png"),
        std::string::npos)
        << refused.error;
    EXPECT_FALSE(fs::exists(file("out.webp")));
  }
}

}  // namespace
}  // namespace stylize
