#pragma once

#include <stdexcept>
#include <string>

#include "stylize/setting_name.h"

namespace stylize {

/// What went wrong, for callers that answer differently (the program's exit code does).
enum class ErrorKind {
  kInput,    ///< an input picture cannot be used: its bytes are no picture, or not one that fits
  kRead,     ///< the system failed to read an input; trying again later may help
  kOutput,   ///< the output cannot be written
  kModel,    ///< the model file cannot be read, or lacks what was asked of it
  kDevice,   ///< the device that was asked for is not there
  kMemory,   ///< there is not enough memory
  kOption,   ///< option values that do not fit each other or the pictures
  kStopped,  ///< given up since the process was asked to stop (machine/signals.h)
  kInternal  ///< a fault of this library: what nobody expected
};

/// What to say of an exception that nobody expected: one line.
std::string internal_error(const std::string& what);

/// Every failure that this library reports. what() is one line without a final full stop that names
/// the file or option, says what is wrong and what to do.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

/// A setting that does not go together with others or with the pictures. what() begins with its
/// name as setting_name() writes it.
class SettingError : public Error {
 public:
  SettingError(const std::string& setting, const std::string& message)
      : Error(ErrorKind::kOption, setting_name(setting) + ": " + message), setting_(setting) {}
  const std::string& setting() const { return setting_; }  ///< "style-blend"

 private:
  std::string setting_;
};

}  // namespace stylize
