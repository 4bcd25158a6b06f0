#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "machine/seconds.h"
#include "stylize/settings/write_options.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// A small picture in a file that shows the work in progress. The file never contains half a
/// picture. Thread-safe.
class Preview {
 public:
  /// With an empty path nothing is ever shown.
  Preview(std::filesystem::path path, double seconds) : path_(std::move(path)), seconds_(seconds) {}

  /// Shows the current picture if the last one was shown at least `seconds` ago. Both functions
  /// return a warning the first time that writing fails, else an empty text. Of the options, only
  /// `replace` and those of the colour space are used.
  std::string offer(const Progress& progress, const WriteOptions& options);

  /// Shows a finished picture.
  std::string finish(const Image& picture, const WriteOptions& options);

 private:
  std::string write(const Image& picture, const WriteOptions& options);

  const std::filesystem::path path_;
  const double seconds_;
  std::mutex mutex_;  // guards the members below, and the file
  bool written_ = false, warned_ = false;
  Clock::time_point next_{};
};

}  // namespace stylize
