#include "tiff_layout.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "tiff_file.h"

namespace stylize {
namespace {

int colours_of(const TiffLayout& layout) {
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
      return 1;
    case PHOTOMETRIC_SEPARATED:
      return 4;
    default:
      return 3;
  }
}

TiffLayout read_stored(TIFF* tiff) {
  TiffLayout layout;
  layout.width = tiff_field<uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  layout.height = tiff_field<uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  if (layout.width == 0 || layout.height == 0) fail_damaged("it says no size");
  layout.compression = tiff_field<uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (TIFFIsCODECConfigured(layout.compression) == 0) {
    fail_unsupported("pixels of compression " + std::to_string(layout.compression));
  }
  layout.bits = tiff_field<uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.format = tiff_field<uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  layout.samples = tiff_field<uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.planar = tiff_field<uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  const auto guessed = layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  layout.photometric =
      tiff_field<uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, static_cast<uint16_t>(guessed));
  layout.tiled = TIFFIsTiled(tiff) != 0;
  layout.part_width =
      layout.tiled ? tiff_field<uint32_t>(tiff, TIFFTAG_TILEWIDTH, 0) : layout.width;
  layout.part_height = layout.tiled
                           ? tiff_field<uint32_t>(tiff, TIFFTAG_TILELENGTH, 0)
                           : tiff_field<uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, layout.height);
  layout.part_height = std::min(layout.part_height, layout.tiled ? UINT32_MAX : layout.height);
  if (layout.part_width == 0 || layout.part_height == 0) fail_damaged("parts without a size");
  return layout;
}

// Finds the first extra sample that may be alpha. A single one of unspecified kind is taken as
// unassociated alpha.
void read_extra_samples(TIFF* tiff, TiffLayout& layout) {
  layout.colours = colours_of(layout);
  uint16_t count = 0;
  uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
  if (layout.samples < layout.colours) fail_damaged("fewer samples than colours");
  const int extra = layout.samples - layout.colours;
  for (int i = 0; i < extra; ++i) {
    const int kind = i < count ? kinds[i] : EXTRASAMPLE_UNSPECIFIED;
    const bool stated = kind == EXTRASAMPLE_ASSOCALPHA || kind == EXTRASAMPLE_UNASSALPHA;
    // A fifth channel of CMYK may also be another ink.
    const bool guessed = extra == 1 && kind == EXTRASAMPLE_UNSPECIFIED && layout.colours < 4;
    if (!stated && !guessed) continue;
    layout.alpha = layout.colours + i;
    layout.associated = kind == EXTRASAMPLE_ASSOCALPHA;
    return;
  }
}

void read_palette(TIFF* tiff, TiffLayout& layout) {
  uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
  const std::size_t colours = std::size_t{1} << layout.bits;
  if (layout.bits > 8 || TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) == 0) {
    fail_unsupported("a palette of " + std::to_string(layout.bits) + " bits");
  }
  // Some programs store 8-bit values in the 16-bit map.
  const auto large = [&](const uint16_t* map) {
    return std::any_of(map, map + colours, [](uint16_t value) { return value > 255; });
  };
  const int shift = large(red) || large(green) || large(blue) ? 8 : 0;
  for (std::size_t i = 0; i < colours; ++i) {
    for (const uint16_t* map : {red, green, blue}) {
      layout.palette.push_back(static_cast<uint8_t>(map[i] >> shift));
    }
  }
}

// Chooses the colours, and whether there is alpha.
SampleForm choose_colours(TIFF* tiff, TiffLayout& layout) {
  SampleForm form;
  form.alpha = layout.alpha >= 0;
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
      form.colour = Samples::kGray;
      break;
    case PHOTOMETRIC_SEPARATED:
      if (tiff_field<uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK) {
        fail_unsupported("inks that are not CMYK");
      }
      form.colour = Samples::kCmyk;
      break;
    case PHOTOMETRIC_PALETTE:
      read_palette(tiff, layout);
      break;
    case PHOTOMETRIC_RGB:
      break;
    case PHOTOMETRIC_YCBCR:
      if (layout.compression == COMPRESSION_JPEG && layout.planar == PLANARCONFIG_CONTIG) {
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        break;
      }
      [[fallthrough]];
    default: {
      char reason[1024] = {};
      layout.rgba = TIFFRGBAImageOK(tiff, reason) != 0;
      if (!layout.rgba) fail_unsupported("colours of kind " + std::to_string(layout.photometric));
      form.alpha = false;
    }
  }
  return form;
}

// The OpenCV depth that the samples fit into.
int choose_depth(const TiffLayout& layout) {
  const bool floats = layout.format == SAMPLEFORMAT_IEEEFP;
  const bool known = floats
                         ? layout.bits == 16 || layout.bits == 32 || layout.bits == 64
                         : layout.format == SAMPLEFORMAT_UINT || layout.format == SAMPLEFORMAT_VOID;
  if (!layout.rgba && (!known || (!floats && layout.bits > 16) || layout.bits == 0)) {
    throw DecodeError("has signed or unusual sample values; save it with 8 or 16 bits");
  }
  if (layout.rgba || !layout.palette.empty()) return CV_8U;
  return floats ? CV_32F : layout.bits > 8 ? CV_16U : CV_8U;
}

}  // namespace

TiffLayout read_tiff_layout(TIFF* tiff) {
  TiffLayout layout = read_stored(tiff);
  read_extra_samples(tiff, layout);
  return layout;
}

SampleForm choose_tiff_form(TIFF* tiff, TiffLayout& layout) {
  SampleForm form = choose_colours(tiff, layout);
  form.depth = choose_depth(layout);
  return form;
}

}  // namespace stylize
