#pragma once

namespace stylize {

/// Sets whether what OpenCV prints to standard error about a damaged BMP file is suppressed; by
/// default it is not. The library reports the error in any case. To suppress it, standard error of
/// the whole process is redirected to nowhere while a BMP file is decoded. So this is the program's
/// choice: messages that it must not lose in that time have to go to a duplicate of the descriptor.
void silence_stray_output(bool silent);

}  // namespace stylize
