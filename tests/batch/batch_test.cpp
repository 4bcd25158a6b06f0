#include "batch/batch.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "batch/job_record.h"
#include "machine/seconds.h"
#include "machine/sha256.h"
#include "stylize/image/image_files.h"
#include "stylize/network/winograd_network.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"
#include "transfer/state_file.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

class Recorder : public BatchObserver {
 public:
  void began(int parallel) override { side_by_side.push_back(parallel); }
  void ended(std::size_t /*job*/, const JobResult& result) override { results.push_back(result); }
  void noted(const std::string& line, bool /*warning*/) override { notes.push_back(line); }
  bool stop_requested() override { return stop; }
  void progressed(std::size_t /*job*/, const Progress& /*progress*/) override {
    if (++iterations == stop_after) stop = true;
  }

  std::vector<JobStatus> statuses() const {
    std::vector<JobStatus> all;
    for (const JobResult& result : results) all.push_back(result.report.status);
    std::sort(all.begin(), all.end());
    return all;
  }

  std::vector<int> side_by_side;
  std::vector<JobResult> results;
  std::vector<std::string> notes;
  std::atomic<bool> stop{false};
  int iterations = 0, stop_after = -1;
};

class BatchTest : public testing::Test {
 protected:
  BatchTest() {
    run_context_.version = "test";
    run_context_.settings = [](const ObjectiveOptions&) { return NamedOptions(); };
    run_context_.model = load_model(BOX_MODEL);
    run_context_.model_sha256 = "model";
    run_context_.make_network = [this](const ObjectiveOptions& objective) {
      ++networks_;
      return make_winograd_network(run_context_.model, layers_of(objective));
    };
    at::manual_seed(11);
    for (const char* name : {"a.png", "b.png", "c.png", "style.png"}) {
      Image image;
      image.colour = at::rand({1, 3, 40, 52});
      write_image(folder_ / name, image);
    }
    options_.threads = 2;
  }

  Job job(const std::string& content, const std::string& output) const {
    Job job;
    job.content = folder_ / content;
    job.styles = {{folder_ / "style.png"}};
    job.output = folder_ / output;
    job.key = output;
    job.options.transfer.size = 48;
    job.options.transfer.iterations = 4;
    job.options.transfer.scales = 2;
    return job;
  }

  BatchSummary run(const std::vector<Job>& jobs, Recorder& recorder) {
    return run_batch(jobs, run_context_, options_, recorder);
  }

  std::vector<Job> three_jobs(const std::string& folder) const {
    std::vector<Job> jobs;
    for (const std::string name : {"a.png", "b.png", "c.png"}) {
      jobs.push_back(job(name, folder + name));
      jobs.back().options.write.create_folders = true;
    }
    return jobs;
  }

  TemporaryFolder folder_;
  RunContext run_context_;
  BatchOptions options_;
  std::atomic<int> networks_{0};
};

TEST_F(BatchTest, PaintsTheSameBytesWithAnyNumberOfConcurrentPictures) {
  Recorder first, second;
  options_.parallel = 1;
  const BatchSummary one = run(three_jobs("one/"), first);
  EXPECT_EQ(one.run.done, 3);
  EXPECT_GT(one.run.optimization_seconds, 0);
  EXPECT_EQ(networks_, 1);
  options_.parallel = 3;
  EXPECT_EQ(run(three_jobs("three/"), second).run.done, 3);
  for (const char* name : {"a.png", "b.png", "c.png"}) {
    EXPECT_EQ(file_text(folder_ / "one" / name), file_text(folder_ / "three" / name)) << name;
    EXPECT_EQ(read_image(folder_ / "one" / name).size(), (Size{48, 37}));
  }
  ASSERT_EQ(first.results.size(), 3u);
  const JobReport& report = first.results[0].report;
  EXPECT_EQ(report.scales.size(), 2u);
  EXPECT_EQ(report.curve.size(), 12u);
  EXPECT_EQ(report.content_sha256.size(), 64u);
  EXPECT_EQ(report.attempts, 1);
}

