#pragma once

namespace stylize {

/// Whether to suppress what OpenCV itself prints to standard error about a damaged BMP file; off by
/// default. The library reports the error in any case. While a BMP file is decoded, this redirects
/// standard error of the whole process to nowhere, so the choice is the program's: to keep its
/// other messages, it must write them to a duplicate of the descriptor.
void silence_stray_output(bool silent);

}  // namespace stylize
