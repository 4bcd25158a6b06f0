// Pictures that come from pipes and go to pipes.
#include <gtest/gtest.h>

#include <string>

#include "app/program_fixture.h"
#include "support/file_text.h"

namespace stylize {
namespace {

class Pipes : public Program {
 protected:
  // `before` comes first in the pipeline, `after` (such as a redirection) stands behind the
  // options.
  ProgramRun pipe(const std::string& before, const std::string& options, const std::string& after) {
    return run_command("cd " + quoted(folder_.path().string()) + " && " + before +
                       " env -u STYLIZE_MODEL " + quoted(PROGRAM) + " " + options +
                       " --size 64 --iterations 3 -q " + after);
  }

  static std::string style() { return " -s " + quoted(kStyle); }
};

TEST_F(Pipes, GiveTheSameBytesAsFiles) {
  const std::string photo = "-c " + quoted(kContent) + style();
  ASSERT_EQ(pipe("", photo + " -o file.png --strip", "").exit_code, 0);
  const ProgramRun piped =
      pipe("cat " + quoted(kContent) + " |", "-c - -o - --strip" + style(), "");
  EXPECT_EQ(piped.exit_code, 0) << piped.error;
  EXPECT_EQ(piped.error, "");
  EXPECT_TRUE(piped.output == file_text(file("file.png")));
  const ProgramRun redirected =
      pipe("", "-c - -o png:- --strip" + style(), "<" + quoted(kContent) + " >redirected.png");
  EXPECT_EQ(redirected.exit_code, 0) << redirected.error;
  EXPECT_TRUE(file_text(file("redirected.png")) == file_text(file("file.png")));
}

TEST_F(Pipes, TakeTheFormatBeforeTheColon) {
  const std::string photo = "-c " + quoted(kContent) + style();
  EXPECT_EQ(pipe("", photo + " -o jpg:-", "").output.substr(0, 3), "\xff\xd8\xff");
  EXPECT_EQ(pipe("", photo + " -o WEBP:-", "").output.substr(0, 4), "RIFF");
  EXPECT_EQ(pipe("", photo + " -o tiff:- --bit-depth 16", "").output.substr(0, 2), "II");
  expect_failure(pipe("", photo + " -o bmp:-", ""), 2, "bmp:-: unknown output format");
  expect_failure(pipe("", photo + " -o jpg:- --bit-depth 16", ""), 2, "needs png, tiff");
}

// As a shell's <(...) gives them.
TEST_F(Pipes, StylesAndMasksMayComeFromDescriptors) {
  const std::string mask = quoted(std::string(SAMPLES_FOLDER) + "/mask/mountain_lake.png");
  const std::string lake = quoted(std::string(SAMPLES_FOLDER) + "/content/mountain_lake.jpg");
  const std::string ends = " --strip --content-mask MASK --style-mask white --style-mask black";
  const auto with = [&](std::string options, const std::string& name) {
    return options.replace(options.find("MASK"), 4, name);
  };
  const std::string second = style() + " -o ";
  ASSERT_EQ(pipe("", "-c " + lake + style() + second + "file.png" + with(ends, mask), "").exit_code,
            0);
  const ProgramRun piped =
      pipe("cat " + mask + " |", "-c " + lake + " -s /dev/fd/3" + second + "-" + with(ends, "-"),
           "3<" + quoted(kStyle));
  EXPECT_EQ(piped.exit_code, 0) << piped.error;
  EXPECT_TRUE(piped.output == file_text(file("file.png")));
}

// Node.js and inetd give a program sockets, which cannot be opened by a name.
TEST_F(Pipes, MayBeSockets) {
  write("with_sockets.py", R"(import socket, subprocess, sys
ours, theirs = socket.socketpair()
painter = subprocess.Popen(sys.argv[2:], stdin=theirs, stdout=theirs)
theirs.close()
ours.sendall(open(sys.argv[1], 'rb').read())
ours.shutdown(socket.SHUT_WR)
while part := ours.recv(65536): sys.stdout.buffer.write(part)
sys.exit(painter.wait())
)");
  const std::string before = std::string(PYTHON) + " with_sockets.py " + quoted(kContent);
  const ProgramRun result = pipe(before, "-c - -o -" + style(), "");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output.substr(1, 3), "PNG");
}

TEST_F(Pipes, GetNothingOfAPictureThatFails) {
  const std::string photo = "-c - -o -" + style();
  expect_failure(pipe("head -c 3000 " + quoted(kContent) + " |", photo, ""), 1,
                 "/dev/stdin: is truncated or damaged");
  expect_failure(pipe("echo words |", photo, ""), 1, "/dev/stdin: is no picture");
  expect_failure(pipe("true |", photo, ""), 1, "/dev/stdin:");
  const ProgramRun full = pipe("cat " + quoted(kContent) + " |", photo, ">/dev/full");
  expect_failure(full, 1, "/dev/stdout: cannot be written: No space left on device");
}

TEST_F(Pipes, CanBeReadOnceAndHoldOnePicture) {
  const std::string content = "-c " + quoted(kContent), cat = "cat " + quoted(kContent) + " |";
  expect_failure(pipe(cat, "-c - -s - -o -", ""), 2, "is to be read more than once");
  expect_failure(pipe(cat, "-c - -s - -s - -o out.png", ""), 2, "is to be read more than once");
  expect_failure(pipe("", content + " " + quoted(kStyle) + style() + " -o -", ""), 2,
                 "-: standard output takes one picture");
  write("jobs.csv", "content,style,output\na.png,b.png,c.png\n");
  expect_failure(run("--jobs-from jobs.csv -o -"), 2, "-: standard output takes one picture");
}

TEST_F(Pipes, HaveNothingBesideThem) {
  const std::string options = "-c " + quoted(kContent) + style() + " -o - ";
  expect_failure(pipe("", options + "--save-every 1", ""), 2, "--save-every: needs the name");
  expect_failure(pipe("", options + "--resume", ""), 2, "--resume: does nothing");
  expect_failure(pipe("", options + "--checkpoint 1", ""), 2, "--checkpoint: does nothing");
  expect_failure(pipe("", options + "--loss-plot '{output}_losses.png'", ""), 2, "--loss-plot:");
  const ProgramRun named = pipe("", options + "--contact-sheet sheet.png --no-clobber", "");
  EXPECT_EQ(named.exit_code, 0) << named.error;
  EXPECT_EQ(listing(), std::vector<std::string>{"sheet.png"});
}

TEST_F(Pipes, DoNotReplaceWhatIsRead) {
  write("photo.jpg", file_text(kContent));
  const std::string before = file_text(file("photo.jpg"));
  const ProgramRun result = pipe("", "-c - -o photo.jpg" + style(), "<photo.jpg");
  EXPECT_EQ(result.exit_code, 2) << result.error;
  EXPECT_NE(result.error.find("is an input too"), std::string::npos) << result.error;
  EXPECT_TRUE(file_text(file("photo.jpg")) == before);
  const ProgramRun both = pipe("", "-c - -o -" + style(), "<photo.jpg 1<>photo.jpg");
  EXPECT_EQ(both.exit_code, 2) << both.error;
  EXPECT_TRUE(file_text(file("photo.jpg")) == before);
}

TEST_F(Pipes, MayBeCompared) {
  const std::string photo = quoted(kContent);
  EXPECT_EQ(run("compare --max-diff 0 " + photo + " - <" + photo).exit_code, 0);
  EXPECT_EQ(run("compare --max-diff 0 - " + quoted(kStyle) + " <" + photo).exit_code, 1);
  expect_failure(run("compare - - <" + photo), 2, "cannot be both pictures");
}

}  // namespace
}  // namespace stylize