TEST_F(BatchTest, ReportsEveryFileThatAJobRead) {
  Image mask;
  mask.colour = at::zeros({1, 3, 40, 52});
  mask.colour.narrow(3, 0, 20).fill_(1);
  write_image(folder_ / "mask.png", mask);
  Job all = job("a.png", "out.png");
  all.styles = {{folder_ / "style.png"}, {folder_ / "b.png"}};
  all.options.content_mask = folder_ / "mask.png";
  all.styles[0].mask = StyleMask{{}, {255, 255, 255}};
  all.styles[1].mask = StyleMask{folder_ / "mask.png", {}};
  all.options.initial = folder_ / "c.png";
  all.options.transfer.start = Start::kPicture;
  Recorder recorder;
  run({all}, recorder);
  std::vector<std::string> told;
  const JobReport& report = recorder.results.at(0).report;
  EXPECT_EQ(report.error, "");
  for (const InputEntry& input : report.inputs) {
    EXPECT_EQ(input.sha256, sha256_of_file(input.file));
    told.push_back(input.role + " " + input.file.filename().string());
  }
  EXPECT_EQ(told, (std::vector<std::string>{"content a.png", "style style.png", "style b.png",
                                            "initial picture c.png", "content mask mask.png",
                                            "style mask mask.png"}));
}

TEST_F(BatchTest, ARunWithoutJobsBeginsAndEnds) {
  struct Beginning : Recorder {
    void began(int parallel) override { EXPECT_EQ(++beginnings, parallel); }
    int beginnings = 0;
  } recorder;
  EXPECT_EQ(run({}, recorder).run.jobs, 0);
  EXPECT_EQ(recorder.beginnings, 1);
}

TEST_F(BatchTest, AFailedJobDoesNotAffectTheOthers) {
  std::ofstream(folder_ / "b.png") << "no picture";
  Recorder recorder;
  const BatchSummary summary = run(three_jobs("out/"), recorder);
  EXPECT_EQ(summary.run.done, 2);
  EXPECT_EQ(summary.run.failed, 1);
  for (const JobResult& result : recorder.results) {
    const bool bad = result.report.content == folder_ / "b.png";
    EXPECT_EQ(result.failure.has_value(), bad);
    EXPECT_EQ(result.report.error.find("b.png: is no picture") != std::string::npos, bad);
  }
  EXPECT_FALSE(fs::exists(folder_ / "out/b.png"));
}

// Its methods throw, one per run.
class Thrower : public Recorder {
 public:
  explicit Thrower(std::string where) : where_(std::move(where)) {}
  void ended(std::size_t job, const JobResult& result) override {
    fail_in("ended");
    Recorder::ended(job, result);
  }
  void progressed(std::size_t job, const Progress& progress) override {
    fail_in("progressed");
    Recorder::progressed(job, progress);
  }
  void noted(const std::string& /*line*/, bool /*warning*/) override { fail_in("noted"); }
  bool stop_requested() override {
    if (++asked_ > 3) fail_in("stop_requested");
    return false;
  }

 private:
  void fail_in(const std::string& method) const {
    if (method == where_) throw std::runtime_error("the observer fails in " + method);
  }

  const std::string where_;
  std::atomic<int> asked_{0};
};

TEST_F(BatchTest, AnExceptionOfTheObserverEndsTheRunAndIsRethrown) {
  for (const std::string where : {"ended", "progressed", "noted", "stop_requested"}) {
    std::vector<Job> jobs = {job("missing.png", "x.png")};  // something to report
    options_.retries = 1;
    for (int i = 0; i < 20; ++i) jobs.push_back(job("a.png", "a" + std::to_string(i) + ".png"));
    Thrower observer(where);
    std::string thrown;
    try {
      run(jobs, observer);
    } catch (const std::runtime_error& error) {
      thrown = error.what();
    }
    EXPECT_EQ(thrown, "the observer fails in " + where);
    EXPECT_LT(observer.results.size(), 20u) << where;
  }
}

