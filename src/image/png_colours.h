#pragma once

#include <optional>

#include "described_colours.h"
#include "png_chunks.h"

namespace stylize {

/// Collects what a PNG's chunks say about its colours. Pass all chunks to see().
class PngColours {
 public:
  void see(const PngChunk& chunk);

  /// The ICC profile for the chunk of highest priority (PNG, third edition, 4.3): cICP, `iccp` (the
  /// profile in the file), sRGB, then gAMA and cHRM. Empty: sRGB.
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
