#include "jobs/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

// Every test runs in its own folder, so that relative paths are short.
Names style_files_of(const Job& job) {
  Names names;
  for (const StyleFile& style : job.styles) names.push_back(style.file.string());
  return names;
}

class MakePlan : public testing::Test {
 protected:
  MakePlan() { fs::current_path(folder_.path()); }
  ~MakePlan() override { fs::current_path(before_); }

  void touch(const Names& names) {
    for (const std::string& name : names) write_file(folder_ / name);
  }

  static PlanRequest request(const Names& contents, const std::string& style,
                             const std::string& output) {
    PlanRequest result;
    result.contents = contents;
    result.styles = {style};
    result.output = output;
    return result;
  }

  static PlanRequest jobs_request(const std::string& output = "") {
    PlanRequest result;
    result.jobs_file = "jobs.csv";
    result.output = output;
    return result;
  }

  static Names outputs(const PlanRequest& request) {
    Names names;
    for (const Job& job : make_plan(request).jobs) names.push_back(job.output.string());
    return names;
  }

  static void expect_failure(const PlanRequest& request, const std::string& part,
                             const std::string& other_part = "",
                             ErrorKind kind = ErrorKind::kOption) {
    expect_error([&] { make_plan(request); }, kind, part, other_part);
  }

  const fs::path before_ = fs::current_path();
  const TemporaryFolder folder_;
};

TEST_F(MakePlan, WritesOneFile) {
  touch({"a.jpg", "s.jpg"});
  PlanRequest one = request({"a.jpg"}, "s.jpg", "out/b.png");
  one.common.save_every = 7;
  const Plan plan = make_plan(one);
  EXPECT_TRUE(plan.single);
  ASSERT_EQ(plan.jobs.size(), 1u);
  EXPECT_EQ(plan.jobs[0].content, "a.jpg");
  EXPECT_EQ(plan.jobs[0].styles.at(0).file, "s.jpg");
  EXPECT_EQ(plan.jobs[0].output, "out/b.png");
  EXPECT_EQ(plan.jobs[0].key, "b.png");
  EXPECT_EQ(plan.jobs[0].options.save_every, 7);
}

TEST_F(MakePlan, FindsMasksInFoldersByName) {
  touch({"photos/a.jpg", "photos/trip/b.jpg", "photos/c.jpg", "s.jpg", "masks/a.png",
         "masks/trip/b.bmp", "masks/s.webp", "t.jpg"});
  PlanRequest all = request({"photos"}, "s.jpg", "out/");
  all.recursive = true;
  all.common.content_mask = "masks";
  all.common.styles.masks = {{"masks", {}}, {{}, {255, 0, 0}}};
  all.styles = {"s.jpg", "t.jpg"};
  Names masks;
  for (const Job& job : make_plan(all).jobs) {
    masks.push_back(job.options.content_mask->string());
    EXPECT_EQ(job.styles.at(0).mask->file, "masks/s.webp");
    EXPECT_EQ(job.styles.at(1).mask->file, "");
  }
  EXPECT_EQ(masks, (Names{"masks/a.png", "masks/c.png", "masks/trip/b.bmp"}));
  all.common.content_mask = "masks/a.png";
  EXPECT_EQ(make_plan(all).jobs[1].options.content_mask, "masks/a.png");
  PlanRequest over = request({"photos/a.jpg"}, "s.jpg", "masks/a.png");
  over.common.content_mask = "masks/a.png";
  over.common.styles.masks = {{{}, {255, 0, 0}}};
  expect_failure(over, "masks/a.png", "overwritten");
}

