#pragma once

namespace stylize {

/// What the program returns to the shell. README.md documents these.
enum ExitCode : int {
  kExitDone = 0,
  kExitFailed = 1,    // a picture could not be made: unreadable input, unwritable output, memory
  kExitUsage = 2,     // unknown option, value out of range, options that do not fit together
  kExitModel = 3,     // no usable model file, or the device does not exist
  kExitDiverged = 4,  // the only picture's losses became NaN or infinite; the best was saved
  kExitInternal = 5,  // a bug in this program
  kExitSignal = 128,  // plus the number of the signal that ended the run
};

}  // namespace stylize
