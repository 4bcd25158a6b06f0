// No file of the user is lost, whatever the options name.
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <set>

#include "app/program_fixture.h"

namespace stylize {
namespace {

int times(const std::string& part, const std::string& text) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class WrittenFiles : public Program {
 protected:
  void SetUp() override {
    fs::copy_file(kContent, file("p.jpg"));
    photo_ = file_text(file("p.jpg"));
  }

  // Expects the run to be refused before anything starts, with one line that contains both parts;
  // nothing is created or changed.
  void expect_refusal(const std::string& arguments, const std::string& part,
                      const std::string& other = "") {
    const auto before = listing();
    const ProgramRun result = run(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.error;
    EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
    EXPECT_NE(result.error.find(part), std::string::npos) << result.error;
    EXPECT_NE(result.error.find(other), std::string::npos) << result.error;
    EXPECT_EQ(listing(), before) << arguments;
    EXPECT_EQ(file_text(file("p.jpg")), photo_) << arguments;
  }

  const std::string inputs_ =
      "-c p.jpg -s " + quoted(kStyle) + " --size 64 --iterations 2 --scales 1 ";
  std::string photo_;
};

TEST_F(WrittenFiles, ReportsReplaceNoInput) {
  write("c.toml", "size = 64\n");
  write("jobs.csv", "content,style,output\np.jpg," + kStyle + ",a.png\n");
  const std::string jobs = file_text(file("jobs.csv"));
  expect_refusal(inputs_ + "-o o.png --report p.jpg", "p.jpg: is an input too", "--report");
  expect_refusal(inputs_ + "-o o.png --report-html ./p.jpg --list", "p.jpg: is an input too");
  expect_refusal(inputs_ + "-o o.png --config c.toml --report c.toml", "(--config)");
  expect_refusal(inputs_ + "-o o.png --content-mask m.png --style-mask white --report m.png",
                 "(the mask)");
  expect_refusal(inputs_ + "-o o.png --dry-run --report " + quoted(BOX_MODEL), "(the model");
  expect_refusal("--jobs-from jobs.csv --report jobs.csv", "(the jobs file)");
  expect_refusal("--jobs-from - --report jobs.csv < jobs.csv", "(standard input)");
  EXPECT_EQ(file_text(file("jobs.csv")), jobs);
}

TEST_F(WrittenFiles, ReportsReplaceNoOtherReportOrOutput) {
  expect_refusal(inputs_ + "-o x.png --report x.png", "x.png: both --report and p.jpg with");
  expect_refusal(inputs_ + "-o x.png --report r --report-html r", "--report and --report-html");
  expect_refusal(inputs_ + "-o x.png --report .x.png.checkpoint", "the checkpoint of p.jpg");
  expect_refusal(inputs_ + "-o x.png --report r --report-html .r.spare", "second copy of --report");
}

TEST_F(WrittenFiles, AReportOnlyReplacesReports) {
  fs::copy_file(kContent, file("other.jpg"));
  expect_refusal(inputs_ + "-o x.png --report other.jpg", "no report of stylize");
  ASSERT_EQ(run(inputs_ + "-o x.png --report r.json --report-html r.html").exit_code, 0);
  EXPECT_EQ(run(inputs_ + "-o x.png --report r.json --report-html r.html").exit_code, 0);
  expect_refusal(inputs_ + "-o x.png --report-html r.json", "no report of stylize as a page");
}

TEST_F(WrittenFiles, SnapshotsReplaceNoInputAndNoOutput) {
  fs::copy_file(kContent, file("f_00002.jpg"));
  expect_refusal(
      "-c f_00002.jpg -s " + quoted(kStyle) + " -o f.jpg --size 64 --iterations 2 --save-every 1",
      "f_00002.jpg: is an input too (the content)", "snapshot");
  // The last of 20 + 10 iterations: a coarser scale has twice as many.
  fs::copy_file(kContent, file("g_00030.jpg"));
  expect_refusal("-c g_00030.jpg -s " + quoted(kStyle) +
                     " -o g.jpg --size 64 --iterations 10 --scales 2 --save-every 10",
                 "g_00030.jpg: is an input too (the content)", "snapshot");
  const std::string end = "," + kStyle + ",";
  write("jobs.csv",
        "content,style,output\np.jpg" + end + "shot.jpg\np.jpg" + end + "shot_00020.jpg\n");
  expect_refusal("--jobs-from jobs.csv --size 64 --iterations 20 --save-every 20",
                 "shot_00020.jpg: both p.jpg with", "a snapshot of p.jpg");
}

TEST_F(WrittenFiles, NothingIsWrittenThatTheNextRunWouldReadAsInput) {
  fs::create_directory(file("photos"));
  fs::copy_file(kContent, file("photos/a.jpg"));
  const std::string folder = "-c photos -s " + quoted(kStyle) + " -o out --size 64 ";
  expect_refusal(folder + "--preview photos/look.png",
                 "photos/look.png: would be taken for an input");
  expect_refusal(folder + "--contact-sheet photos/s.png", "--content photos");
  expect_refusal("-c 'photos/*.jpg' -s " + quoted(kStyle) + " -o photos",
                 "photos/a_mosaic.jpg: would be taken for an input");
  EXPECT_EQ(run(folder + "--list --report photos/r.json").exit_code, 0);
}

TEST_F(WrittenFiles, UnknownFormatsAndStandardOutputAreRefused) {
  expect_refusal(inputs_ + "-o x.gif", "x.gif: unknown output format \".gif\"; use png");
  expect_refusal(inputs_ + "-o x.png --report -", "-: standard output is not supported (--report)");
}

TEST_F(WrittenFiles, NoClobberProtectsEveryFile) {
  const std::string keep = inputs_ + "-o new.png --no-clobber ";
  for (const char* name : {"r.json", "r.html", "s.png", "l.png", "new_00001.png"}) write(name, "");
  for (const char* option :
       {"--report r.json", "--report-html r.html", "--contact-sheet s.png", "--loss-plot l.png"}) {
    const ProgramRun result = run(keep + option);
    EXPECT_EQ(result.exit_code, 1) << option;
    EXPECT_NE(result.error.find("must not be replaced"), std::string::npos) << result.error;
    EXPECT_FALSE(fs::exists(file("new.png"))) << option;
  }
  EXPECT_EQ(run(keep + "--save-every 1").exit_code, 1);  // reported at that snapshot
  EXPECT_TRUE(fs::exists(file("new.png")));
  for (const char* name : {"r.json", "r.html", "s.png", "l.png", "new_00001.png"}) {
    EXPECT_EQ(file_text(file(name)), "") << name;
  }
}

TEST_F(WrittenFiles, ReadOnlyFilesAreNotReplacedAndOthersKeepTheirPermissions) {
  write("o.png", "mine");
  ASSERT_EQ(::chmod(file("o.png").c_str(), 0444), 0);
  const ProgramRun refused = run(inputs_ + "-o o.png");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.error.find("o.png: is read-only"), std::string::npos) << refused.error;
  EXPECT_EQ(file_text(file("o.png")), "mine");
  ASSERT_EQ(::chmod(file("o.png").c_str(), 0604), 0);
  write("r.json", "");
  ASSERT_EQ(::chmod(file("r.json").c_str(), 0600), 0);
  ASSERT_EQ(run(inputs_ + "-o o.png --report r.json").exit_code, 0);
  struct stat picture = {}, report = {};
  ASSERT_EQ(::stat(file("o.png").c_str(), &picture), 0);
  ASSERT_EQ(::stat(file("r.json").c_str(), &report), 0);
  EXPECT_EQ(picture.st_mode & 07777u, 0604u);
  EXPECT_EQ(report.st_mode & 07777u, 0600u);
}

TEST_F(WrittenFiles, PipesAndDevicesAreWrittenInto) {
  ASSERT_EQ(::mkfifo(file("q.png").c_str(), 0600), 0);
  fs::create_symlink("/dev/null", file("null.png"));
  fs::create_symlink("/proc/self/fd/1", file("stdout"));
  const ProgramRun result =
      run("--version > /dev/null && (cat q.png > got.png & timeout 60 " + quoted(PROGRAM) + " " +
          inputs_ + "-q -o q.png --preview null.png --report stdout; wait)");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(nlohmann::json::parse(result.output).at("summary").at("done"), 1);
  EXPECT_TRUE(fs::is_fifo(file("q.png")));
  EXPECT_TRUE(fs::is_symlink(file("null.png")));
  EXPECT_TRUE(fs::is_symlink(file("stdout")));
  ASSERT_EQ(run(inputs_ + "-o plain.png").exit_code, 0);
  EXPECT_EQ(file_text(file("got.png")), file_text(file("plain.png")));
}

TEST_F(WrittenFiles, TheTargetOfALinkIsReplaced) {
  fs::create_directory(file("there"));
  fs::create_symlink("there/real.png", file("o.png"));
  fs::create_symlink("there/r.json", file("r.json"));
  ASSERT_EQ(run(inputs_ + "-o o.png --report r.json").exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(file("o.png")) && fs::is_symlink(file("r.json")));
  EXPECT_TRUE(fs::is_regular_file(file("there/real.png")));
  EXPECT_TRUE(nlohmann::json::accept(file_text(file("there/r.json"))));
  EXPECT_FALSE(fs::exists(file("there/.r.json.spare")));
}

TEST_F(WrittenFiles, AnIncompleteReportIsAFailure) {
  const ProgramRun result =
      run(inputs_ + "--log-level warn -o o.png --report /dev/full --report-html r.html");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.error.find("/dev/full: cannot be written"), std::string::npos) << result.error;
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_TRUE(fs::exists(file("o.png")));
}

TEST_F(WrittenFiles, ASheetThatCannotBeWrittenIsAFailureButThePictureExists) {
  const ProgramRun result = run_command("cd " + quoted(folder_.path().string()) +
                                        " && ulimit -f 20 && " + quoted(PROGRAM) + " " + inputs_ +
                                        "--log-level warn -o o.jpg --contact-sheet s.png");
  EXPECT_EQ(result.exit_code, 1) << result.error;
  EXPECT_NE(result.error.find("s.png: cannot be written"), std::string::npos) << result.error;
  EXPECT_TRUE(fs::exists(file("o.jpg")));
  EXPECT_FALSE(fs::exists(file("s.png")));
}

TEST_F(WrittenFiles, AFullStandardOutputIsAFailure) {
  for (const std::string& arguments :
       {std::string("--help"), std::string("--version"), std::string("compare --help"),
        std::string("report merge --help"), inputs_ + "-o o.png --list",
        inputs_ + "-o o.png --print-config", std::string("compare p.jpg p.jpg")}) {
    for (const char* where : {" > /dev/full", " >&-"}) {
      const ProgramRun result = run(arguments + where);
      EXPECT_EQ(result.exit_code, 1) << arguments << where;
      EXPECT_EQ(result.error.find("stylize: standard output: cannot be written"), 0u)
          << arguments << where << result.error;
      EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
    }
  }
}

TEST_F(WrittenFiles, NamesOfAnyBytesStayDistinctAndAreEscaped) {
  const std::string wicked = "we\x1b]0;x\x07\nname\xc2\x9b\u202e\xff";
  fs::create_directory(file("c"));
  for (const std::string& name : {wicked, std::string("a\xff"), std::string("a\xfe")}) {
    fs::copy_file(kContent, file("c") / (name + ".jpg"));
  }
  const std::string paint =
      "-c c -s " + quoted(kStyle) + " -o out --size 64 --iterations 1 --scales 1 ";
  const ProgramRun result = run(paint + "--report r.json --report-html r.html");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::string visible = "we\\x1b]0;x\\x07\\nname\\u009b\\u202e\\xff";
  EXPECT_NE(result.error.find(visible), std::string::npos) << result.error;
  // Each picture, the sum, and on a slow machine how far the run is.
  EXPECT_EQ(times("info: out/", result.error), 3) << result.error;
  EXPECT_EQ(times("\n", result.error), times("] info: ", result.error)) << result.error;
  for (const std::string& text :
       {result.error, file_text(file("r.html")), file_text(file("r.json"))}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\xff'), std::string::npos);
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
  }
  const auto report = nlohmann::json::parse(file_text(file("r.json")));
  std::set<std::string> keys;  // concurrent pictures end in any order
  for (const auto& job : report.at("jobs")) keys.insert(job.at("key").get<std::string>());
  EXPECT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys.count("a\\xfe_mosaic.jpg"), 1u);
  EXPECT_EQ(keys.count("a\\xff_mosaic.jpg"), 1u);
  // A merged report has all three, and the output of --list can be read again.
  EXPECT_EQ(run("report merge r.json -o m.json").output, "3 jobs: 3 done\n");
  const ProgramRun again =
      run(paint + "--list > list.csv && " + quoted(PROGRAM) +
          " --jobs-from list.csv --size 64 --iterations 1 --scales 1 --resume");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_NE(again.error.find("3 jobs: 3 skipped"), std::string::npos) << again.error;
  const ProgramRun table = run("compare c c");
  EXPECT_EQ(table.exit_code, 0);
  EXPECT_NE(table.output.find("\n" + visible + ".jpg  "), std::string::npos) << table.output;
}

