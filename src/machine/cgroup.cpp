#include "cgroup.h"

#include <fstream>

namespace stylize {
namespace {

// This process's cgroup in a hierarchy, from lines like "4:cpu,cpuacct:/docker/1" (v1) or
// "0::/user.slice" (v2).
std::string own_cgroup(const std::string& controller) {
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

}  // namespace

std::vector<std::string> cgroup_folders(const std::string& controller) {
  const std::string root = "/sys/fs/cgroup" + (controller.empty() ? "" : "/" + controller);
  std::vector<std::string> folders;
  std::string below = own_cgroup(controller);
  while (below.size() > 1) {
    folders.push_back(root + below);
    below.resize(below.rfind('/') == std::string::npos ? 0 : below.rfind('/'));
  }
  folders.push_back(root);
  return folders;
}

}  // namespace stylize
