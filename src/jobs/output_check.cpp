#include "output_check.h"

#include <sys/stat.h>

#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "extension.h"
#include "place.h"
#include "stylize/error.h"
#include "stylize/jobs/job_inputs.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

std::string pair_of(const Job& job) {
  return job.content.string() + " with " + job.style.string();
}

// All files that the jobs read.
class Inputs {
 public:
  Inputs(const std::vector<Job>& jobs, const fs::path& folder) {
    std::unordered_set<std::string> seen;
    for (const Job& job : jobs) {
      for (const fs::path& path : inputs_of(job)) add(path, folder, seen);
    }
  }

  // `place` is what place_of makes of `path`.
  bool contain(const fs::path& path, const std::string& place) const {
    if (places_.count(place) > 0) return true;
    struct ::stat status;
    return ::stat(path.c_str(), &status) == 0 && files_.count({status.st_dev, status.st_ino}) > 0;
  }

 private:
  void add(const fs::path& path, const fs::path& folder, std::unordered_set<std::string>& seen) {
    if (!seen.insert(path.native()).second) return;
    places_.insert(place_of(path, folder).native());
    // The same file may have another name, through a link for example.
    struct ::stat status;
    if (::stat(path.c_str(), &status) == 0) files_.insert({status.st_dev, status.st_ino});
  }

  std::unordered_set<std::string> places_;
  std::set<std::pair<::dev_t, ::ino_t>> files_;
};

// Extensions in which nothing can be written are told when it comes to writing.
void check_bit_depth(const Job& job) {
  const std::string extension = extension_of(job.output);
  if (job.options.write.bit_depth == 8 || !is_writable_extension(extension) ||
      is_deep_extension(extension)) {
    return;
  }
  throw Error(ErrorKind::kOption, job.output.string() + ": --bit-depth " +
                                      std::to_string(job.options.write.bit_depth) +
                                      " needs .png or .tiff; a ." + extension + " has 8");
}

// All files that are written, by their places.
class Writers {
 public:
  // `job` is nullptr for the run itself. `advice` says how another file would be written.
  void add(const fs::path& path, const std::string& place, const Job* job,
           const std::string& advice) {
    const auto [writer, is_first] = writers_.emplace(place, job);
    if (is_first) return;
    const bool same = writer->second == job, run = writer->second == nullptr;
    const std::string both = same ? "two pictures of one job"
                                  : "both " + name_of(writer->second) + " and " + name_of(job);
    throw Error(ErrorKind::kOption, path.string() + ": " + both + " would be written there; " +
                                        (same || run ? "choose another name" : advice));
  }

 private:
  static std::string name_of(const Job* job) { return job ? pair_of(*job) : "--preview"; }

  std::unordered_map<std::string, const Job*> writers_;
};

}  // namespace

void check_outputs(const std::vector<Job>& jobs, const std::vector<fs::path>& written_besides,
                   const std::string& advice) {
  const fs::path folder = working_folder();
  const Inputs inputs(jobs, folder);
  Writers writers;
  const auto check = [&](const fs::path& path, const Job* job, const std::string& own_advice) {
    const std::string place = place_of(path, folder).native();
    writers.add(path, place, job, own_advice);
    if (inputs.contain(path, place)) {
      throw Error(ErrorKind::kOption, path.string() +
                                          ": is an input too and would be overwritten; write "
                                          "elsewhere");
    }
  };
  for (const fs::path& path : written_besides) check(path, nullptr, advice);
  for (const Job& job : jobs) {
    check_bit_depth(job);
    for (const fs::path& path : outputs_of(job)) {
      check(path, &job, path == job.output ? advice : "put {output} into the name");
    }
  }
}

}  // namespace stylize