// Unexpected exceptions of libraries, and thrown objects that are not exceptions.
TEST_F(BatchTest, AnUnexpectedExceptionIsAnInternalError) {
  const auto error_of = [&](const std::function<void()>& fail) {
    Job other = job("a.png", "out.png");
    other.options.objective.style_layers = {{"relu1_1"}};
    run_context_.make_network = [=](const ObjectiveOptions& objective) {
      if (objective.style_layers.size() == 1) fail();
      return make_winograd_network(run_context_.model, layers_of(objective));
    };
    Recorder recorder;
    run({job("b.png", "b.png"), other}, recorder);
    for (const JobResult& result : recorder.results) {
      if (result.failure) return std::pair(*result.failure, result.report.error);
    }
    return std::pair(ErrorKind::kInput, std::string("nothing failed"));
  };
  const auto [kind, text] = error_of([] { throw std::logic_error("a table\nof two lines"); });
  EXPECT_EQ(kind, ErrorKind::kInternal);
  EXPECT_NE(text.find("out.png: internal error: a table; "), std::string::npos) << text;
  EXPECT_EQ(error_of([] { throw 7; }).first, ErrorKind::kInternal);
  EXPECT_EQ(error_of([] { throw std::bad_alloc(); }).first, ErrorKind::kMemory);
  EXPECT_EQ(error_of([] { at::empty({int64_t{1} << 50}); }).first, ErrorKind::kMemory);
  EXPECT_EQ(error_of([] { throw std::runtime_error("cannot allocate a name"); }).first,
            ErrorKind::kInternal)
      << "no lack of memory";
  EXPECT_EQ(error_of([] { std::ignore = fs::file_size("/no/such/file"); }).first,
            ErrorKind::kInput);
}

// No thread can start with a stack larger than any address space.
TEST_F(BatchTest, FailureToStartThreadsIsAOneLineError) {
  pthread_attr_t before, huge;
  ASSERT_EQ(::pthread_getattr_default_np(&before), 0);
  ASSERT_EQ(::pthread_attr_init(&huge), 0);
  ASSERT_EQ(::pthread_attr_setstacksize(&huge, std::size_t{1} << 50), 0);
  for (const int parallel : {1, 3}) {
    options_.parallel = parallel;
    Recorder recorder;
    std::string thrown;
    ASSERT_EQ(::pthread_setattr_default_np(&huge), 0);
    try {
      run(three_jobs("out/"), recorder);
    } catch (const Error& error) {
      thrown = error.what();
    }
    ASSERT_EQ(::pthread_setattr_default_np(&before), 0);
    EXPECT_EQ(thrown.find("the system gives no more threads"), 0u) << thrown;
    EXPECT_TRUE(recorder.results.empty());
  }
}

TEST_F(BatchTest, ReportsTheNumberOfConcurrentPicturesBeforeTheFirst) {
  Recorder one, two;
  run({job("a.png", "out.png")}, one);
  EXPECT_EQ(one.side_by_side, std::vector<int>{1});
  run(three_jobs("out/"), two);
  EXPECT_EQ(two.side_by_side, std::vector<int>{2});
}

TEST_F(BatchTest, AFailureWhilePaintingNamesTheOutput) {
  Job narrow = job("a.png", "narrow.png");
  narrow.options.transfer.scales = 3;
  Recorder recorder;
  run({narrow}, recorder);
  EXPECT_EQ(recorder.results.at(0).failure, ErrorKind::kOption);
  const std::string& error = recorder.results.at(0).report.error;
  EXPECT_EQ(error.find((folder_ / "narrow.png").string() + ": scales 3"), 0u) << error;
}

