#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stylize {

/// The outcome of one job.
enum class JobStatus {
  kDone,
  kSkipped,      ///< an output with the same settings and inputs was already there
  kFailed,       ///< no picture; JobReport::error says why
  kDiverged,     ///< the losses became NaN or infinite; the best picture so far was saved
  kInterrupted,  ///< ended from outside before its last iteration
};

/// "done", "skipped", "failed", "diverged" or "interrupted".
std::string to_word(JobStatus status);

/// The inverse of to_word(). Throws Error (kInput) for any other word.
JobStatus status_of_word(const std::string& word);

/// A weighted term of the objective, dimensionless (losses are relative to the pictures).
struct LossEntry {
  std::string name;  ///< content, style, total_variation, ...: words joined by _
  double value = 0;
};

struct LossEntries {
  std::vector<LossEntry> terms;
  double total = 0;  ///< the sum that was minimized
};

/// One scale of a job.
struct ScaleEntry {
  int64_t width = 0;          ///< pixels
  int64_t height = 0;         ///< pixels
  int64_t iterations = 0;     ///< that were done
  LossEntries losses;         ///< at the end of the scale
  double seconds = 0;         ///< wall clock; optimization alone
  double target_seconds = 0;  ///< wall clock; computing the scale's content and style targets
};

/// The objective after one iteration.
struct CurvePoint {
  int scale = 0;       ///< 1-based
  int iteration = 0;   ///< 1-based, within the scale
  double seconds = 0;  ///< wall clock since the job's first iteration, over all scales
  double loss = 0;     ///< the total
};

/// A frame of a result, small.
struct StripPicture {
  int64_t frame = 0;           ///< its number, 1-based
  std::filesystem::path file;  ///< where it is in large
  std::string jpeg;            ///< the bytes of a JPEG file
};

/// Small pictures for people to look at, as the bytes of JPEG files; empty when there is none.
struct Thumbnails {
  std::string content_jpeg;
  std::string style_jpeg;
  std::string result_jpeg;
  std::vector<StripPicture> strip;  ///< of a job with several frames: some of them, in their order
};

/// How a painted frame of a clip differs from the frames before it.
struct TemporalError {
  int64_t frame = 0;  ///< its number, 1-based
  /// Mean squared distance between its colours, 0..1, and those of the earlier paintings moved to
  /// their places in it, over the pixels whose motion is reliable. NaN where it is not known: for
  /// the first frame of a shot, and where nothing is reliable.
  double error = 0;
};

/// Which frames of a clip a job is.
struct FramesEntry {
  int64_t shot = 0;   ///< 1-based; of frames of several shots that of the last one
  int64_t first = 0;  ///< number of the first frame, 1-based; 0: the job is no clip
  int64_t last = 0;   ///< and of the last one
  std::vector<TemporalError> temporal_errors;  ///< of those that are known, in their order
  int pass = 1;                                ///< over the frames, in which this one was painted
  int passes = 1;  ///< that there are; the output is what the last one paints
};

/// A file that a job read.
struct InputEntry {
  std::string role;  ///< content, style, initial picture, content mask or style mask
  std::filesystem::path file;
  std::string sha256;  ///< of the file, hexadecimal
};

/// Everything that reports say about one job. In names and messages, bytes that are not UTF-8
/// become \xHH and a backslash becomes \\ (utf8_text in machine/visible_text.h).
struct JobReport {
  std::filesystem::path content;   ///< file
  std::filesystem::path style;     ///< file; of several the first
  std::filesystem::path output;    ///< file
  std::string key;                 ///< identifies the job on every machine
  std::string content_sha256;      ///< of the file, hexadecimal; empty when unknown
  std::string style_sha256;        ///< of the file, hexadecimal; empty when unknown
  std::vector<InputEntry> inputs;  ///< every file, styles in their order; empty when unknown
  JobStatus status = JobStatus::kDone;
  std::string error;               ///< one line; empty when there was none
  int attempts = 1;                ///< how often the job was started
  std::string settings;            ///< of the picture: JSON text; may be empty
  std::vector<ScaleEntry> scales;  ///< from coarse to fine; empty when nothing was painted
  double seconds = 0;              ///< wall clock of the whole job
  int64_t peak_memory = 0;         ///< bytes; 0: unknown
  std::vector<CurvePoint> curve;   ///< in the order of the iterations; may be empty
  FramesEntry frames;              ///< of a clip
  Thumbnails thumbnails;
};

/// What is known about a run before its first job.
struct RunInfo {
  std::string version;               ///< of the program
  std::vector<std::string> command;  ///< the command line, the program's name first
  std::string model;                 ///< path of the model file
  std::string model_sha256;          ///< of that file, hexadecimal; empty when unknown
  std::string started;               ///< ISO 8601, UTC: 2026-11-23T16:20:00Z
  int threads = 0;                   ///< of one job
  int parallel = 1;                  ///< concurrent jobs
  std::string shard;                 ///< "K/N" for a run that does part of the jobs; else empty
};

/// Whether the job is a frame, finished in a pass that is not the last.
bool is_of_earlier_pass(const JobReport& job);

/// The state of a run over many jobs.
struct RunSummary {
  int64_t jobs = 0;  ///< of the whole run, including those not started yet
  int64_t done = 0;
  int64_t skipped = 0;
  int64_t failed = 0;
  int64_t diverged = 0;
  int64_t interrupted = 0;
  double seconds = 0;               ///< wall clock of the run so far
  double optimization_seconds = 0;  ///< wall clock of optimization, sum over the jobs
  bool finished = false;            ///< whether the run is over
  int exit_code = 0;                ///< of a finished run
};

/// Increments the number of jobs with this status.
void count_status(RunSummary& summary, JobStatus status);

/// Counts a job that ended: its status and its seconds of optimization. `jobs` is unchanged.
void count_job(RunSummary& summary, const JobReport& job);

/// For a terminal: "200 jobs: 190 done, 5 skipped, 5 failed"; jobs without a status yet are "to
/// do".
std::string summary_line(const RunSummary& summary);

}  // namespace stylize
