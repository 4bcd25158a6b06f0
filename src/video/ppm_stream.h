#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// Binary PPM pictures with 255 levels, one after the other, as ffmpeg writes them into a pipe.
class PpmStream {
 public:
  /// `read` fills in some bytes, at least one, and says how many; 0: the end.
  explicit PpmStream(std::function<std::size_t(void*, std::size_t)> read)
      : read_(std::move(read)) {}

  /// The next picture; nullopt where the stream ends before it. Throws Error (kInput), which begins
  /// with `name`, when it ends within it, is none, or has more pixels.
  std::optional<Image> next(const std::string& name, int64_t max_pixels);

  /// Whether there is nothing more to read.
  bool ended() const { return ended_; }

 private:
  bool fill(uint8_t* bytes, std::size_t size);
  bool read_byte(char& byte);
  int64_t read_number(const std::string& name);

  std::function<std::size_t(void*, std::size_t)> read_;
  std::vector<uint8_t> bytes_;  // kept from picture to picture
  bool ended_ = false;
};

}  // namespace stylize
