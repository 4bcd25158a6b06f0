#pragma once

#include <optional>

#include "described_colours.h"
#include "png_chunks.h"

namespace stylize {

/// What the chunks of a PNG say about its colours. It is shown all of them.
class PngColours {
 public:
  void see(const PngChunk& chunk);

  /// An ICC profile of what counts most (PNG, third edition, 4.3): cICP, `iccp` (the profile that
  /// the file carries), sRGB, then gAMA and cHRM. Empty: sRGB.
  std::vector<uint8_t> profile(Samples samples, std::vector<uint8_t> iccp) const;

 private:
  struct CodePoints {
    int primaries, transfer;
  };

  std::optional<CodePoints> code_points_;
  bool srgb_ = false;
  std::optional<double> gamma_;
  std::optional<Chromaticities> chromaticities_;
};

}  // namespace stylize
