#include "messages.h"

#include <fcntl.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "machine/visible_text.h"

#include "terminal.h"

namespace stylize {
namespace {

// A duplicate of standard error, so that messages appear even while image decoders are silenced.
FILE* message_stream() {
  static FILE* stream = [] {
    const int copy = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    FILE* opened = copy >= 0 ? ::fdopen(copy, "w") : nullptr;
    return opened ? opened : stderr;
  }();
  return stream;
}

// The text of a message, always on one line.
class VisibleMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& line) override {
    const std::string text =
        visible_text(std::string(message.payload.begin(), message.payload.end()));
    line.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<VisibleMessage>();
  }
};

}  // namespace

void set_up_messages(const std::string& level) {
  using Sink = spdlog::sinks::ansicolor_sink<spdlog::details::console_mutex>;
  auto sink =
      std::make_shared<Sink>(message_stream(), colours_are_wanted() ? spdlog::color_mode::automatic
                                                                    : spdlog::color_mode::never);
  auto logger = std::make_shared<spdlog::logger>("stylize", sink);
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<VisibleMessage>('*').set_pattern("[%H:%M:%S] %^%l%$: %*");
  sink->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(logger);
}

std::size_t live_line_columns() {
  // A character in the last column may already move the cursor to the next line.
  const std::size_t columns = terminal_columns(::fileno(message_stream()));
  return columns > 0 ? columns - 1 : 0;
}

void show_live_line(const std::string& text) {
  constexpr const char* kEraseLine = "\r\x1b[K";
  const std::string line = cut_to_columns(visible_text(text), live_line_columns());
  std::fprintf(message_stream(), "%s%s", kEraseLine, line.c_str());
  std::fflush(message_stream());
}

}  // namespace stylize