TEST_F(MakePlan, SeveralStylesAreOneBlend) {
  touch({"a.jpg", "s.jpg", "monet/2.jpg", "monet/1.png"});
  PlanRequest request = MakePlan::request({"a.jpg"}, "s.jpg", "out.png");
  request.styles = {"s.jpg", "monet"};
  Plan plan = make_plan(request);
  EXPECT_TRUE(plan.single);
  ASSERT_EQ(plan.jobs.size(), 1u);
  EXPECT_EQ(style_files_of(plan.jobs[0]), (Names{"s.jpg", "monet/1.png", "monet/2.jpg"}));
  request.common.styles.scales = {1, 2, 0.5};
  request.common.styles.weights = {0, 3, 1};
  request.common.styles.blocks = {{1, 2}, {3, 3}, {1, 5}};
  const Job job = make_plan(request).jobs[0];
  EXPECT_EQ(job.styles[2].use.scale, 0.5);
  EXPECT_EQ(job.styles[1].use.weight, 3);
  EXPECT_EQ(job.styles[0].use.blocks->last, 2);
  EXPECT_FALSE(job.styles[0].mask);
  request.common.styles = {};
  EXPECT_FALSE(make_plan(request).jobs[0].styles[1].use.blocks);

  request.common.styles.scales = {1, 2};
  expect_failure(request, "style-scale: has 2 entries for 3 styles");
  request.common.styles.scales = {0.5};
  request.common.styles.weights = {0, 0, 0};
  expect_failure(request, "style-blend: all weights are 0");
  request.common.styles.weights = {};
  request.common.styles.blocks = {{1, 5}};
  expect_failure(request, "style-blocks: has 1 entries for 3 styles");
  request.common.styles.blocks = {};
  request.common.styles.masks = {{{}, {255, 0, 0}}};
  expect_failure(request, "style-mask: has 1 entries for 3 styles");
  request.common.styles.masks.resize(3);
  expect_failure(request, "content-mask: missing");
  request.common.styles.masks = {};
  request.common.content_mask = "mask.png";
  expect_failure(request, "style-mask: missing");
}

TEST_F(MakePlan, AFolderOfStylesIsABlendWhenAsked) {
  touch({"a.jpg", "b.jpg", "monet/2.jpg", "monet/1.png"});
  PlanRequest request = MakePlan::request({"a.jpg", "b.jpg"}, "monet/", "out");
  EXPECT_EQ(make_plan(request).jobs.size(), 4u);
  request.blend_styles = true;
  EXPECT_EQ(outputs(request), (Names{"out/a_monet.jpg", "out/b_monet.jpg"}));
  const Plan plan = make_plan(request);
  EXPECT_EQ(style_files_of(plan.jobs[1]), (Names{"monet/1.png", "monet/2.jpg"}));
  request.pairing = Pairing::kByOrder;
  expect_failure(request, "pair: the styles are blended");
}

TEST_F(MakePlan, WritesOnePictureIntoAFolder) {
  touch({"a.jpg", "s.jpg", "photos/a.jpg", "out/x"});
  for (const char* output : {"out", "out/", "new/"}) {
    const Plan plan = make_plan(request({"a.jpg"}, "s.jpg", output));
    EXPECT_FALSE(plan.single);
    ASSERT_EQ(plan.jobs.size(), 1u);
    EXPECT_EQ(plan.jobs[0].key, "a_s.jpg");
    EXPECT_EQ(plan.jobs[0].output, fs::path(output) / "a_s.jpg");
  }
  EXPECT_EQ(outputs(request({"photos"}, "s.jpg", "new")), (Names{"new/a_s.jpg"}));
  EXPECT_EQ(outputs(request({"photos/*"}, "s.jpg", "new")), (Names{"new/a_s.jpg"}));
}

TEST_F(MakePlan, PaintsEveryContentWithEveryStyle) {
  touch({"photos/a.jpg", "photos/b.BMP", "c.TIF", "styles/s.png", "styles/t.jpg"});
  const Plan plan = make_plan(request({"photos", "c.TIF"}, "styles", "out"));
  EXPECT_FALSE(plan.single);
  Names keys;
  for (const Job& job : plan.jobs) keys.push_back(job.key.string());
  EXPECT_EQ(keys, (Names{"a_s.jpg", "a_t.jpg", "b_s.png", "b_t.png", "c_s.tif", "c_t.tif"}));
  EXPECT_EQ(plan.jobs[3].content, "photos/b.BMP");
  EXPECT_EQ(plan.jobs[3].styles.at(0).file, "styles/t.jpg");
  EXPECT_EQ(plan.jobs[3].output, "out/b_t.png");
}