TEST_F(BatchTest, FailFastStartsNoFurtherJob) {
  options_.fail_fast = true;
  std::vector<Job> jobs = {job("missing.png", "x.png")};
  for (int i = 0; i < 20; ++i) jobs.push_back(job("a.png", "a" + std::to_string(i) + ".png"));
  Recorder recorder;
  const BatchSummary summary = run(jobs, recorder);
  EXPECT_EQ(summary.run.failed, 1);
  EXPECT_LT(summary.run.done, 20);
}

TEST_F(BatchTest, RetriesTemporaryFailures) {
  options_.retries = 2;
  const auto began = Clock::now();
  Recorder recorder;
  const BatchSummary summary =
      run({job("missing.png", "x.png"), job("a.png", "a.png.d/out.png")}, recorder);
  EXPECT_EQ(summary.run.failed, 2);
  ASSERT_EQ(recorder.results.size(), 2u);
  EXPECT_GE(seconds_since(began), 0.05 + 0.1) << "no pause between the attempts";
  for (const JobResult& result : recorder.results) EXPECT_EQ(result.report.attempts, 3);
  EXPECT_EQ(recorder.notes.size(), 4u);
  std::ofstream(folder_ / "b.png") << "no picture";  // that is not temporary
  Recorder other;
  run({job("b.png", "y.png")}, other);
  EXPECT_EQ(other.results.at(0).report.attempts, 1);
}

TEST_F(BatchTest, ResumeKeepsFinishedOutputsAndRepaintsChangedOnes) {
  Recorder first;
  run(three_jobs("out/"), first);
  const auto time = fs::last_write_time(folder_ / "out/a.png");
  options_.resume = true;
  std::vector<Job> jobs = three_jobs("out/");
  jobs[1].options.transfer.iterations = 5;
  fs::remove(folder_ / "out/c.png");
  Recorder second;
  const BatchSummary summary = run(jobs, second);
  EXPECT_EQ(summary.run.skipped, 1);
  EXPECT_EQ(summary.run.done, 2);
  EXPECT_EQ(fs::last_write_time(folder_ / "out/a.png"), time);
  fs::copy_file(folder_ / "b.png", folder_ / "a.png", fs::copy_options::overwrite_existing);
  Recorder third;
  EXPECT_EQ(run(jobs, third).run.done, 1);  // different content under the same name
}

TEST_F(BatchTest, AResumedPictureHasTheSameBytes) {
  // Long enough that a stop does not wait for its end.
  Job expected = job("a.png", "expected.png"), interrupted = job("a.png", "out.png");
  for (Job* each : {&expected, &interrupted}) {
    each->options.transfer.iterations = 2000;
    each->options.transfer.scales = 1;
    each->options.transfer.tolerance = 0.3;
  }
  options_.parallel = 1;
  Recorder undisturbed, stopped, resumed;
  run({expected}, undisturbed);
  ASSERT_GT(undisturbed.iterations, 12);
  stopped.stop_after = 12;
  EXPECT_EQ(run({interrupted, job("b.png", "never.png")}, stopped).run.interrupted, 1);
  EXPECT_EQ(stopped.statuses(), std::vector<JobStatus>{JobStatus::kInterrupted});
  EXPECT_FALSE(fs::exists(folder_ / "out.png"));
  EXPECT_TRUE(fs::exists(folder_ / ".out.png.checkpoint"));
  options_.resume = true;
  EXPECT_EQ(run({interrupted}, resumed).run.done, 1);
  EXPECT_EQ(resumed.iterations + 12, undisturbed.iterations);
  EXPECT_EQ(file_text(folder_ / "out.png"), file_text(folder_ / "expected.png"));
  EXPECT_FALSE(fs::exists(folder_ / ".out.png.checkpoint"));
}

