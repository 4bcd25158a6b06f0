#include "progress_display.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <cmath>

#include "messages.h"

namespace stylize {
namespace {

constexpr std::chrono::milliseconds kLiveInterval{100};
constexpr std::chrono::milliseconds kLogInterval{5000};

std::string line(const Progress& progress) {
  const Losses& losses = progress.losses;
  return fmt::format(
      "scale {}/{} {}x{}, iteration {}/{}, loss {:.4g} (content {:.4g}, style {:.4g}, tv {:.4g}), "
      "{} elapsed, {} left",
      progress.scale, progress.scales, progress.size.width, progress.size.height,
      progress.iteration, progress.iterations, losses.total(), losses.content, losses.style,
      losses.total_variation, duration_text(progress.elapsed_seconds),
      duration_text(progress.remaining_seconds));
}

}  // namespace

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

ProgressDisplay::ProgressDisplay()
    : live_(messages_go_to_terminal()),
      silent_(!spdlog::should_log(spdlog::level::info)),
      last_(Clock::now()) {}

ProgressDisplay::~ProgressDisplay() {
  clear();
}

void ProgressDisplay::show(const Progress& progress, const std::function<std::string()>& before) {
  const auto now = Clock::now();
  if (silent_ || now - last_ < (live_ ? kLiveInterval : kLogInterval)) return;
  last_ = now;
  if (live_) {
    show_live_line(before() + line(progress));
    line_stands_ = true;
  } else {
    spdlog::info("{}{}", before(), line(progress));
  }
}

void ProgressDisplay::clear() {
  if (line_stands_) show_live_line("");
  line_stands_ = false;
}

}  // namespace stylize
