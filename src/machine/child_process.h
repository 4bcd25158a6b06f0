#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <thread>
#include <vector>

namespace stylize {

/// Another program, started by its argument vector (never by a shell), with pipes to its standard
/// streams. It is killed when this object or the thread that made it ends before it. For one
/// thread. SIGPIPE must be ignored.
class ChildProcess {
 public:
  /// What a standard stream of the program is.
  enum class Stream {
    kNothing,  ///< /dev/null
    kPipe,     ///< read() or write()
    kOwn,      ///< this process' own
  };

  /// arguments[0] is looked for in PATH. Throws Error: kInput when there is no such program, kRead
  /// when the system cannot start it.
  ChildProcess(const std::vector<std::string>& arguments, Stream input, Stream output);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Reads up to so many bytes of its output; 0 at its end. Waits for at least one. Throws Error
  /// (kRead; kStopped when this process is asked to stop while nothing comes).
  std::size_t read(void* bytes, std::size_t size);

  /// All of its output, unless that has more bytes: then Error (kInput), which begins with `name`.
  std::string read_all(std::size_t most, const std::string& name);

  /// Writes all of it; false when the program no longer reads.
  bool write(const void* bytes, std::size_t size);

  /// Ends its input.
  void close_input();

  /// Waits for its end: its exit code, or 128 plus the signal's number that ended it. A signal that
  /// asks this process to stop kills it.
  int wait();

  void kill();

  /// The signal that ended it; 0: none did. After wait().
  int signal() const { return signal_; }

  /// The last line that it wrote to standard error, at most 500 bytes; after wait().
  std::string last_line() const;

 private:
  void drain_messages();

  ::pid_t process_ = -1;
  int signal_ = 0;
  int input_ = -1, output_ = -1, messages_ = -1;
  std::string tail_;  // of what it writes to standard error; of the thread until it is joined
  std::thread drain_;
};

/// Whether there is such a program in PATH.
bool has_program(const std::string& name);

}  // namespace stylize