// A kill between writing an output and removing its state leaves both.
TEST_F(BatchTest, ResumeRemovesTheStateOfAFinishedPicture) {
  const Job painted = job("a.png", "out.png");
  Recorder first;
  run({painted}, first);
  const JobReport& report = first.results.at(0).report;
  const std::string key =
      record_key(run_context_, painted, settled_options(painted.options, run_context_.model),
                 {report.content_sha256, {{report.style_sha256}}});
  TransferState state;
  state.scales.emplace_back();
  options_.resume = true;
  const fs::path checkpoint = folder_ / ".out.png.checkpoint";
  for (const bool of_this : {false, true}) {
    write_state_file(checkpoint, of_this ? key : "other settings", state);
    Recorder again;
    EXPECT_EQ(run({painted}, again).run.skipped, 1);
    EXPECT_EQ(fs::exists(checkpoint), !of_this);
  }
}

// A picture that is stopped, and checkpoints that existed before.
class Checkpoints : public BatchTest {
 protected:
  Job long_job(const std::string& output, double tolerance = 0.3) {
    Job result = job("a.png", output);
    result.options.transfer.iterations = 2000;
    result.options.transfer.scales = 1;
    result.options.transfer.tolerance = tolerance;
    return result;
  }

  // Stops the job after this many iterations and returns its error.
  std::string stop(const Job& job, int iterations, Recorder& recorder) {
    options_.parallel = 1;
    recorder.stop_after = iterations;
    EXPECT_EQ(run({job}, recorder).run.interrupted, 1);
    return recorder.results.at(0).report.error;
  }

  static bool tells(const Recorder& recorder, const std::string& name, const std::string& part) {
    return std::any_of(recorder.notes.begin(), recorder.notes.end(), [&](const std::string& note) {
      return note.find(name + ": ") != std::string::npos && note.find(part) != std::string::npos;
    });
  }

  const fs::path first_ = folder_ / ".out.png.checkpoint";
  const fs::path second_ = folder_ / ".out.png.older.checkpoint";
};

TEST_F(Checkpoints, OfOtherSettingsAreReportedAndKeptUntilThePictureIsFinished) {
  Recorder other, stopped, again, back;
  stop(long_job("out.png", 0.31), 5, other);
  const std::string of_other = file_text(first_);
  options_.resume = true;
  stop(long_job("out.png"), 3, stopped);
  EXPECT_TRUE(tells(stopped, ".out.png.checkpoint", "other inputs or settings"));
  EXPECT_TRUE(file_text(second_) == of_other);
  EXPECT_FALSE(file_text(first_) == of_other);
  // Either can be continued.
  EXPECT_EQ(stop(long_job("out.png", 0.31), 2, back).find("could not"), std::string::npos);
  EXPECT_TRUE(tells(back, "out.png", "goes on after iteration 5"));
  EXPECT_EQ(run({long_job("out.png")}, again).run.done, 1);
  EXPECT_TRUE(tells(again, "out.png", "goes on after iteration 3"));
  EXPECT_FALSE(fs::exists(first_) || fs::exists(second_));
}

TEST_F(Checkpoints, ThatAreUsableButNotRequestedAreReportedAndKept) {
  Recorder first, second, resumed;
  const Job picture = long_job("out.png");
  stop(picture, 6, first);
  const std::string further = file_text(first_);
  stop(picture, 2, second);
  EXPECT_TRUE(tells(second, ".out.png.checkpoint",
                    "of this picture, after iteration 6 of scale 1, and resume would go on"));
  EXPECT_TRUE(file_text(second_) == further);
  options_.resume = true;
  EXPECT_EQ(run({picture}, resumed).run.done, 1);
  EXPECT_TRUE(tells(resumed, "out.png", "goes on after iteration 6"));
  EXPECT_FALSE(fs::exists(first_) || fs::exists(second_));
}

TEST_F(Checkpoints, DamagedOrOfAnotherVersionAreReported) {
  Recorder stopped;
  const Job picture = long_job("out.png");
  stop(picture, 4, stopped);
  std::string bytes = file_text(first_);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  options_.resume = true;
  for (const auto& [content, told] :
       {std::pair{bytes, "damaged"},
        std::pair{std::string("stylize state 1\n"), "another version"}}) {
    std::ofstream(first_, std::ios::binary) << content;
    Recorder anew;
    EXPECT_EQ(run({picture}, anew).run.done, 1);
    EXPECT_TRUE(tells(anew, ".out.png.checkpoint", told));
    EXPECT_FALSE(fs::exists(first_));
    fs::remove(folder_ / "out.png");
  }
}