TEST_F(WrittenFiles, TheAdviceForNamesThatDifferInCaseWorks) {
  fs::create_directory(file("c"));
  fs::copy_file(kContent, file("c/a.jpg"));
  fs::copy_file(kContent, file("c/a.JPG"));
  const std::string list = "-c c -s " + quoted(kStyle) + " -o out --list ";
  expect_refusal(list, "out/a_mosaic.jpg: both c/a.JPG", "put {index} into --name-template");
  EXPECT_EQ(run(list + "--name-template '{content}_{style}_{index}.{ext}'").exit_code, 0);
}

TEST_F(WrittenFiles, AJobsFileWritesOnlyBelowItsFolder) {
  const auto jobs = [&](const std::string& output, const std::string& sheet = "") {
    write("jobs.csv", "content,style,output,contact-sheet\np.jpg," + kStyle + "," + output + "," +
                          sheet + "\n");
  };
  for (const std::string output : {"/nowhere/a.png", "../a.png", "x/../../a.png"}) {
    jobs(output);
    expect_refusal("--jobs-from jobs.csv --list", "jobs.csv:2: " + output, "--output");
    expect_refusal("--jobs-from jobs.csv --list -o out", "leads out of --output out");
  }
  jobs("a.png", "/nowhere/sheet.png");
  expect_refusal("--jobs-from jobs.csv --list", "jobs.csv:2: /nowhere/sheet.png leads out");
  jobs("a.png", "{output}_sheet.png");
  EXPECT_EQ(run("--jobs-from jobs.csv --list").exit_code, 0);
  jobs(file("out/x/a.png").string());
  EXPECT_EQ(run("--jobs-from jobs.csv --list").exit_code, 0);
  EXPECT_EQ(run("--jobs-from jobs.csv --list -o out").exit_code, 0);
}

// Wherever outputs go, --list prints a jobs file, which is still valid with the same output folder.
TEST_F(WrittenFiles, TheOutputOfListIsAJobsFile) {
  fs::create_directories(file("here/photos"));
  fs::copy_file(kContent, file("here/photos/a.jpg"));
  const std::string program = "cd here && " + quoted(PROGRAM) + " ";
  const std::string painted = file("painted").string();
  for (const auto& [folder, again] : std::vector<std::pair<std::string, std::string>>{
           {"out", ""}, {"../painted", "-o ../painted"}, {painted, "-o " + painted}}) {
    const std::string list = "-c photos -s " + quoted(kStyle) + " -o " + folder + " --list";
    const ProgramRun first = run("--version >/dev/null; " + program + list + " | tee list.csv");
    const ProgramRun second =
        run("--version >/dev/null; " + program + "--jobs-from list.csv --list " + again);
    EXPECT_EQ(second.exit_code, 0) << second.error;
    EXPECT_EQ(second.output, first.output);
  }
}

}  // namespace
}  // namespace stylize
