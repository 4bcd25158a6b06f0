#include "stylize/report/report_merge.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "json_text.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// A member of the type asked for. What is missing or of another type throws nlohmann's exception,
// which says so.
template <typename Value>
Value member(const Json& object, const char* name) {
  return object.at(name).get<Value>();
}

struct Entry {
  Json job;
  JobStatus status = JobStatus::kFailed;
  std::string started;  // of its run
};

struct Report {
  Json run, jobs;
  RunSummary summary;
  std::string started, shard;
};

RunSummary summary_of(const Json& json) {
  RunSummary summary;
  summary.jobs = member<int64_t>(json, "jobs");
  const auto seconds = [&](const char* name) {
    return json.at(name).is_null() ? 0.0 : member<double>(json, name);
  };
  summary.seconds = seconds("seconds");
  summary.optimization_seconds = seconds("optimization_seconds");
  summary.finished = member<bool>(json, "finished");
  return summary;
}

Report parse(std::istream& file) {
  const Json json = Json::parse(file);
  Report report;
  report.run = json.at("run");
  report.started = member<std::string>(report.run, "started");
  report.shard = member<std::string>(report.run, "shard");
  report.jobs = member<Json::array_t>(json, "jobs");
  report.summary = summary_of(json.at("summary"));
  for (const Json& job : report.jobs) {
    status_of_word(member<std::string>(job, "status"));
    member<std::string>(job, "key");
  }
  return report;
}

// nlohmann's messages begin with [json.exception.type_error.302].
std::string without_code(std::string message) {
  const auto end = message.find("] ");
  return message.front() == '[' && end != std::string::npos ? message.substr(end + 2) : message;
}

Report read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) {
    throw Error(ErrorKind::kInput, path.string() + ": cannot be read; give reports of stylize");
  }
  const auto refuse = [&](const std::string& why) {
    return Error(ErrorKind::kInput, path.string() + ": is no report of stylize: " + why);
  };
  try {
    return parse(file);
  } catch (const Json::exception& error) {
    throw refuse(without_code(error.what()));
  } catch (const Error& error) {
    throw refuse(error.what());
  }
}

int rank(JobStatus status) {
  switch (status) {
    case JobStatus::kDone:
    case JobStatus::kSkipped:
      return 3;
    case JobStatus::kDiverged:
      return 2;
    case JobStatus::kInterrupted:
      return 1;
    case JobStatus::kFailed:
      break;
  }
  return 0;
}

// Times in ISO 8601 sort as text.
bool is_better(const Entry& one, const Entry& other) {
  return std::pair(rank(one.status), one.started) > std::pair(rank(other.status), other.started);
}

using Entries = std::map<std::string, Entry>;  // by key

Entries best_entries(std::vector<Report>& reports) {
  Entries entries;
  for (Report& report : reports) {
    for (Json& job : report.jobs) {
      const auto key = member<std::string>(job, "key");
      Entry entry{std::move(job), JobStatus::kFailed, report.started};
      entry.status = status_of_word(member<std::string>(entry.job, "status"));
      const auto [place, is_new] = entries.try_emplace(key);
      if (is_new || is_better(entry, place->second)) place->second = std::move(entry);
    }
  }
  return entries;
}

// A shard that was run twice has its jobs once, and is finished when the later run is.
void count_shards(const std::vector<Report>& reports, RunSummary& summary) {
  std::map<std::string, std::pair<int64_t, const Report*>> shards;
  for (const Report& report : reports) {
    auto& [jobs, latest] = shards[report.shard];
    jobs = std::max(jobs, report.summary.jobs);
    if (!latest || report.started >= latest->started) latest = &report;
  }
  summary.finished = true;
  for (const auto& [name, shard] : shards) {
    summary.jobs += shard.first;
    summary.finished = summary.finished && shard.second->summary.finished;
  }
}

RunSummary summarize(const std::vector<Report>& reports, const Entries& entries) {
  RunSummary summary;
  count_shards(reports, summary);
  summary.jobs = std::max(summary.jobs, static_cast<int64_t>(entries.size()));
  for (const auto& [key, entry] : entries) count_status(summary, entry.status);
  for (const Report& report : reports) {
    summary.seconds = std::max(summary.seconds, report.summary.seconds);
    summary.optimization_seconds += report.summary.optimization_seconds;
  }
  summary.exit_code = summary.done + summary.skipped == summary.jobs ? 0 : 1;
  return summary;
}

// The runs of a report that was itself merged take its place.
Json merged_run(const std::vector<Report>& reports) {
  Json shards = Json::array();
  for (const Report& report : reports) {
    const auto earlier = report.run.find("shards");
    if (earlier == report.run.end()) {
      shards.push_back(report.run);
    } else {
      for (const Json& run : *earlier) shards.push_back(run);
    }
  }
  Json run = reports.front().run;
  run["shard"] = "";
  run["shards"] = std::move(shards);
  return run;
}

// Of every count of shards that occurs, the parts that no report is of.
std::vector<std::string> missing_shards(const Json& shards) {
  std::map<int, std::set<int>> parts;  // by count
  for (const Json& run : shards) {
    int number = 0, count = 0;
    const auto name = member<std::string>(run, "shard");
    if (std::sscanf(name.c_str(), "%d/%d", &number, &count) == 2) parts[count].insert(number);
  }
  std::vector<std::string> missing;
  for (const auto& [count, numbers] : parts) {
    for (int number = 1; number <= count; ++number) {
      if (numbers.count(number) > 0) continue;
      missing.push_back(std::to_string(number) + "/" + std::to_string(count));
    }
  }
  return missing;
}

}  // namespace

MergedReport merge_reports(const std::vector<fs::path>& paths) {
  if (paths.empty()) throw Error(ErrorKind::kInput, "no report to merge; name one or more files");
  std::vector<Report> reports;
  for (const fs::path& path : paths) reports.push_back(read(path));
  const Entries entries = best_entries(reports);
  MergedReport merged;
  merged.summary = summarize(reports, entries);
  const Json run = merged_run(reports);
  merged.missing_shards = missing_shards(run.at("shards"));
  if (!merged.missing_shards.empty()) merged.summary.exit_code = 1;
  merged.text = json_head(run);
  const char* separator = "";
  for (const auto& [key, entry] : entries) {
    merged.text += std::exchange(separator, kJobSeparator) + to_text(entry.job);
  }
  merged.text += json_tail(to_json(merged.summary));
  return merged;
}

}  // namespace stylize