// Only deliberate forgery gives this: the right key, the right hash, another shape.
TEST_F(Checkpoints, OfAnotherShapeAreReportedAndThePictureStartsAgain) {
  Recorder undisturbed, stopped, anew;
  const Job picture = long_job("out.png");
  run({long_job("expected.png")}, undisturbed);
  stop(picture, 4, stopped);
  const std::string bytes = file_text(first_);
  const auto begin = bytes.find('\n') + 1;
  const auto header = nlohmann::json::parse(bytes.substr(begin, bytes.find('\n', begin) - begin));
  const auto key = header.at("key").get<std::string>();
  FoundState found = read_state_file(first_, key);
  ASSERT_TRUE(found.state);
  found.state->optimizer.tensors.pop_back();
  write_state_file(first_, key, *found.state);
  options_.resume = true;
  EXPECT_EQ(run({picture}, anew).run.done, 1);
  EXPECT_TRUE(tells(anew, ".out.png.checkpoint", "cannot be used"));
  EXPECT_EQ(anew.iterations, undisturbed.iterations);
}

TEST_F(Checkpoints, OfLongNamesAreNamedByAHash) {
  const std::string name = std::string(247, 'n') + ".png";
  Recorder stopped, resumed;
  const Job picture = long_job(name);
  EXPECT_NE(stop(picture, 4, stopped).find("goes on from there"), std::string::npos);
  options_.resume = true;
  EXPECT_EQ(run({picture}, resumed).run.done, 1);
  EXPECT_TRUE(tells(resumed, name, "goes on after iteration 4"));
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    EXPECT_NE(entry.path().extension(), ".checkpoint");
  }
}

TEST_F(Checkpoints, ThatCannotBeWrittenAreNotPromised) {
  fs::create_directories(first_ / "inside");
  Recorder stopped;
  const std::string error = stop(long_job("out.png"), 4, stopped);
  EXPECT_EQ(error.find("--resume"), std::string::npos) << error;
  EXPECT_NE(error.find("its state could not be written"), std::string::npos) << error;
  EXPECT_TRUE(tells(stopped, ".out.png.checkpoint", "cannot be written"));
}

TEST_F(BatchTest, APictureThatDoesNotFitInMemoryIsNotStarted) {
  options_.memory_limit = 1;
  Recorder recorder;
  EXPECT_EQ(run({job("a.png", "out.png")}, recorder).run.failed, 1);
  EXPECT_EQ(recorder.results.at(0).failure, ErrorKind::kMemory);
  EXPECT_EQ(recorder.iterations, 0);
}

TEST_F(BatchTest, SmallPicturesArePaintedConcurrentlyIfMemoryAllows) {
  const std::vector<Job> jobs = three_jobs("out/");
  const auto network =
      run_context_.make_network(settled_options(jobs[0].options, run_context_.model).objective);
  const int64_t plenty = int64_t{1} << 40;
  options_.threads = 2;
  EXPECT_EQ(choose_parallel(jobs, options_, plenty, *network), 2);
  EXPECT_EQ(choose_parallel(jobs, options_, 1, *network), 1);
  options_.threads = 64;
  EXPECT_EQ(choose_parallel(jobs, options_, plenty, *network), 3);
  options_.parallel = 2;
  EXPECT_EQ(choose_parallel(jobs, options_, 1, *network), 2);
  options_.parallel = 0;
  std::vector<Job> large = jobs;
  large[2].options.transfer.size = 4096;
  options_.threads = 2;
  EXPECT_EQ(choose_parallel(large, options_, plenty, *network), 1);
}

}  // namespace
}  // namespace stylize
