#pragma once

#include <cstddef>
#include <cstdint>

#include "row_decoder.h"
#include "tiff_layout.h"

namespace stylize {

/// Converts samples as stored in a TIFF file to the form of a decoder.
class TiffSamples {
 public:
  /// Both must outlive this object.
  TiffSamples(const TiffLayout& layout, const SampleForm& form) : layout_(layout), form_(form) {}

  /// Converts `count` interleaved pixels, keeping only colours and alpha.
  void convert_line(const uint8_t* line, uint32_t count, uint8_t* target) const;

  /// Puts one sample of each pixel in its place. `stored` has all samples of the pixels, or only
  /// that one.
  void place(const uint8_t* stored, uint32_t count, int sample, uint8_t* target) const;

  /// Call when all samples of `count` pixels are in place: divides premultiplied colours by alpha,
  /// and inverts samples if 0 means white.
  void finish_row(uint8_t* row, std::size_t count) const;

 private:
  template <typename Sample>
  void finish(Sample* pixels, std::size_t count, double most) const;

  const TiffLayout& layout_;
  const SampleForm& form_;
};

}  // namespace stylize
