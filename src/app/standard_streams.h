#pragma once

#include <string>

namespace stylize {

/// Call before opening any file: occupies those of descriptors 0 to 2 that are closed, so that none
/// of our files gets such a number and receives printed text; printing there fails. Ignores
/// SIGPIPE, so that writing to a closed pipe fails, too.
void keep_standard_streams();

/// Prints "stylize: MESSAGE" to standard error, always as one line.
void print_error(const std::string& message);

/// Prints lines to standard output; on a terminal, control characters are escaped
/// (machine/visible_text.h). False when not everything could be written, after printing an error.
bool print_output(const std::string& lines);

}  // namespace stylize
