#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

#include "report/frames_row.h"
#include "report/sample_jobs.h"
#include "stylize/report/report_file.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string page_of(const std::vector<JobReport>& jobs, RunInfo run = sample_run()) {
  const TemporaryFolder folder;
  ReportFile report(folder / "report.html", ReportFormat::kHtml, run, {});
  RunSummary summary;
  summary.jobs = static_cast<int64_t>(jobs.size());
  for (const JobReport& job : jobs) {
    count_job(summary, job);
    EXPECT_EQ(report.add(job, summary), "");
  }
  return file_text(folder / "report.html");
}

// Describes errors in the nesting of tags; empty if all tags are closed correctly.
std::string imbalance(const std::string& page) {
  const std::set<std::string> empty = {"meta", "input", "img", "!DOCTYPE"};
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    if (end == std::string::npos) return "unfinished tag";
    const bool closes = page[at + 1] == '/', is_whole = page[end - 1] == '/';
    const auto begin = at + (closes ? 2 : 1);
    const std::string name = page.substr(begin, page.find_first_of(" />\n", begin) - begin);
    if (closes) {
      if (open.empty() || open.back() != name) return "</" + name + "> closes nothing";
      open.pop_back();
    } else if (!is_whole && empty.count(name) == 0) {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

// The number of points of every polyline on the page.
std::vector<std::size_t> polylines(const std::string& page) {
  const std::string begin = "<polyline points=\"";
  std::vector<std::size_t> counts;
  for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1)) {
    const std::string points =
        page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size());
    counts.push_back(static_cast<std::size_t>(std::count(points.begin(), points.end(), ',')));
  }
  return counts;
}

TEST(HtmlReport, IsWellFormedWithAnyNumberOfJobs) {
  JobReport bare;
  bare.status = JobStatus::kFailed;
  bare.error = "contents/b.png: cannot be read";
  EXPECT_EQ(imbalance(page_of({})), "");
  EXPECT_EQ(imbalance(page_of({sample_job("a.png")})), "");
  const std::string page = page_of({sample_job("a.png"), bare, sample_job("c.png")});
  EXPECT_EQ(imbalance(page), "");
  EXPECT_TRUE(contains(page, "contents/b.png: cannot be read"));
  EXPECT_TRUE(contains(page, "<b>2</b> done"));
  EXPECT_TRUE(contains(page, "<b>1</b> failed"));
  EXPECT_FALSE(contains(page, "<b>0</b>"));
}

TEST(HtmlReport, ShowsTheFactsOfAJob) {
  const std::string page = page_of({sample_job("a.png")});
  for (const std::string part :
       {"64 × 48", "100 + 100", "<dd>0.7</dd>", "<dd>8 s</dd>", "<dd>9 s</dd>", "<dd>512 MiB</dd>",
        "&quot;optimizer&quot;: &quot;lbfgs&quot;", "vgg19-free.pt", "2026-11-23T16:20:00Z"}) {
    EXPECT_TRUE(contains(page, part)) << part;
  }
}

TEST(HtmlReport, ContainsItsPictures) {
  JobReport job = sample_job("a.png");
  job.thumbnails.content_jpeg = "\x89PNG";
  job.thumbnails.style_jpeg = std::string("\0\xff", 2);
  job.thumbnails.result_jpeg = "foo";
  const std::string page = page_of({job});
  EXPECT_TRUE(contains(page, "<img alt=\"content\" src=\"data:image/jpeg;base64,iVBORw==\">"));
  EXPECT_TRUE(contains(page, "<img alt=\"style\" src=\"data:image/jpeg;base64,AP8=\">"));
  EXPECT_TRUE(contains(page, "<img alt=\"result\" src=\"data:image/jpeg;base64,Zm9v\">"));
  EXPECT_FALSE(contains(page, "http"));
  EXPECT_TRUE(contains(page, "data-file=\"\"")) << "these files are not there";
  EXPECT_FALSE(contains(page, "href"));
  EXPECT_FALSE(contains(page, "url("));
}

