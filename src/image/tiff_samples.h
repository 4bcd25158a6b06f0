#pragma once

#include <cstddef>
#include <cstdint>

#include "row_decoder.h"
#include "tiff_layout.h"

namespace stylize {

/// Converts samples as a TIFF file stores them to samples as a decoder gives them.
class TiffSamples {
 public:
  /// Both must outlive this.
  TiffSamples(const TiffLayout& layout, const SampleForm& form) : layout_(layout), form_(form) {}

  /// Samples of `count` whole pixels, as far as they are colour or alpha.
  void convert_line(const uint8_t* line, uint32_t count, uint8_t* target) const;

  /// One sample of each pixel to its place. Stored are all of the pixel's, or that one alone.
  void place(const uint8_t* stored, uint32_t count, int sample, uint8_t* target) const;

  /// When all samples of `count` pixels are in their places: colours that were multiplied by alpha
  /// are divided by it, and white becomes the largest value where it was 0.
  void finish_row(uint8_t* row, std::size_t count) const;

 private:
  template <typename Sample>
  void finish(Sample* pixels, std::size_t count, double most) const;

  const TiffLayout& layout_;
  const SampleForm& form_;
};

}  // namespace stylize
