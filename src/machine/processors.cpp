#include "stylize/machine/processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace stylize {
namespace {

int processors_in_affinity_mask() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::thread::hardware_concurrency());
}

// This process's folder in a cgroup hierarchy, from lines like "4:cpu,cpuacct:/docker/1" (v1) or
// "0::/user.slice" (v2).
std::string cgroup_folder(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool matches = controller.empty()
                             ? controllers == ",,"
                             : controllers.find("," + controller + ",") != std::string::npos;
    if (matches) return line.substr(second + 1);
  }
  return "/";
}

// Processors' worth of time in a quota, or 0 for no limit.
double quota_v2(const std::string& folder) {
  std::ifstream file("/sys/fs/cgroup" + folder + "/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return 0;
  return std::strtod(quota.c_str(), nullptr) / period;
}

double quota_v1(const std::string& folder) {
  const std::string base = "/sys/fs/cgroup/cpu" + folder;
  std::ifstream quota_file(base + "/cpu.cfs_quota_us"), period_file(base + "/cpu.cfs_period_us");
  double quota = 0, period = 0;
  if (!(quota_file >> quota) || !(period_file >> period) || quota <= 0 || period <= 0) return 0;
  return quota / period;
}

// The smallest quota on the way from this process's cgroup up to the root; every one of them binds.
template <typename Quota>
double smallest_quota(std::string folder, Quota quota) {
  double smallest = 0;
  while (true) {
    const double own = quota(folder == "/" ? std::string() : folder);
    if (own > 0) smallest = smallest > 0 ? std::min(smallest, own) : own;
    const auto slash = folder.rfind('/');
    if (folder.size() <= 1 || slash == std::string::npos) return smallest;
    folder.resize(std::max<std::size_t>(slash, 1));
  }
}

}  // namespace

int available_processors() {
  int count = std::max(1, processors_in_affinity_mask());
  for (double quota : {smallest_quota(cgroup_folder(""), quota_v2),
                       smallest_quota(cgroup_folder("cpu"), quota_v1)}) {
    if (quota > 0) count = std::min(count, std::max(1, static_cast<int>(std::ceil(quota))));
  }
  return count;
}

}  // namespace stylize