TEST_F(MakePlan, KeepsTheFoldersOfContents) {
  touch({"photos/a.jpg", "photos/x/y/a.jpg", "s.jpg"});
  PlanRequest deep = request({"photos"}, "s.jpg", "out");
  deep.recursive = true;
  EXPECT_EQ(outputs(deep), (Names{"out/a_s.jpg", "out/x/y/a_s.jpg"}));
  EXPECT_EQ(make_plan(deep).jobs[1].key, "x/y/a_s.jpg");
}

TEST_F(MakePlan, DoesNotSearchItsOutputFolder) {
  touch({"photos/a.jpg", "photos/out/a_s.jpg", "s.jpg"});
  PlanRequest deep = request({"photos"}, "s.jpg", "photos/out");
  deep.recursive = true;
  EXPECT_EQ(outputs(deep), (Names{"photos/out/a_s.jpg"}));
}

// The folder that cannot be opened, not even by root, has too long a path.
TEST_F(MakePlan, ReportsFailedSearches) {
  touch({"s.jpg", "photos/x/x"});
  fs::current_path("photos");
  for (int depth = 0; depth < 18; ++depth) {
    fs::create_directory(std::string(250, 'd'));
    fs::current_path(std::string(250, 'd'));
  }
  fs::current_path(folder_.path());
  PlanRequest deep = request({"photos"}, "s.jpg", "out");
  deep.recursive = true;
  const Plan plan = make_plan(deep);
  EXPECT_TRUE(plan.jobs.empty());
  ASSERT_EQ(plan.problems.size(), 1u);
  EXPECT_EQ(plan.problems[0].reason, "File name too long");
}

TEST_F(MakePlan, NamesOutputsByTheTemplate) {
  touch({"photos/a.b.jpg", "s.png"});
  PlanRequest named = request({"photos"}, "s.png", "out");
  const auto output = [&](const std::string& name_template) {
    named.name_template = name_template;
    return outputs(named).at(0);
  };
  EXPECT_EQ(output("{content}.png"), "out/a.b.png");
  EXPECT_EQ(output("{style}/{index}-{content}.{ext}"), "out/s/1-a.b.jpg");
  EXPECT_EQ(output("{{{content}}}.TIFF"), "out/{a.b}.TIFF");
  EXPECT_EQ(output("./x//{content}.webp"), "out/x/a.b.webp");
}

TEST_F(MakePlan, PadsTheIndex) {
  for (int i = 0; i < 10; ++i) touch({"photos/" + std::to_string(i) + ".jpg"});
  touch({"s.jpg"});
  PlanRequest numbered = request({"photos"}, "s.jpg", "out");
  numbered.name_template = "{index}.{ext}";
  const Names names = outputs(numbered);
  EXPECT_EQ(names.front(), "out/01.jpg");
  EXPECT_EQ(names.back(), "out/10.jpg");
}

TEST_F(MakePlan, RefusesInvalidTemplates) {
  touch({"photos/a.jpg", "s.jpg"});
  PlanRequest named = request({"photos"}, "s.jpg", "out");
  const auto refuse = [&](const std::string& name_template, const std::string& part) {
    named.name_template = name_template;
    expect_failure(named, "name-template " + name_template + ": ", part);
  };
  refuse("{contents}.png", "{contents} is unknown");
  refuse("{}.png", "{} is unknown");
  refuse("{content.png", "brace");
  refuse("content}.png", "brace");
  refuse("{content}.gif", "extension");
  refuse("{content}.bmp", "extension");
  refuse("{content}", "extension");
  refuse("{content}.png/", "extension");
  refuse(".png", "extension");
  refuse("", "extension");
  refuse("../{content}.png", "leads out");
  refuse("x/../../{content}.png", "leads out");
  refuse("/{content}.png", "leads out");
}

TEST_F(MakePlan, RefusesNamesThatLeadOutOfTheFolder) {
  touch({"photos/...jpg", "s.jpg"});
  PlanRequest named = request({"photos/.*.jpg"}, "s.jpg", "out");
  named.name_template = "{content}/{style}.png";
  expect_failure(named, "name-template", "leads out");
}

