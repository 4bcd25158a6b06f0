#include "machine/available_memory.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/child_process.h"

namespace stylize {
namespace {

constexpr int64_t kMebibyte = 1 << 20;
constexpr int kRight = 0, kWrong = 1, kNotAllowed = 2;

TEST(AvailableMemory, IsLessThanTheMachineHas) {
  const int64_t all = int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
  EXPECT_GT(available_memory(), 0);
  EXPECT_LT(available_memory(), all);
}

template <typename Resource>
int64_t available_with_limit(Resource resource, int64_t bytes) {
  const rlimit limit = {static_cast<rlim_t>(bytes), static_cast<rlim_t>(bytes)};
  ::setrlimit(resource, &limit);
  return available_memory();
}

// Pages of this process and of its data, as the kernel counts them.
int64_t used_bytes(int column) {
  std::ifstream file("/proc/self/statm");
  int64_t value = 0;
  for (int i = 0; i <= column; ++i) file >> value;
  return value * ::sysconf(_SC_PAGESIZE);
}

TEST(AvailableMemory, RespectsTheLimitsOfTheProcess) {
  constexpr int kAddressSpace = 0, kData = 5;
  const auto right = [](int64_t left) {
    return left > 90 * kMebibyte && left <= 100 * kMebibyte ? kRight : kWrong;
  };
  EXPECT_EQ(
      exit_code_in_child([&] {
        return right(available_with_limit(RLIMIT_AS, used_bytes(kAddressSpace) + 100 * kMebibyte));
      }),
      kRight);
  EXPECT_EQ(exit_code_in_child([&] {
              return right(available_with_limit(RLIMIT_DATA, used_bytes(kData) + 100 * kMebibyte));
            }),
            kRight);
}

void write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

// This process's cgroup according to /proc; "" for the root.
std::string own_cgroup(const std::string& before_path) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto found = line.find(before_path);
    if (found == std::string::npos) continue;
    const std::string path = line.substr(found + before_path.size());
    return path == "/" ? "" : path;
  }
  return "";
}

// Runs work() with an empty, writable folder as /sys/fs/cgroup.
template <typename Work>
int with_cgroup_files(Work work) {
  return exit_code_in_child([&]() -> int {
    const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kNotAllowed;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/gid_map") << "0 " + group + " 1";
    std::ofstream("/proc/self/uid_map") << "0 " + user + " 1";
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kNotAllowed;
    if (::mount("none", "/sys/fs/cgroup", "tmpfs", 0, nullptr) != 0) return kNotAllowed;
    return work() ? kRight : kWrong;
  });
}

void write_version_2(const std::string& folder, const std::string& limit, int used) {
  write(folder + "/memory.max", limit + "\n");
  write(folder + "/memory.current", std::to_string(used) + "\n");
  write(folder + "/memory.stat", "anon 1\nfile 70\ninactive_anon 5\ninactive_file 1000\nx 3\n");
}

TEST(AvailableMemory, RespectsCgroupsOfVersion2) {
  const int code = with_cgroup_files([] {
    const std::string root = "/sys/fs/cgroup", own = root + own_cgroup("0::");
    write_version_2(own, "max", 500000);
    if (available_memory() < 10 * kMebibyte) return false;
    write_version_2(own, "2000000", 500000);
    if (available_memory() != 2000000 - 500000 + 1000) return false;
    write_version_2(root, "900000",
                    500000);  // the cgroup above has a tighter limit, or is the same one
    if (available_memory() != 900000 - 500000 + 1000) return false;
    write_version_2(own, "400000", 500000);
    return available_memory() == 0;
  });
  if (code == kNotAllowed) GTEST_SKIP() << "needs user namespaces";
  EXPECT_EQ(code, kRight);
}

TEST(AvailableMemory, RespectsCgroupsOfVersion1) {
  const int code = with_cgroup_files([] {
    const std::string folder = "/sys/fs/cgroup/memory" + own_cgroup(":memory:");
    write(folder + "/memory.limit_in_bytes", "9223372036854771712\n");
    write(folder + "/memory.usage_in_bytes", "1000000\n");
    write(folder + "/memory.stat", "inactive_file 5\ntotal_inactive_file 300000\n");
    if (available_memory() < 10 * kMebibyte) return false;
    write(folder + "/memory.limit_in_bytes", "3000000\n");
    return available_memory() == 2300000;
  });
  if (code == kNotAllowed) GTEST_SKIP() << "needs user namespaces";
  EXPECT_EQ(code, kRight);
}

}  // namespace
}  // namespace stylize
