#pragma once

namespace stylize {

/// Whether what OpenCV prints to standard error on its own, of a damaged BMP file, goes nowhere; it
/// does not at first. What is wrong is reported by us in any case. While such a file is decoded the
/// standard error of the whole process then leads nowhere, so the choice is the program's: one
/// whose other messages must pass writes them to a duplicate of the descriptor.
void silence_stray_output(bool silent);

}  // namespace stylize
