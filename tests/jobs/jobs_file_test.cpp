#include "jobs/jobs_file.h"

#include <gtest/gtest.h>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

using Options = NamedOptions;

class JobsFile : public testing::Test {
 protected:
  std::vector<JobsFileLine> read(const std::string& text) {
    write_file(path_, text);
    return read_jobs_file(path_);
  }

  void expect_failure(const std::string& text, int line, const std::string& part) {
    expect_error([&] { read(text); }, ErrorKind::kOption,
                 path_.string() + ":" + std::to_string(line) + ": ", part);
  }

  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "jobs";
};

TEST_F(JobsFile, ReadsCsv) {
  const auto lines = read(
      "size,content,style,output,style-weight\n"
      "256,a.jpg,b.jpg,out/c.png,\n"
      "\n"
      ",d.jpg,e.jpg,f.png,400\n");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].content, "a.jpg");
  EXPECT_EQ(lines[0].style, "b.jpg");
  EXPECT_EQ(lines[0].output, "out/c.png");
  EXPECT_EQ(lines[0].options, (Options{{"size", "256"}}));
  EXPECT_EQ(lines[0].line, 2u);
  EXPECT_EQ(lines[1].content, "d.jpg");
  EXPECT_EQ(lines[1].options, (Options{{"style-weight", "400"}}));
  EXPECT_EQ(lines[1].line, 4u);
}

TEST_F(JobsFile, ReadsQuotedCells) {
  const auto lines = read(
      "content,style,output,\"style-layers\"\n"
      "\"a,\"\"b\"\"\nc.jpg\", s .jpg,\"\xff.png\",\"relu1_1,relu2_1=2\"\n"
      "x,y,z,\"\"");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].content, "a,\"b\"\nc.jpg");
  EXPECT_EQ(lines[0].style, " s .jpg");
  EXPECT_EQ(lines[0].output, "\xff.png");
  EXPECT_EQ(lines[0].options, (Options{{"style-layers", "relu1_1,relu2_1=2"}}));
  EXPECT_EQ(lines[0].line, 2u);
  EXPECT_EQ(lines[1].line, 4u);
  EXPECT_TRUE(lines[1].options.empty());
}

TEST_F(JobsFile, ReadsEveryLineBreakAndAByteOrderMark) {
  for (const std::string line_break : {"\n", "\r\n", "\r"}) {
    const auto lines = read("\xEF\xBB\xBF\"content\",style,output" + line_break + line_break +
                            "a,b,c" + line_break + "\"d" + line_break + "\",e,f");
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].line, 3u);
    EXPECT_EQ(lines[1].line, 4u);
    EXPECT_EQ(lines[1].content, "d" + line_break);
    EXPECT_EQ(lines[1].output, "f");
  }
}

TEST_F(JobsFile, ReadsJsonLines) {
  const auto lines = read(
      "\xEF\xBB\xBF\n"
      R"(  {"content": "a.jpg", "size": 256, "style": "b.jpg", "output": "c.png", "tolerance": 0.001})"
      "\r\n\r\n"
      R"({"output":"f","style":"e","content":"d\n\u00e9","style-layers":["relu1_1","relu2_1=2"],)"
      R"("quiet":true,"pooling":null,"device":"","seed":-1,"history":1.5})");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].content, "a.jpg");
  EXPECT_EQ(lines[0].style, "b.jpg");
  EXPECT_EQ(lines[0].output, "c.png");
  EXPECT_EQ(lines[0].options, (Options{{"size", "256"}, {"tolerance", "0.001"}}));
  EXPECT_EQ(lines[0].line, 2u);
  EXPECT_EQ(lines[1].content, "d\n\xc3\xa9");
  EXPECT_EQ(lines[1].options, (Options{{"style-layers", "relu1_1,relu2_1=2"},
                                       {"quiet", "true"},
                                       {"seed", "-1"},
                                       {"history", "1.5"}}));
  EXPECT_EQ(lines[1].line, 4u);
}

TEST_F(JobsFile, ReadsStandardInput) {
  std::istringstream input("content,style,output\na,b,c\n");
  std::streambuf* before = std::cin.rdbuf(input.rdbuf());
  const auto lines = read_jobs_file("-");
  std::istringstream wrong("content\n");
  std::cin.rdbuf(wrong.rdbuf());
  std::cin.clear();
  expect_error([] { read_jobs_file("-"); }, ErrorKind::kOption, "standard input:1: ");
  std::cin.rdbuf(before);
  std::cin.clear();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].output, "c");
}

TEST_F(JobsFile, ReadsCsvSeparatedBySemicolonsOrTabs) {
  for (const std::string separator : {";", "\t"}) {
    const auto lines = read("\r\ncontent" + separator + "style" + separator + "output" + separator +
                            "style-scale\r\n\"a" + separator + "b\"" + separator + "c,d" +
                            separator + "e" + separator + "0.5,2\r\n");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].content, "a" + separator + "b");
    EXPECT_EQ(lines[0].style, "c,d");
    EXPECT_EQ(lines[0].options, (Options{{"style-scale", "0.5,2"}}));
  }
}

