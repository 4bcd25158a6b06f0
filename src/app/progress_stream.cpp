#include "progress_stream.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "machine/signals.h"
#include "machine/visible_text.h"
#include "report/json_text.h"

namespace stylize {
namespace {

constexpr int kFormat = 1;  // raised when a field changes its meaning or goes; not for new ones
constexpr std::chrono::milliseconds kInterval{100};
constexpr int kPatience = 100;  // milliseconds between looks whether the run is to stop

Json event(const char* name, const std::vector<Job>& jobs, std::size_t job) {
  return {{"event", name},
          {"job", job},
          {"key", utf8_text(jobs[job].key.generic_string())},
          {"output", utf8_text(jobs[job].output.native())}};
}

Json losses_of(const Losses& losses) {
  Json json = Json::object();
  for (const Loss& loss : losses) json[loss.name] = loss.value;
  json["total"] = losses.total();
  return json;
}

bool can_be_written(int descriptor, int milliseconds) {
  pollfd file = {descriptor, POLLOUT, 0};
  return ::poll(&file, 1, milliseconds) > 0;
}

}  // namespace

ProgressStream::ProgressStream(int descriptor, const std::vector<Job>& jobs, std::string version,
                               std::filesystem::path preview)
    : descriptor_(descriptor),
      jobs_(jobs),
      version_(std::move(version)),
      preview_(std::move(preview)) {}

std::string ProgressStream::began(int parallel) {
  return write(to_text({{"event", "run"},
                        {"format", kFormat},
                        {"version", version_},
                        {"jobs", jobs_.size()},
                        {"parallel", parallel}}));
}

// The last iteration is always told of, unless the reader does not keep up.
bool ProgressStream::is_due(const Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_last =
      progress.scale == progress.scales && progress.iteration == progress.iterations;
  if (is_lost_ || (now < next_ && !is_last) || !can_be_written(descriptor_, 0)) return false;
  next_ = now + kInterval;
  return true;
}

std::string ProgressStream::progressed(std::size_t job, const Progress& progress) {
  if (!is_due(progress)) return "";
  Json json = event("progress", jobs_, job);
  json["scale"] = progress.scale;
  json["scales"] = progress.scales;
  json["iteration"] = progress.iteration;
  json["iterations"] = progress.iterations;
  json["width"] = progress.size.width;
  json["height"] = progress.size.height;
  json["losses"] = losses_of(progress.losses);
  json["seconds"] = progress.elapsed_seconds;
  json["seconds_left"] = progress.remaining_seconds;
  if (!preview_.empty()) json["preview"] = utf8_text(preview_.native());
  return write(to_text(json));
}

std::string ProgressStream::ended(std::size_t job, const JobReport& report) {
  Json json = event("job", jobs_, job);
  json["status"] = to_word(report.status);
  json["error"] = utf8_text(report.error);
  json["attempts"] = report.attempts;
  json["seconds"] = report.seconds;
  return write(to_text(json));
}

std::string ProgressStream::finish(const RunSummary& summary) {
  Json json = {{"event", "end"}};
  json.update(to_json(summary));
  return write(to_text(json));
}

std::string ProgressStream::write(const std::string& line) {
  if (is_lost_) return "";
  const std::string bytes = line + "\n";
  for (std::size_t at = 0; at < bytes.size();) {
    if (!can_be_written(descriptor_, kPatience)) {
      if (stop_signal_arrived()) return "";
      continue;
    }
    const ssize_t count = ::write(descriptor_, bytes.data() + at, bytes.size() - at);
    if (count >= 0) {
      at += static_cast<std::size_t>(count);
    } else if (errno != EINTR && errno != EAGAIN) {
      is_lost_ = true;
      return "--progress: cannot be written to descriptor " + std::to_string(descriptor_) + ": " +
             std::strerror(errno) + "; the run goes on without it";
    }
  }
  return "";
}

}  // namespace stylize