TEST_F(MakePlan, RefusesAFileInPlaceOfTheFolder) {
  touch({"photos/a.jpg", "s.jpg", "file", "b.jpg"});
  expect_failure(request({"photos"}, "s.jpg", "file"), "file: is no folder");
  expect_failure(request({"photos"}, "s.jpg", "file/"), "file/: is no folder");
  expect_failure(request({"b.jpg"}, "s.jpg", "file/"), "file/: is no folder");
  fs::create_symlink("nowhere", "link");
  expect_failure(request({"photos"}, "s.jpg", "link"), "link: is no folder");
  expect_failure(request({"photos"}, "s.jpg", "out.jpg"), "out.jpg: one file for several");
  EXPECT_EQ(outputs(request({"photos"}, "s.jpg", "out.jpg/")), (Names{"out.jpg/a_s.jpg"}));
}

TEST_F(MakePlan, RefusesAnOutputFolderThatIsSearched) {
  touch({"photos/a.jpg", "styles/s.jpg"});
  fs::create_directory_symlink("photos", "link");
  for (const char* output : {"photos", "photos/", "./styles/../photos", "link"}) {
    expect_failure(request({"photos"}, "styles", output), output, "searched");
  }
  expect_failure(request({"photos"}, "styles", "styles"), "styles: is also searched");
}

TEST_F(MakePlan, RefusesIncompleteRequests) {
  touch({"a.jpg", "s.jpg"});
  expect_failure(request({}, "s.jpg", "out"), "content");
  expect_failure(request({"a.jpg"}, "s.jpg", ""), "output");
  expect_failure(request({"a.jpg"}, "", "out"), "style", "", ErrorKind::kInput);
  expect_failure(request({"a.jpg", "b.jpg"}, "s.jpg", "out"), "b.jpg: no such file", "",
                 ErrorKind::kInput);
}

TEST_F(MakePlan, PairsByName) {
  touch({"photos/a.jpg", "photos/x/b.jpg", "photos/x/c.jpg"});
  touch({"styles/a.png", "styles/c.png", "styles/x/c.png", "styles/y/b.png", "styles/z.png"});
  PlanRequest named = request({"photos"}, "styles", "out");
  named.pairing = Pairing::kByName;
  named.recursive = true;
  const Plan plan = make_plan(named);
  ASSERT_EQ(plan.jobs.size(), 3u);
  EXPECT_EQ(plan.jobs[0].styles.at(0).file, "styles/a.png");
  EXPECT_EQ(plan.jobs[1].styles.at(0).file,
            "styles/y/b.png");  // another subfolder, but the only one of this name
  EXPECT_EQ(plan.jobs[2].styles.at(0).file, "styles/x/c.png");  // the same subfolder
}

TEST_F(MakePlan, RefusesContentsWithoutAStyleOfTheirName) {
  touch({"photos/a.jpg", "styles/a.jpg", "styles/b.png"});
  PlanRequest named = request({"photos"}, "styles", "out");
  named.pairing = Pairing::kByName;
  EXPECT_EQ(make_plan(named).jobs.size(), 1u);
  touch({"styles/a.png"});
  expect_failure(named, "style", "photos/a.jpg;");  // two styles with that name
  touch({"photos/c.jpg", "photos/d.jpg", "photos/e.jpg", "photos/f.jpg"});
  expect_failure(named, "photos/a.jpg, photos/c.jpg, photos/d.jpg and 2 more");
}

TEST_F(MakePlan, RefusesAmbiguousStylesInOtherFolders) {
  touch({"photos/a.jpg", "styles/x/a.jpg", "styles/y/a.jpg"});
  PlanRequest named = request({"photos"}, "styles", "out");
  named.pairing = Pairing::kByName;
  named.recursive = true;
  expect_failure(named, "photos/a.jpg");
}

TEST_F(MakePlan, ChecksPairingOfSingleFilesToo) {
  touch({"a.jpg", "s.jpg"});
  PlanRequest one = request({"a.jpg"}, "s.jpg", "b.jpg");
  one.pairing = Pairing::kByName;
  expect_failure(one, "style", "a.jpg");
}

TEST_F(MakePlan, PairsByOrder) {
  touch({"photos/b.jpg", "photos/a.jpg", "styles/1.jpg", "styles/2.jpg"});
  PlanRequest ordered = request({"photos"}, "styles", "out");
  ordered.pairing = Pairing::kByOrder;
  EXPECT_EQ(outputs(ordered), (Names{"out/a_1.jpg", "out/b_2.jpg"}));
  touch({"styles/3.jpg"});
  expect_failure(ordered, "style", "2 contents but 3 styles");
}