TEST_F(JobsFile, NamesThePlaceOfMistakesInCsv) {
  expect_failure("", 1, "an empty file");
  expect_failure(" \n\r\n", 1, "an empty file");
  expect_failure("content,style\na,b\n", 1, "no column \"output\"");
  expect_failure("\n\ncontent|style|output\n", 3, "no column \"content\"");
  expect_failure("content;style;output\na,b,c\n", 2, "cells: 1, but the header has 3");
  expect_failure("content,style;output\n", 1, "no column \"style\"");
  expect_failure("content,style,output,\na,b,c,d\n", 1, "a column without a name");
  expect_failure("content,style,output,size,size\n", 1, "\"size\" is there twice");
  expect_failure("content,style,output\na,b,c\n\na,b\n", 4, "cells: 2, but the header has 3");
  expect_failure("content,style,output\na,b,c,d\n", 2, "cells: 4");
  expect_failure("content,style,output\n\"x\n\",b,c\na,,c\n", 4, "no style");
  expect_failure("content,style,output\na,b,c\n\"a,b,c\nd,e,f\n", 3, "quotes");
  expect_failure("content,style,output\na,b,c\na,\"b\"x,c\n", 3, "quotes");
  expect_failure("content,style,output\na,b,c\na,b\"x,c\n", 3, "quotes");
  expect_failure(std::string("content,style,output\na,\0b,c\n", 28), 2, "NUL");
}

TEST_F(JobsFile, NamesThePlaceOfMistakesInJson) {
  const std::string good = R"({"content":"a","style":"b","output":"c"})";
  expect_failure(good + "\n{\n", 2, "no JSON object");
  expect_failure(good + " " + good, 1, "no JSON object");
  expect_failure(good + "\n\n[1]", 3, "no JSON object");
  expect_failure(good + "\n{\"content\":\"\xff\"}", 2, "UTF-8");
  expect_failure(R"({"content":"a","style":"b"})", 1, "no output");
  expect_failure(R"({"content":"a","style":null,"output":"c"})", 1, "no style");
  expect_failure(R"({"content":"a","content":"b"})", 1, "\"content\" is there twice");
  expect_failure(R"({"content":{"content":"b"}})", 1, "\"content\" is an object");
  expect_failure(R"({"content":"a","style-layers":["b",1]})", 1, "\"style-layers\"");
  expect_failure(R"({"content":"a","size":1e999})", 1, "a number too large");
  expect_failure(R"({"content":"a\u0000","style":"b","output":"c"})", 1, "NUL");
}

TEST_F(JobsFile, SaysThatItCannotBeRead) {
  expect_error([&] { read_jobs_file(folder_ / "missing"); }, ErrorKind::kRead, "missing",
               "No such file");
  expect_error([&] { read_jobs_file(folder_.path()); }, ErrorKind::kInput, "is a folder");
}

TEST_F(JobsFile, HasNoLinesIfThereIsOnlyAHeader) {
  EXPECT_TRUE(read("content,style,output\n").empty());
}

Job job(const std::string& content, const std::string& style, const std::string& output,
        const Options& options) {
  Job result;
  result.content = content;
  result.styles = {{style}};
  result.output = output;
  result.named_options = options;
  return result;
}

TEST_F(JobsFile, ReadsWhatItWrote) {
  const std::vector<Job> jobs = {
      job("plain.jpg", "with space.jpg", "out/c.png", {}),
      job("comma,\"quotes\".jpg", "line\nbreak\r\n.jpg", "\r", {{"size", "256"}}),
      job(" spaces ", "\xff\xfe\x01", "\"", {{"style-layers", "a,b"}, {"size", "1"}}),
      job("{", "\xEF\xBB\xBF", "'", {{"odd,\"name\"", "\n"}})};
  std::ostringstream text;
  write_jobs_csv(text, jobs);
  const auto lines = read(text.str());
  ASSERT_EQ(lines.size(), jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    EXPECT_EQ(lines[i].content, jobs[i].content);
    EXPECT_EQ(lines[i].style, jobs[i].styles.at(0).file);
    EXPECT_EQ(lines[i].output, jobs[i].output);
  }
  EXPECT_EQ(lines[0].options, Options{});
  EXPECT_EQ(lines[1].options, jobs[1].named_options);
  // In the order of the columns, which is that of first mention.
  EXPECT_EQ(lines[2].options, (Options{{"size", "1"}, {"style-layers", "a,b"}}));
  EXPECT_EQ(lines[3].options, jobs[3].named_options);
}

TEST_F(JobsFile, WritesPlainNamesPlainly) {
  std::ostringstream text;
  write_jobs_csv(text, {job("a", "b", "c", {{"size", "1"}}), job("d", "e,", "f", {})});
  EXPECT_EQ(text.str(), "content,style,output,size\na,b,c,1\nd,\"e,\",f,\n");
}

}  // namespace
}  // namespace stylize
