#include "progress_display.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <utility>

#include "loss_text.h"
#include "messages.h"

namespace stylize {
namespace {

constexpr std::chrono::milliseconds kLiveInterval{100};
constexpr std::chrono::milliseconds kLogInterval{5000};

// "iteration 3/40", or "iteration 3/40 (35 % of the next)"
std::string iteration_text(const Progress& progress) {
  const std::string text = fmt::format("iteration {}/{}", progress.iteration, progress.iterations);
  if (progress.evaluated == 0) return text;
  return text + fmt::format(" ({:.0f} % of the next)", std::floor(100 * progress.evaluated));
}

// The most important part comes first.
std::vector<std::string> parts(const Progress& progress) {
  std::vector<std::string> parts = {
      duration_text(progress.remaining_seconds) + " left", iteration_text(progress),
      fmt::format("scale {}/{}", progress.scale, progress.scales),
      fmt::format("{}x{}", progress.size.width, progress.size.height)};
  if (progress.iteration > 0) {  // before that they are not known
    parts.push_back(loss_text("loss", progress.losses.total()));
    for (const Loss& loss : progress.losses) parts.push_back(loss_text(loss.name, loss.value));
  }
  parts.push_back(duration_text(progress.elapsed_seconds) + " elapsed");
  return parts;
}

// As many parts as fit into the columns, at least the first.
std::string joined(const std::vector<std::string>& parts, std::size_t columns) {
  std::string line;
  for (const std::string& part : parts) {
    const std::string longer = line.empty() ? part : line + ", " + part;
    if (!line.empty() && longer.size() > columns) break;
    line = longer;
  }
  return line;
}

}  // namespace

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

ProgressDisplay::ProgressDisplay()
    : silent_(!spdlog::should_log(spdlog::level::info)), last_(Clock::now()) {}

ProgressDisplay::~ProgressDisplay() {
  clear();
}

void ProgressDisplay::show(const Progress& progress,
                           const std::function<std::vector<std::string>()>& before) {
  const auto now = Clock::now();
  if (silent_ || now - last_ < kLiveInterval) return;
  const std::size_t columns = live_line_columns();
  if (columns == 0 && now - last_ < kLogInterval) return;
  last_ = now;
  std::vector<std::string> all = before();
  for (std::string& part : parts(progress)) all.push_back(std::move(part));
  if (columns > 0) {
    show_live_line(joined(all, columns));
    line_stands_ = true;
  } else {
    clear();
    spdlog::info("{}", joined(all, std::string::npos));
  }
}

void ProgressDisplay::clear() {
  if (line_stands_) show_live_line("");
  line_stands_ = false;
}

}  // namespace stylize