JobReport frame_of_shot(int64_t shot, int64_t number) {
  JobReport frame = sample_job("f" + std::to_string(number) + ".png");
  frame.frames = {shot, number, number, {}};
  if (number > 1) frame.frames.temporal_errors = {{number, 0.001 * static_cast<double>(number)}};
  frame.thumbnails.result_jpeg = "frame " + std::to_string(number);
  return frame;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(HtmlReport, HasARowForEachShotOfAClip) {
  std::vector<JobReport> frames;
  for (int64_t number = 1; number <= 35; ++number) {
    frames.push_back(frame_of_shot(number <= 30 ? 1 : 2, number));
    EXPECT_EQ(imbalance(page_of(frames)), "") << number;
  }
  const std::string page = page_of(frames);
  EXPECT_EQ(count_of(page, "<article"), 2u);
  for (const std::string part : {"<dd>1 to 30</dd>", "<dd>31 to 35</dd>", "<dd>6000</dd>",
                                 "<dd>1000</dd>", "<b>35</b> done", ">0.03</text>"}) {
    EXPECT_TRUE(contains(page, part)) << part;
  }
  EXPECT_EQ(polylines(page), (std::vector<std::size_t>{29, 5}));
  EXPECT_FALSE(contains(page, "alt=\"frame 2\""));
  EXPECT_EQ(count_of(page, "alt=\"frame "), 8u + 5u) << "every fourth of 30, and five";
  EXPECT_EQ(count_of(page, "no picture"), 2u * 2u) << "content and style alone lack theirs";
}

TEST(HtmlReport, OrdersTheFramesOfAPassThatGoesBackwards) {
  std::vector<JobReport> frames;
  for (int64_t number = 30; number >= 1; --number) {
    frames.push_back(frame_of_shot(1, number));
    EXPECT_EQ(imbalance(page_of(frames)), "") << number;
  }
  const std::string page = page_of(frames);
  EXPECT_TRUE(contains(page, "<dd>1 to 30</dd>"));
  EXPECT_EQ(polylines(page), (std::vector<std::size_t>{29}));
  std::size_t before = 0;
  for (int number = 2; number <= 30; number += 4) {
    const auto at = page.find("alt=\"frame " + std::to_string(number) + "\"");
    ASSERT_NE(at, std::string::npos) << number << ": every fourth from the last one on";
    EXPECT_GT(at, before) << number;
    before = at;
  }
}

TEST(FramesRow, AddsOnlyTimeAndMemoryOfEarlierPasses) {
  FramesRow row(sample_job("clip.mp4"));
  JobReport frame = frame_of_shot(1, 2);
  frame.seconds = 5;
  frame.peak_memory = 1000;
  frame.frames.passes = 2;
  const double before = row.row().seconds;
  row.add(frame);
  EXPECT_EQ(row.row().seconds, before + 5);
  EXPECT_EQ(row.row().frames.last, 0);
  EXPECT_TRUE(row.row().frames.temporal_errors.empty());
  frame.frames.pass = 2;
  row.add(frame);
  EXPECT_EQ(row.row().seconds, before + 10);
  EXPECT_EQ(row.row().frames.last, 2);
  frame.frames.pass = 1;
  frame.status = JobStatus::kFailed;
  row.add(frame);
  EXPECT_EQ(row.row().status, JobStatus::kFailed) << "what fails in any pass is told";
}

TEST(HtmlReport, HasARowForEachOfTheShotsThatArePaintedSideBySide) {
  RunInfo run = sample_run();
  run.parallel = 2;
  std::vector<JobReport> frames;
  const int64_t shots[] = {1, 2, 2, 4, 1, 4, 3, 6, 3};
  for (const int64_t shot : shots) {
    frames.push_back(frame_of_shot(shot, static_cast<int64_t>(frames.size()) + 1));
    EXPECT_EQ(imbalance(page_of(frames, run)), "");
  }
  const std::string page = page_of(frames, run);
  EXPECT_EQ(count_of(page, "<article"), 5u);
  for (const char* number : {"1", "2", "3", "4", "6"}) {
    EXPECT_EQ(count_of(page, std::string("data-key=\"shot ") + number + "\""), 1u) << number;
  }
}

TEST(HtmlReport, ARowOfFramesIsAsBadAsItsWorstFrame) {
  std::vector<JobReport> frames = {frame_of_shot(1, 1), frame_of_shot(1, 2), frame_of_shot(1, 3)};
  frames[0].status = JobStatus::kSkipped;
  EXPECT_TRUE(contains(page_of({frames[0]}), "class=\"job skipped\""));
  EXPECT_TRUE(contains(page_of(frames), "class=\"job done\""));
  frames[1].status = JobStatus::kFailed;
  frames[1].error = "the second cannot be painted";
  EXPECT_TRUE(contains(page_of(frames), "class=\"job failed\""));
  EXPECT_TRUE(contains(page_of(frames), "the second cannot be painted"));
}

TEST(HtmlReport, EscapesEveryText) {
  const std::string wicked = "<script>'\"&\xe9\x01";
  JobReport job = sample_job(wicked);
  job.content = job.style = job.output = job.error = job.settings = wicked;
  RunInfo run;
  run.version = run.model = run.model_sha256 = run.started = run.shard = wicked;
  run.command = {wicked};
  const std::string page = page_of({job}, run);
  EXPECT_EQ(imbalance(page), "");
  EXPECT_FALSE(contains(page, "<script>'\"")) << "the only script is the page's own";
  EXPECT_FALSE(contains(page, "'\""));
  EXPECT_FALSE(contains(page, "\xe9"));
  EXPECT_FALSE(contains(page, "\x01"));
  EXPECT_TRUE(contains(page, "title=\"&lt;script&gt;&#39;&quot;&amp;\\xe9\\x01\""));
}

TEST(HtmlReport, DrawsALineForEachScale) {
  const std::string page = page_of({sample_job("a.png")});
  EXPECT_EQ(polylines(page), (std::vector<std::size_t>{100, 100}));
  EXPECT_TRUE(contains(page, ">100</text>"));  // the highest loss
  EXPECT_TRUE(contains(page, ">0.5</text>"));  // the lowest
  EXPECT_TRUE(contains(page, ">8 s</text>"));
  EXPECT_TRUE(contains(page, "loss against time"));
}

TEST(HtmlReport, ThinsLongCurvesButKeepsTheirEnds) {
  JobReport job = sample_job("a.png");
  job.curve.clear();
  for (int i = 0; i < 3000; ++i) job.curve.push_back({i < 60 ? 1 : 2, 1, 0, 1.0 + 3000 - i});
  const std::string page = page_of({job});
  const std::vector<std::size_t> counts = polylines(page);
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_GE(counts[0], 2u);
  EXPECT_GT(counts[1], counts[0]);
  EXPECT_LE(counts[0] + counts[1], 200u);
  EXPECT_GE(counts[0] + counts[1], 195u);
  EXPECT_TRUE(contains(page, "314.0,116.0\"/>"));  // the last point, the lowest
  EXPECT_TRUE(contains(page, "points=\"52.0,10.0 "));
  EXPECT_TRUE(contains(page, "loss against iterations"));
}

TEST(HtmlReport, LeavesOutPointsThatCannotBeDrawn) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  JobReport job = sample_job("a.png", JobStatus::kDiverged);
  job.scales.back().losses.total = nan;
  job.curve = {{1, 1, 0.5, 4}, {1, 2, 1, nan}, {1, 3, 1.5, 0}, {1, 4, nan, 1}};
  const std::string page = page_of({job});
  EXPECT_EQ(polylines(page),
            (std::vector<std::size_t>{2}));  // a single point, visible by its round ends
  EXPECT_FALSE(contains(page, "nan"));
  EXPECT_FALSE(contains(page, "inf"));
  job.curve.assign(5, {1, 1, 1, nan});
  EXPECT_FALSE(contains(page_of({job}), "<svg"));
}

}  // namespace
}  // namespace stylize
