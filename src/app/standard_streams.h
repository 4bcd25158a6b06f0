#pragma once

#include <string>

namespace stylize {

/// Before anything is opened: descriptors 0 to 2 that the caller left closed are taken, so that no
/// file of ours gets their numbers and with them what is printed; printing there fails. SIGPIPE is
/// ignored: writing to a closed pipe fails, too.
void keep_standard_streams();

/// "stylize: MESSAGE" as one line on standard error, whatever is in it.
void print_error(const std::string& message);

/// Prints lines to standard output; on a terminal those that it would obey are escaped
/// (machine/visible_text.h). False when they could not be written to the end, which is told.
bool print_output(const std::string& lines);

}  // namespace stylize
