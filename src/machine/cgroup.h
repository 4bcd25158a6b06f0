#pragma once

#include <string>
#include <vector>

namespace stylize {

/// The folders of this process's cgroup and of those above it, its own first and the root's last,
/// in the hierarchy of a controller of version 1 ("cpu", "memory") or in that of version 2 ("").
/// The limits of each apply. In a container some may be invisible: files in them cannot be opened.
std::vector<std::string> cgroup_folders(const std::string& controller);

}  // namespace stylize
