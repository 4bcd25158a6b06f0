#include "machine/system_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#ifndef STYLIZE_PLAIN_UNIX
#ifdef __linux__
#define STYLIZE_ON_LINUX
#include <linux/magic.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#endif
#ifdef __GLIBC__
#define STYLIZE_ON_GLIBC
#include <malloc.h>

#include <cstdio>
#endif
#endif

namespace stylize::system_calls {

#if defined(STYLIZE_ON_LINUX) && defined(O_TMPFILE)
int open_unnamed(const char* folder, int flags, mode_t mode) {
  const int descriptor = ::open(folder, O_TMPFILE | O_CLOEXEC | flags, mode);
  // What kernels and file systems say that know no such files.
  if (descriptor < 0 && (errno == EISDIR || errno == ENOENT)) errno = EOPNOTSUPP;
  return descriptor;
}
#else
int open_unnamed(const char* /*folder*/, int /*flags*/, mode_t /*mode*/) {
  errno = EOPNOTSUPP;
  return -1;
}
#endif

#ifdef STYLIZE_ON_LINUX

int reserve_space(int descriptor, off_t offset, off_t size) {
  return ::posix_fallocate(descriptor, offset, size);
}

int make_pipe(int (&ends)[2]) {
  return ::pipe2(ends, O_CLOEXEC);
}

std::string peek_input_pipe(std::size_t size) {
  int ends[2];
  if (make_pipe(ends) != 0) return "";
  std::string text(size, '\0');
  const ssize_t there = ::tee(STDIN_FILENO, ends[1], size, 0);
  const ssize_t count =
      there > 0 ? ::read(ends[0], text.data(), static_cast<std::size_t>(there)) : 0;
  ::close(ends[0]);
  ::close(ends[1]);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

void die_with_parent() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int processors_allowed() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 0;
}

bool is_of_proc(const char* folder) {
  struct statfs system = {};
  return ::statfs(folder, &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

bool is_kept_in_memory(int descriptor) {
  struct statfs system = {};
  return ::fstatfs(descriptor, &system) == 0 &&
         (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC);
}

#else

int reserve_space(int descriptor, off_t offset, off_t size) {
  const off_t end = ::lseek(descriptor, 0, SEEK_END);
  if (end < 0 || (end < offset + size && ::ftruncate(descriptor, offset + size) != 0)) return errno;
  return 0;
}

int make_pipe(int (&ends)[2]) {
  if (::pipe(ends) != 0) return -1;
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return 0;
}

std::string peek_input_pipe(std::size_t /*size*/) {
  return "";
}

void die_with_parent() {}

int processors_allowed() {
  return 0;
}

bool is_of_proc(const char* /*folder*/) {
  return false;
}

bool is_kept_in_memory(int /*descriptor*/) {
  return false;
}

#endif

#ifdef STYLIZE_ON_GLIBC

int exchange_names(const char* one, const char* other) {
  return ::renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int rename_to_new(const char* from, const char* to) {
  return ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

void begin_heap() {
  constexpr int kMany = 65536, kLarge = 4 << 20;
  mallopt(M_MMAP_MAX, kMany);
  mallopt(M_MMAP_THRESHOLD, kLarge);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
  // One heap for all threads: memory that one thread frees can serve the others, and a long run
  // does not grow.
  mallopt(M_ARENA_MAX, 1);
}

void tighten_heap() {
  constexpr int kLarge = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, kLarge);
  mallopt(M_TRIM_THRESHOLD, kLarge);
  mallopt(M_TOP_PAD, kLarge);
  trim_heap();
}

void trim_heap() {
  ::malloc_trim(0);
}

#else

int exchange_names(const char* /*one*/, const char* /*other*/) {
  errno = ENOSYS;
  return -1;
}

int rename_to_new(const char* /*from*/, const char* /*to*/) {
  errno = ENOSYS;
  return -1;
}

void begin_heap() {}

void tighten_heap() {}

void trim_heap() {}

#endif

std::filesystem::path running_program() {
  // Linux, NetBSD, FreeBSD.
  for (const char* link : {"/proc/self/exe", "/proc/curproc/exe", "/proc/curproc/file"}) {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink(link, error);
    if (!error && program.is_absolute()) return program;
  }
  return {};
}

}  // namespace stylize::system_calls