TEST_F(MakePlan, RefusesTwoJobsWithOneOutput) {
  touch({"photos/a.jpg", "photos/a.png", "s.jpg"});
  PlanRequest same = request({"photos"}, "s.jpg", "out");
  EXPECT_EQ(make_plan(same).jobs.size(), 2u);
  same.name_template = "{content}.png";
  expect_failure(same, "out/a.png: both photos/a.jpg with s.jpg and photos/a.png with s.jpg",
                 "{index}");
  same.name_template = "{content}{index}.png";
  EXPECT_EQ(make_plan(same).jobs.size(), 2u);
}

TEST_F(MakePlan, NamesSidePicturesByTheOutput) {
  touch({"photos/a.jpg", "photos/b.c.jpg", "style.jpg"});
  PlanRequest several = request({"photos"}, "style.jpg", "out");
  several.common.contact_sheet = "{output}_sheet.png";
  several.common.loss_plot = "plots/{output} of {output}.png";
  const Plan plan = make_plan(several);
  ASSERT_EQ(plan.jobs.size(), 2u);
  EXPECT_EQ(plan.jobs[0].options.contact_sheet, "out/a_style_sheet.png");
  EXPECT_EQ(plan.jobs[0].options.loss_plot, "plots/out/a_style of out/a_style.png");
  EXPECT_EQ(plan.jobs[1].options.contact_sheet, "out/b.c_style_sheet.png");
  PlanRequest single = request({"photos/a.jpg"}, "style.jpg", "a.png");
  single.common.loss_plot = "plot.png";
  EXPECT_EQ(make_plan(single).jobs[0].options.loss_plot, "plot.png");
  EXPECT_EQ(make_plan(single).jobs[0].options.contact_sheet, "");
}

TEST_F(MakePlan, RefusesSidePicturesWithTheSameFile) {
  touch({"photos/a.jpg", "photos/b.jpg", "style.jpg"});
  PlanRequest several = request({"photos"}, "style.jpg", "out");
  several.common.contact_sheet = "sheet.png";
  expect_failure(several, "sheet.png: both photos/a.jpg with style.jpg and photos/b.jpg",
                 "put {output} into the name");
  several.common.contact_sheet = "out/a_style.jpg";
  expect_failure(several, "out/a_style.jpg: two pictures of one job", "choose another name");
  several.common.contact_sheet = "{output}_style.jpg";
  several.common.loss_plot = "./{output}_style.jpg";
  expect_failure(several, "two pictures of one job");
  several.common.loss_plot = "style.jpg";
  expect_failure(several, "style.jpg: is an input");
}

TEST_F(MakePlan, RefusesJobsThatReadOrWriteFilesOfTheRun) {
  touch({"a.jpg", "style.jpg"});
  PlanRequest single = request({"a.jpg"}, "style.jpg", "out.png");
  single.written_besides = {{"./out.png", "--preview"}};
  expect_failure(single, "out.png: both --preview and a.jpg with style.jpg", "another name");
  single.written_besides = {{"a.jpg", "--report"}};
  expect_failure(single, "a.jpg: is an input too (the content)", "by --report");
  single.written_besides = {{"look.png", "--preview"}};
  EXPECT_EQ(make_plan(single).jobs.size(), 1u);
}

TEST_F(MakePlan, RefusesToOverwriteInputs) {
  touch({"photos/a.jpg", "photos/b.jpg", "s.jpg", "styles/t.jpg"});
  expect_failure(request({"photos/a.jpg"}, "s.jpg", "./photos/../s.jpg"), "is an input too");
  expect_failure(request({"photos/a.jpg"}, "s.jpg", "photos/a.jpg"), "is an input too");
  PlanRequest among = request({"photos/*.jpg"}, "styles", "photos");
  among.name_template = "{content}.jpg";
  expect_failure(among, "photos/a.jpg: is an input too");
  fs::create_directory_symlink("photos", "link");
  expect_failure(request({"photos/a.jpg"}, "s.jpg", "link/a.jpg"), "link/a.jpg: is an input too",
                 "the content as photos/a.jpg");
  PlanRequest begun = request({"photos/a.jpg"}, "s.jpg", "begin.png");
  begun.common.initial = (folder_ / "begin.png").string();
  expect_failure(begun, "begin.png: is an input too");
  // This includes an input that exists only once another job has written it.
  write_file(folder_ / "jobs.csv", "content,style,output\na.png,s.jpg,b.png\nb.png,s.jpg,c.png\n");
  expect_failure(jobs_request(), "b.png: is an input too");
}

