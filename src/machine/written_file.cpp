#include "machine/written_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "machine/system_calls.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw Error(ErrorKind::kOutput, path.string() + ": " + what);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

// Links in /proc stand for files open in a process; their text need not be a valid path.
bool is_in_proc(const fs::path& path) {
  return system_calls::is_of_proc(folder_of(path).c_str());
}

// The descriptor of this process that a link in /proc/self/fd stands for; else -1.
int own_descriptor(const fs::path& link) {
  const std::string digits = link.filename().native();
  if (digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return -1;
  }
  const int number = std::atoi(digits.c_str());
  std::error_code error;
  const fs::path folder = fs::canonical(folder_of(link), error);
  if (error || folder != "/proc/" + std::to_string(::getpid()) + "/fd") return -1;
  return ::fcntl(number, F_GETFD) >= 0 ? number : -1;
}

void check_link_is_trusted(const fs::path& named, const fs::path& link, const struct stat& status) {
  struct stat folder = {};
  if (::stat(folder_of(link).c_str(), &folder) != 0) return;
  const bool everybodys = (folder.st_mode & S_ISVTX) != 0 && (folder.st_mode & S_IWOTH) != 0;
  if (!everybodys || status.st_uid == ::geteuid() || status.st_uid == folder.st_uid) return;
  fail(named, "is a link that another user made in a folder that all may write to (" +
                  link.string() + "); remove it or write elsewhere");
}

void check_type(const fs::path& named, mode_t mode) {
  if (S_ISDIR(mode)) fail(named, "cannot be written: is a folder; name a file in it");
  if (S_ISBLK(mode)) fail(named, "is a disk, which would be overwritten; name a file");
}

}  // namespace

WrittenFile find_written_file(const fs::path& path) {
  constexpr int kMostLinks = 40;  // as in the kernel
  WrittenFile file;
  file.named = file.target = path;
  bool in_proc = false;
  for (int links = 0; !in_proc; ++links) {
    struct stat status = {};
    if (::lstat(file.target.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) break;
    if (links == kMostLinks) fail(path, "is a link that leads in circles; remove it");
    check_link_is_trusted(path, file.target, status);
    in_proc = is_in_proc(file.target) && ::stat(file.target.c_str(), &status) == 0;
    if (in_proc) {
      file.descriptor = own_descriptor(file.target);
      break;
    }
    std::error_code error;
    const fs::path next = fs::read_symlink(file.target, error);
    if (error) fail(path, "cannot be written: " + error.message());
    file.target = file.target.parent_path() / next;
  }
  file.exists = ::stat(file.target.c_str(), &file.status) == 0;
  if (!file.exists) return file;
  check_type(path, file.status.st_mode);
  file.through = in_proc || !S_ISREG(file.status.st_mode);
  return file;
}

void check_replaceable(const WrittenFile& file, bool replace) {
  if (!file.exists || file.through) return;
  if (!replace) fail(file.named, "exists and must not be replaced; choose another name");
  // Root may write anything, but somebody removed all write permissions on purpose.
  constexpr mode_t kAnybodyMayWrite = S_IWUSR | S_IWGRP | S_IWOTH;
  const bool may_write = (file.status.st_mode & kAnybodyMayWrite) != 0 &&
                         ::faccessat(AT_FDCWD, file.target.c_str(), W_OK, AT_EACCESS) == 0;
  if (!may_write) {
    fail(file.named, "is read-only and is not replaced; choose another name or chmod it");
  }
}

void keep_mode_and_owner(int descriptor, const struct stat& replaced) {
  struct stat own = {};
  if (::fstat(descriptor, &own) != 0) return;
  mode_t mode = replaced.st_mode & 07777;
  if (own.st_uid != replaced.st_uid &&
      ::fchown(descriptor, replaced.st_uid, replaced.st_gid) != 0) {
    mode &= ~static_cast<mode_t>(S_ISUID);
  }
  if (::fstat(descriptor, &own) == 0 && own.st_gid != replaced.st_gid &&
      ::fchown(descriptor, static_cast<uid_t>(-1), replaced.st_gid) != 0) {
    // The group changes, so the group gets the permissions of others.
    mode = (mode & ~static_cast<mode_t>(S_IRWXG | S_ISGID)) | ((mode & S_IRWXO) << 3);
  }
  // Failing to keep permissions (a file system without them) is no reason to lose the file.
  if (::fchmod(descriptor, mode) != 0) return;
}

}  // namespace stylize
