#include "machine/processors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "cgroup.h"
#include "machine/system_calls.h"

namespace stylize {
namespace {

int processors_in_affinity_mask() {
  const int allowed = system_calls::processors_allowed();
  return allowed > 0 ? allowed : static_cast<int>(std::thread::hardware_concurrency());
}

// The quota as a number of processors, or 0 for no limit.
double quota_v2(const std::string& folder) {
  std::ifstream file(folder + "/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return 0;
  return std::strtod(quota.c_str(), nullptr) / period;
}

double quota_v1(const std::string& folder) {
  std::ifstream quota_file(folder + "/cpu.cfs_quota_us");
  std::ifstream period_file(folder + "/cpu.cfs_period_us");
  double quota = 0, period = 0;
  if (!(quota_file >> quota) || !(period_file >> period) || quota <= 0 || period <= 0) return 0;
  return quota / period;
}

template <typename Quota>
double smallest_quota(const std::vector<std::string>& folders, Quota quota) {
  double smallest = 0;
  for (const std::string& folder : folders) {
    const double own = quota(folder);
    if (own > 0) smallest = smallest > 0 ? std::min(smallest, own) : own;
  }
  return smallest;
}

}  // namespace

int available_processors() {
  int count = std::max(1, processors_in_affinity_mask());
  for (double quota : {smallest_quota(cgroup_folders(""), quota_v2),
                       smallest_quota(cgroup_folders("cpu"), quota_v1)}) {
    if (quota > 0) count = std::min(count, std::max(1, static_cast<int>(std::ceil(quota))));
  }
  return count;
}

}  // namespace stylize