TEST_F(MakePlan, RefusesMoreBitsThanTheFormatSupports) {
  touch({"a.jpg", "b.png", "s.jpg"});
  PlanRequest deep = request({"a.jpg"}, "s.jpg", "out.png");
  deep.common.write.bit_depth = 16;
  for (const char* output : {"out.png", "out.tif", "out.TIFF"}) {
    deep.output = output;
    EXPECT_NO_THROW(make_plan(deep));
  }
  for (const char* output : {"out.jpg", "out.JPEG", "out.webp"}) {
    deep.output = output;
    expect_failure(deep, output, "bit-depth 16");
  }
  deep.contents = {"b.png", "a.jpg"};
  deep.output = "out/";
  expect_failure(deep, "out/a_s.jpg", "bit-depth 16");
  deep.name_template = "{content}.tiff";
  EXPECT_NO_THROW(make_plan(deep));
}

TEST_F(MakePlan, ReadsAJobsFile) {
  write_file(folder_ / "jobs.csv",
             "content,style,output,size\na.jpg,s.jpg,x/a.png,256\nb.jpg,s.jpg," +
                 (folder_ / "out/y/b.png").string() + ",\n");
  PlanRequest jobs = jobs_request();
  jobs.line_options = [](const NamedOptions& named) {
    JobOptions options;
    options.transfer.size = named.empty() ? 3 : std::stoi(named.at(0).second);
    return options;
  };
  Plan plan = make_plan(jobs);
  EXPECT_FALSE(plan.single);
  ASSERT_EQ(plan.jobs.size(), 2u);
  EXPECT_EQ(plan.jobs[0].content, "a.jpg");
  EXPECT_EQ(plan.jobs[0].output, "x/a.png");
  EXPECT_EQ(plan.jobs[0].key, "x/a.png");
  EXPECT_EQ(plan.jobs[0].named_options, (NamedOptions{{"size", "256"}}));
  EXPECT_EQ(plan.jobs[0].options.transfer.size, 256);
  EXPECT_EQ(plan.jobs[1].options.transfer.size, 3);
  jobs.output = "out";
  plan = make_plan(jobs);
  EXPECT_EQ(plan.jobs[0].output, "out/x/a.png");
  EXPECT_EQ(plan.jobs[0].key, "x/a.png");
  EXPECT_EQ(plan.jobs[1].output, folder_ / "out/y/b.png");
  EXPECT_EQ(plan.jobs[1].key, "y/b.png");
}

TEST_F(MakePlan, NamesThePlaceOfMistakesInAJobsFile) {
  write_file(folder_ / "jobs.csv", "content,style,output,sice\na,s,b.png,\n\nc,s,d.png,256\n");
  PlanRequest jobs = jobs_request();
  jobs.line_options = [](const NamedOptions& named) {
    if (!named.empty()) throw Error(ErrorKind::kOption, "--sice: unknown");
    return JobOptions();
  };
  expect_failure(jobs, "jobs.csv:4: --sice: unknown");
  write_file(folder_ / "jobs.csv", "content,style,output\na,s,b/\n");
  expect_failure(jobs, "jobs.csv:2: b/ is a folder");
  write_file(folder_ / "jobs.csv", "content,style,output\na,s,b.png\nc,s,x/../b.png\n");
  expect_failure(jobs, "b.png: both a with s and c with s", "each line");
  touch({"file"});
  expect_failure(jobs_request("file"), "file: is no folder");
  PlanRequest both = jobs_request();
  both.styles = {"s"};
  expect_failure(both, "jobs.csv", "style");
  fs::remove("jobs.csv");
  expect_failure(jobs_request(), "jobs.csv", "No such file", ErrorKind::kRead);
}

