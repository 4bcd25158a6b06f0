#include "machine/available_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include "cgroup.h"
#include "process_memory.h"

namespace stylize {
namespace {

constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

int64_t left_in_machine() {
  const int64_t available = bytes_of_line("/proc/meminfo", "MemAvailable");
  if (available >= 0) return available;
  return int64_t{::sysconf(_SC_AVPHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

// The file names of the same three values in both versions of cgroups.
struct CgroupFiles {
  const char* limit;
  const char* used;
  const char* reclaimable;  // in memory.stat
};
constexpr CgroupFiles kVersion1 = {"/memory.limit_in_bytes", "/memory.usage_in_bytes",
                                   "total_inactive_file"};
constexpr CgroupFiles kVersion2 = {"/memory.max", "/memory.current", "inactive_file"};

std::optional<int64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  int64_t number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

int64_t reclaimable_in(const std::string& folder, const std::string& name) {
  std::ifstream file(folder + "/memory.stat");
  int64_t number = 0;
  for (std::string word; file >> word >> number;) {
    if (word == name) return number;
  }
  return 0;
}

int64_t left_in_cgroup(const std::string& folder, const CgroupFiles& files) {
  const std::optional<int64_t> limit =
      number_in(folder + files.limit);  // nullopt: "max", or no file
  const std::optional<int64_t> used = number_in(folder + files.used);
  if (!limit || !used) return kUnlimited;
  return *limit - *used + std::min(*used, reclaimable_in(folder, files.reclaimable));
}

int64_t left_in_cgroups() {
  int64_t least = kUnlimited;
  for (const std::string& folder : cgroup_folders("")) {
    least = std::min(least, left_in_cgroup(folder, kVersion2));
  }
  for (const std::string& folder : cgroup_folders("memory")) {
    least = std::min(least, left_in_cgroup(folder, kVersion1));
  }
  return least;
}

template <typename Resource>
int64_t left_of_limit(Resource resource, int64_t used) {
  rlimit limit = {};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur >= static_cast<rlim_t>(kUnlimited)) {
    return kUnlimited;
  }
  return static_cast<int64_t>(limit.rlim_cur) - used;
}

}  // namespace

int64_t available_memory() {
  const ProcessMemory process = process_memory();
  const int64_t least = std::min({left_in_machine(), left_in_cgroups(),
                                  left_of_limit(RLIMIT_AS, process.address_space),
                                  left_of_limit(RLIMIT_DATA, process.data)});
  return std::max<int64_t>(least, 0);
}

}  // namespace stylize
