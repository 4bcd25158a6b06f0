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

  /// What a value is: "PIXELS"; empty: a flag.
  std::string unit(const CLI::Option& option) const;

  /// The description with the range and the default of the values, on one line.
  std::string explanation(const CLI::Option& option) const;

  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

}  // namespace stylize
