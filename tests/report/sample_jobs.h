#pragma once

#include <string>

#include "stylize/report/job_report.h"

namespace stylize {

inline RunInfo sample_run(const std::string& shard = "",
                          const std::string& started = "2026-11-23T16:20:00Z") {
  RunInfo run;
  run.version = "0.1.0";
  run.command = {"stylize", "--jobs", "all pictures.csv"};
  run.model = "models/vgg19-free.pt";
  run.model_sha256 = "ab12";
  run.started = started;
  run.threads = 2;
  run.shard = shard;
  return run;
}

inline LossEntries losses(double content, double style, double total_variation, double total) {
  return {{{"content", content}, {"style", style}, {"total_variation", total_variation}}, total};
}

/// Two scales, a curve of 100 points each.
inline JobReport sample_job(const std::string& key, JobStatus status = JobStatus::kDone) {
  JobReport job;
  job.key = key;
  job.content = "contents/" + key;
  job.style = "styles/mosaic.jpg";
  job.output = "out/" + key;
  job.content_sha256 = "c0";
  job.style_sha256 = "51";
  job.inputs = {{"content", job.content, "c0"}, {"style", job.style, "51"}};
  job.status = status;
  job.settings = R"({"size":64,"optimizer":"lbfgs"})";
  job.scales = {{32, 24, 100, losses(0.5, 0.25, 0.125, 0.875), 1.5, 0.25},
                {64, 48, 100, losses(0.4, 0.2, 0.1, 0.7), 6.5, 0.5}};
  job.seconds = 9;
  job.peak_memory = 512 << 20;
  for (int i = 0; i < 200; ++i) {
    job.curve.push_back({1 + i / 100, 1 + i % 100, 0.04 * (i + 1), 100.0 / (i + 1)});
  }
  return job;
}

}  // namespace stylize
