#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

/// What Linux or the GNU C library alone have, and what stands in for it elsewhere: on Linux with
/// musl, on other Unixes. Built with STYLIZE_PLAIN_UNIX the latter is used everywhere, for tests.
/// Like the calls themselves these return -1 and set errno when they fail.
namespace stylize::system_calls {

/// Opens a file in the folder that has no name and goes with its last descriptor; closed on exec.
/// `flags` are those of open() besides. EOPNOTSUPP: the system or file system has none.
int open_unnamed(const char* folder, int flags, mode_t mode);

/// Reserves space on the disk. Returns an error number, or 0. Where the system cannot reserve, only
/// the length is set.
int reserve_space(int descriptor, off_t offset, off_t size);

/// A pipe, both ends closed on exec.
int make_pipe(int (&ends)[2]);

/// What stands in the pipe at standard input, as far as it is there, at most `size` bytes; it stays
/// in the pipe. Waits for the first byte. Empty where the system cannot look into a pipe.
std::string peek_input_pipe(std::size_t size);

/// Two existing files exchange their names in one step. ENOSYS: the system has no such step.
int exchange_names(const char* one, const char* other);

/// Renames a file and never replaces one. ENOSYS or EINVAL: the system or file system cannot.
int rename_to_new(const char* from, const char* to);

/// Asks that this process is killed when its parent ends. Does nothing where there is no such
/// thing. Safe after fork().
void die_with_parent();

/// Processors that this process may run on; 0 where that is not known.
int processors_allowed();

/// Whether the folder is of /proc; whether the file is kept in memory. False where not known.
bool is_of_proc(const char* folder);
bool is_kept_in_memory(int descriptor);

/// The file of the running program; empty where the system does not say.
std::filesystem::path running_program();

/// What the heap does with memory that is freed. From begin_heap() on, which a program calls first,
/// it keeps blocks of less than 4 MiB, which come and go in every iteration; larger ones would
/// leave holes, and go back to the system. After tighten_heap() it keeps next to nothing.
/// trim_heap() gives its free memory back. Does nothing with other C libraries than GNU's.
void begin_heap();
void tighten_heap();
void trim_heap();

}  // namespace stylize::system_calls