std::set<std::string> keys_of_shard(PlanRequest request, int number, int count) {
  request.shard = Shard{number, count};
  std::set<std::string> keys;
  for (const Job& job : make_plan(request).jobs) keys.insert(job.key.string());
  return keys;
}

TEST_F(MakePlan, PutsEveryJobIntoExactlyOneShard) {
  for (int i = 0; i < 200; ++i) touch({"photos/" + std::to_string(i) + ".jpg"});
  touch({"styles/s.jpg", "styles/t.jpg"});
  PlanRequest all = request({"photos"}, "styles", "out");
  for (const char* names : {"{content}_{style}.{ext}", "{content}/{content}{style}{style}.png"}) {
    all.name_template = names;
    for (const int count : {1, 2, 3, 8}) {
      std::set<std::string> united;
      std::size_t total = 0;
      for (int number = 1; number <= count; ++number) {
        const auto keys = keys_of_shard(all, number, count);
        EXPECT_GT(keys.size(), 400u / static_cast<unsigned>(2 * count)) << names;
        total += keys.size();
        united.insert(keys.begin(), keys.end());
      }
      EXPECT_EQ(total, 400u);
      EXPECT_EQ(united.size(), 400u);
    }
  }
}

TEST_F(MakePlan, KeepsJobsInTheirShardWhenOthersAreAdded) {
  for (int i = 0; i < 50; ++i) touch({"photos/" + std::to_string(i) + ".jpg"});
  touch({"s.jpg"});
  const PlanRequest all = request({"photos"}, "s.jpg", "out");
  const auto before = keys_of_shard(all, 2, 3);
  for (int i = 0; i < 50; ++i) touch({"photos/0" + std::to_string(i) + ".jpg"});
  const auto after = keys_of_shard(all, 2, 3);
  EXPECT_GT(after.size(), before.size());
  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
}

// If this fails, machines with different versions no longer share one plan: do not change it.
TEST_F(MakePlan, AssignsShardsByAFixedHash) {
  write_file(folder_ / "jobs.csv",
             "content,style,output\nc,s,a.png\nc,s,c.png\nc,s,d.png\nc,s,e.png\n");
  const PlanRequest jobs = jobs_request();
  // FNV-1a with its halves folded: "a.png" a29205b56ba85779, "c.png" 28409e9af88a5ef3, "d.png"
  // 52f978c9972ab972, "e.png" 457fd1d251e83cc5. Modulo 5 these are 4, 3, 0 and 1.
  EXPECT_EQ(keys_of_shard(jobs, 5, 5), std::set<std::string>{"a.png"});
  EXPECT_EQ(keys_of_shard(jobs, 4, 5), std::set<std::string>{"c.png"});
  EXPECT_EQ(keys_of_shard(jobs, 1, 5), std::set<std::string>{"d.png"});
  EXPECT_EQ(keys_of_shard(jobs, 2, 5), std::set<std::string>{"e.png"});
}

TEST_F(MakePlan, RefusesInvalidShards) {
  touch({"a.jpg", "s.jpg"});
  for (const Shard& shard : {Shard{0, 2}, Shard{3, 2}, Shard{1, 0}, Shard{-1, -1}}) {
    PlanRequest one = request({"a.jpg"}, "s.jpg", "b.jpg");
    one.shard = shard;
    expect_failure(one, "shard", "no such part");
  }
}

TEST_F(MakePlan, ChecksTheWholePlanBeforeSharding) {
  touch({"photos/a.jpg", "photos/a.png", "s.jpg"});
  PlanRequest same = request({"photos"}, "s.jpg", "out");
  same.name_template = "{content}.png";
  for (int number = 1; number <= 4; ++number) {
    same.shard = Shard{number, 4};
    expect_failure(same, "out/a.png: both");
  }
}

TEST_F(MakePlan, PlansManyJobs) {
  for (int i = 0; i < 3000; ++i) touch({"photos/" + std::to_string(i) + ".jpg"});
  for (int i = 0; i < 10; ++i) touch({"styles/" + std::to_string(i) + ".jpg"});
  const Plan plan = make_plan(request({"photos"}, "styles", "out"));
  ASSERT_EQ(plan.jobs.size(), 30000u);
  EXPECT_EQ(plan.jobs.back().key, "999_9.jpg");
}

}  // namespace
}  // namespace stylize
