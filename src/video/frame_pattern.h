#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace stylize {

/// Names of numbered pictures, as ffmpeg has them: frames/%04d.png.
class FramePattern {
 public:
  /// nullopt unless the file's name (not its folder's) has exactly one %d or %0Nd with N from 1 to
  /// 9; %% stands for a percent sign.
  static std::optional<FramePattern> parse(const std::string& text);

  std::filesystem::path name(int64_t number) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_, before_, after_;
  int digits_ = 0;
};

}  // namespace stylize
