#pragma once

#include <string>

namespace stylize {

/// Sends spdlog's messages of this level and above to standard error, one line each, with colours
/// on a terminal only.
void set_up_messages(const std::string& level);

/// Whether standard error is a terminal.
bool messages_go_to_terminal();

/// Replaces the live line on the terminal; an empty text removes it. Messages must not be logged
/// while a live line stands.
void show_live_line(const std::string& text);

}  // namespace stylize
