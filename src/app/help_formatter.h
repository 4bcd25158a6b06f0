#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace stylize {

/// Help in the form
///   --size PIXELS    Longest side of the output ... (0 to 32768; default 512)
/// where CLI11's default is --size PIXELS:0 to 32768=512.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

}  // namespace stylize
