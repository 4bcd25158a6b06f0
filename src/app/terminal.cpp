#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <string_view>

namespace stylize {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool is_dumb() {
  return environment("TERM") == "dumb";
}

// Makes character functions of this thread use UTF-8, whatever the locale of the process.
class Utf8 {
 public:
  Utf8() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_) before_ = ::uselocale(locale_);
  }
  ~Utf8() {
    if (!locale_) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;

 private:
  locale_t locale_, before_ = nullptr;
};

}  // namespace

std::size_t terminal_columns(int descriptor) {
  winsize size = {};
  if (!::isatty(descriptor) || is_dumb()) return 0;
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

bool colours_are_wanted() {
  return environment("NO_COLOR").empty() && !is_dumb();
}

std::string cut_to_columns(const std::string& text, std::size_t columns) {
  const Utf8 utf8;
  std::mbstate_t state = {};
  std::size_t at = 0, taken = 0;
  while (at < text.size()) {
    wchar_t character = 0;
    std::size_t bytes = std::mbrtowc(&character, text.data() + at, text.size() - at, &state);
    int width = 1;
    if (bytes == 0 || bytes > text.size() - at) {  // NUL, not UTF-8, or truncated
      bytes = 1;
      state = {};
    } else {
      width = ::wcwidth(character);
    }
    if (width < 0) width = 1;  // unknown to the C library; assume one column
    taken += static_cast<std::size_t>(width);
    if (taken > columns) break;
    at += bytes;
  }
  return text.substr(0, at);
}

}  // namespace stylize
