#include "machine/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <utility>

#include "machine/signals.h"
#include "machine/system_calls.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr std::size_t kLongestTail = 4096;
constexpr std::size_t kLongestLine = 500;
constexpr int kPollMilliseconds = 200;

struct Pipe {
  int read = -1, write = -1;
};

Pipe make_pipe() {
  int ends[2];
  if (system_calls::make_pipe(ends) != 0) {
    throw Error(ErrorKind::kRead, std::string("no pipe to another program can be made (") +
                                      std::strerror(errno) + "); close some programs");
  }
  return {ends[0], ends[1]};
}

void close_and_forget(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

// In PATH; empty: there is none. A relative folder in PATH would depend on where one stands.
std::string program_path(const std::string& name) {
  const char* variable = std::getenv("PATH");
  std::istringstream folders(variable ? variable : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (folder.empty() || folder.front() != '/') continue;
    const std::string path = folder + "/" + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

// Between fork and exec: only what is safe after a fork of a process with threads.
[[noreturn]] void become(const char* path, char* const* arguments, int input, int output,
                         int messages, ::pid_t parent) {
  system_calls::die_with_parent();
  if (::getppid() != parent) ::_exit(127);
  ::setpgid(0, 0);  // Ctrl-C is for this program, which then ends that one
  if (input >= 0) ::dup2(input, STDIN_FILENO);
  if (output >= 0) ::dup2(output, STDOUT_FILENO);
  ::dup2(messages, STDERR_FILENO);
  for (const int number : {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_DFL);
  ::execv(path, arguments);
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, Stream input, Stream output) {
  const std::string path = program_path(arguments.front());
  if (path.empty()) throw Error(ErrorKind::kInput, arguments.front() + ": is not installed");
  std::vector<char*> words;
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  Pipe in, out;
  if (input == Stream::kPipe) in = make_pipe();
  if (output == Stream::kPipe) out = make_pipe();
  Pipe messages = make_pipe();
  if (input == Stream::kNothing) in.read = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (output == Stream::kNothing) out.write = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const ::pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    become(path.c_str(), words.data(), in.read, out.write, messages.write, parent);
  }
  const int error = errno;
  for (int* end : {&in.read, &out.write, &messages.write}) close_and_forget(*end);
  input_ = in.write;
  output_ = out.read;
  messages_ = messages.read;
  if (process_ < 0) {
    for (int* end : {&input_, &output_, &messages_}) close_and_forget(*end);
    throw Error(ErrorKind::kRead, path + ": cannot be started (" + std::strerror(error) + ")");
  }
  drain_ = std::thread([this] { drain_messages(); });
}

ChildProcess::~ChildProcess() {
  kill();
  wait();
  close_and_forget(output_);
}

void ChildProcess::drain_messages() {
  std::array<char, 4096> bytes;
  for (;;) {
    const ::ssize_t count = ::read(messages_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    tail_.append(bytes.data(), static_cast<std::size_t>(count));
    if (tail_.size() > kLongestTail) tail_.erase(0, tail_.size() - kLongestTail);
  }
}

std::size_t ChildProcess::read(void* bytes, std::size_t size) {
  for (;;) {
    struct pollfd wait_for = {output_, POLLIN, 0};
    const int ready = ::poll(&wait_for, 1, kPollMilliseconds);
    if (ready == 0 && stop_signal_arrived()) {
      throw Error(ErrorKind::kStopped, "stopped while another program was read");
    }
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ::ssize_t count = ::read(output_, bytes, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) {
      throw Error(ErrorKind::kRead,
                  std::string("another program cannot be read (") + std::strerror(errno) + ")");
    }
  }
}

std::string ChildProcess::read_all(std::size_t most, const std::string& name) {
  std::string text;
  std::array<char, 65536> bytes;
  while (const std::size_t count = read(bytes.data(), bytes.size())) {
    text.append(bytes.data(), count);
    if (text.size() > most) throw Error(ErrorKind::kInput, name + ": its description is too long");
  }
  return text;
}

bool ChildProcess::write(const void* bytes, std::size_t size) {
  const auto* from = static_cast<const char*>(bytes);
  while (size > 0) {
    const ::ssize_t count = ::write(input_, from, size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    from += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

void ChildProcess::close_input() {
  close_and_forget(input_);
}

void ChildProcess::kill() {
  if (process_ > 0) ::kill(process_, SIGKILL);
}

int ChildProcess::wait() {
  close_input();
  int status = 0;
  if (process_ > 0) {
    ::pid_t ended = 0;
    while ((ended = ::waitpid(process_, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
      if (stop_signal_arrived()) kill();
      ::poll(nullptr, 0, 10);
    }
    process_ = -1;
  }
  if (drain_.joinable()) drain_.join();
  close_and_forget(messages_);
  if (WIFSIGNALED(status)) signal_ = WTERMSIG(status);
  return signal_ != 0 ? 128 + signal_ : WEXITSTATUS(status);
}

std::string ChildProcess::last_line() const {
  std::string text = tail_;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const std::size_t line = text.find_last_of("\r\n");
  if (line != std::string::npos) text.erase(0, line + 1);
  return text.substr(0, kLongestLine);
}

bool has_program(const std::string& name) {
  return !program_path(name).empty();
}

}  // namespace stylize
