#pragma once

#include <stdexcept>
#include <string>

#include "stylize/setting_name.h"

namespace stylize {

/// The kind of a failure, for callers that react differently. The program's exit code depends on
/// it.
enum class ErrorKind {
  kInput,    ///< an input picture cannot be used: it is not a picture, or not a suitable one
  kRead,     ///< the system failed to read an input; trying again later may help
  kOutput,   ///< the output cannot be written
  kModel,    ///< the model file cannot be read, or lacks what was requested
  kDevice,   ///< the requested device does not exist
  kMemory,   ///< there is not enough memory
  kOption,   ///< option values that are inconsistent with each other or with the pictures
  kStopped,  ///< abandoned because the process was asked to stop (machine/signals.h)
  kInternal  ///< a bug in this library: an unexpected failure
};

/// The one-line message for an unexpected exception.
std::string internal_error(const std::string& what);

/// Any failure that this library reports. what() is one line without a final full stop; it names
/// the file or setting and says what is wrong and what to do.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

/// A setting that conflicts with other settings or with the pictures. what() begins with the
/// setting's name as setting_name() writes it.
class SettingError : public Error {
 public:
  SettingError(const std::string& setting, const std::string& message)
      : Error(ErrorKind::kOption, setting_name(setting) + ": " + message), setting_(setting) {}
  const std::string& setting() const { return setting_; }  ///< "style-blend"

 private:
  std::string setting_;
};

}  // namespace stylize
