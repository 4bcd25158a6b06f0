#pragma once

namespace stylize {

/// Where the colours of a painting come from.
enum class ColourControl {
  kStyle,  ///< the style's
  kMatch,  ///< the style's, matched to the content's first (match_colours)
  kKeep    ///< the content's: only the luminance is painted (keep_colours)
};

/// A colour space that separates luminance from chroma.
enum class ColourSpace {
  kLab,    ///< CIE 1976 L*a*b*, D65
  kYcrcb,  ///< Rec. 601 luma and colour differences, of stored sRGB values
  kLuv     ///< CIE 1976 L*u*v*, D65
};

}  // namespace stylize
