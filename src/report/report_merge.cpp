#include "stylize/report/report_merge.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "json_text.h"
#include "machine/bounded_json.h"
#include "machine/file_bytes.h"
#include "status_rank.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

// A hundred thousand jobs with long curves take several hundred megabytes.
constexpr JsonLimits kLimits = {std::size_t{1} << 30, 64};

// A member of the requested type. Throws nlohmann's descriptive exception if it is missing or of
// another type.
template <typename Value>
Value member(const Json& object, const char* name) {
  return object.at(name).get<Value>();
}

struct Entry {
  Json job;
  JobStatus status = JobStatus::kFailed;
  std::string started;  // when its run started
};

struct Report {
  Json run, jobs;
  RunSummary summary;
  std::string started, shard;
};

// Limited so that sums of any number that fits into memory stay within int64_t.
int64_t count_member(const Json& object, const char* name) {
  constexpr uint64_t kMost = uint64_t{1} << 32;
  const Json& number = object.at(name);
  if (!number.is_number_unsigned() || number.get<uint64_t>() > kMost) {
    throw std::invalid_argument(std::string("\"") + name + "\" is no number of jobs");
  }
  return number.get<int64_t>();
}

RunSummary summary_of(const Json& json) {
  RunSummary summary;
  summary.jobs = count_member(json, "jobs");
  const auto seconds = [&](const char* name) {
    return json.at(name).is_null() ? 0.0 : member<double>(json, name);
  };
  summary.seconds = seconds("seconds");
  summary.optimization_seconds = seconds("optimization_seconds");
  summary.finished = member<bool>(json, "finished");
  return summary;
}

struct Part {
  int number = 0, count = 0;  // 0: the whole
};

// "": the whole; "3/8". The largest count is that of --shard.
Part part_of(const std::string& shard) {
  constexpr int kMost = 999999;
  Part part;
  if (shard.empty()) return part;
  const char* end = shard.data() + shard.size();
  const auto number = std::from_chars(shard.data(), end, part.number);
  auto count = number;
  if (number.ec == std::errc() && number.ptr != end && *number.ptr == '/') {
    count = std::from_chars(number.ptr + 1, end, part.count);
  }
  const bool whole = count.ec == std::errc() && count.ptr == end;
  if (!whole || part.number < 1 || part.number > part.count || part.count > kMost) {
    throw std::invalid_argument("\"" + shard + "\" is no shard K/N");
  }
  return part;
}

// The runs of a report: its own, or those of the reports merged into it.
Json runs_of(const Json& run) {
  const auto shards = run.find("shards");
  if (shards == run.end()) return Json::array({run});
  return member<Json::array_t>(run, "shards");
}

Report parse(const std::string& text) {
  const auto json = parse_json<Json>(text, kLimits);
  Report report;
  report.run = json.at("run");
  report.started = member<std::string>(report.run, "started");
  report.shard = member<std::string>(report.run, "shard");
  for (const Json& run : runs_of(report.run)) part_of(member<std::string>(run, "shard"));
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
  const std::string text = read_text_file(path, kLimits.bytes);
  const auto refuse = [&](const std::string& why) {
    return Error(ErrorKind::kInput, path.string() + ": is no report of stylize: " + why);
  };
  try {
    return parse(text);
  } catch (const Json::exception& error) {
    throw refuse(without_code(error.what()));
  } catch (const std::invalid_argument& error) {
    throw refuse(error.what());
  } catch (const Error& error) {
    throw refuse(error.what());
  }
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

// A shard that was run twice counts its jobs once, and is finished if the later run is.
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

// A report that was itself merged is replaced by its runs.
Json merged_run(const std::vector<Report>& reports) {
  Json shards = Json::array();
  for (const Report& report : reports) {
    for (Json& run : runs_of(report.run)) shards.push_back(std::move(run));
  }
  Json run = reports.front().run;
  run["shard"] = "";
  run["shards"] = std::move(shards);
  return run;
}

// "3/8" or "3-5/8"
std::string gap_text(int first, int last, int count) {
  const std::string range = first == last ? "" : "-" + std::to_string(last);
  return std::to_string(first) + range + "/" + std::to_string(count);
}

// The shards without a report, for every count of shards that occurs. Consecutive ones are
// combined, so that there are never many more entries than reports.
std::vector<std::string> missing_shards(const Json& shards) {
  std::map<int, std::set<int>> parts;  // by count
  for (const Json& run : shards) {
    const Part part = part_of(member<std::string>(run, "shard"));
    if (part.count > 0) parts[part.count].insert(part.number);
  }
  std::vector<std::string> missing;
  for (auto& [count, numbers] : parts) {
    numbers.insert(count + 1);
    int next = 1;
    for (const int number : numbers) {
      if (number > next) missing.push_back(gap_text(next, number - 1, count));
      next = number + 1;
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
