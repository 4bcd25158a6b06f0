#include "tiff_encoder.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

// What a file can hold besides a directory, a profile and metadata.
constexpr uint64_t kMostBytes = (uint64_t{1} << 32) - (uint64_t{64} << 20);

uint64_t bytes_of(uint64_t width, uint64_t height, uint64_t channels, uint64_t bits) {
  return width * height * channels * bits / 8;
}

// LZW writes at most 12 bits for a byte.
uint16_t compression_for(const InterleavedSamples& samples) {
  const uint64_t bytes = bytes_of(samples.width, samples.height, samples.channels, samples.bits);
  return bytes + bytes / 2 <= kMostBytes ? COMPRESSION_LZW : COMPRESSION_NONE;
}

// The file in memory that libtiff writes to.
struct MemoryFile {
  std::vector<uint8_t> bytes;
  uint64_t position = 0;
  std::string error;  // the first of libtiff's messages
};

MemoryFile& file_of(void* handle) {
  return *static_cast<MemoryFile*>(handle);
}

tmsize_t read_bytes(void* handle, void* target, tmsize_t size) {
  MemoryFile& file = file_of(handle);
  const uint64_t left = file.bytes.size() - std::min<uint64_t>(file.position, file.bytes.size());
  const uint64_t count = std::min(left, static_cast<uint64_t>(size));
  std::copy_n(file.bytes.data() + (file.bytes.size() - left), count, static_cast<uint8_t*>(target));
  file.position += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_bytes(void* handle, void* source, tmsize_t size) {
  MemoryFile& file = file_of(handle);
  const uint64_t end = file.position + static_cast<uint64_t>(size);
  if (end > file.bytes.size()) file.bytes.resize(end);
  std::copy_n(static_cast<const uint8_t*>(source), size, file.bytes.data() + file.position);
  file.position = end;
  return size;
}

toff_t seek(void* handle, toff_t offset, int whence) {
  MemoryFile& file = file_of(handle);
  if (whence == SEEK_CUR) offset += file.position;
  if (whence == SEEK_END) offset += file.bytes.size();
  return file.position = offset;
}

int close(void*) {
  return 0;
}

toff_t size_of(void* handle) {
  return file_of(handle).bytes.size();
}

int take_error(TIFF*, void* handle, const char*, const char* format, va_list arguments) {
  char message[256];
  std::vsnprintf(message, sizeof(message), format, arguments);
  std::string& error = file_of(handle).error;
  if (error.empty()) error = message;
  return 1;  // handled: libtiff must not print it
}

int ignore_warning(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

Tiff open(MemoryFile& file) {
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options, take_error, &file);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, nullptr);
  Tiff tiff(TIFFClientOpenExt("memory", "w", &file, read_bytes, write_bytes, seek, close, size_of,
                              nullptr, nullptr, options));
  TIFFOpenOptionsFree(options);
  return tiff;
}

bool set_compression(TIFF* tiff, uint16_t compression) {
  return TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression) &&
         (compression == COMPRESSION_NONE ||
          TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL));
}

bool set_tags(TIFF* tiff, const InterleavedSamples& samples) {
  const uint16_t unassociated = EXTRASAMPLE_UNASSALPHA;
  return TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, samples.width) &&
         TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, samples.height) &&
         TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, samples.bits) &&
         TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples.channels) &&
         (samples.channels < 4 || TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &unassociated)) &&
         TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB) &&
         TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
         set_compression(tiff, compression_for(samples)) &&
         TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
}

bool set_density(TIFF* tiff, const InterleavedSamples& samples) {
  if (samples.horizontal_density <= 0 || samples.vertical_density <= 0) return true;
  return TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH) &&
         TIFFSetField(tiff, TIFFTAG_XRESOLUTION, samples.horizontal_density) &&
         TIFFSetField(tiff, TIFFTAG_YRESOLUTION, samples.vertical_density);
}

bool write_strips(TIFF* tiff, const InterleavedSamples& samples) {
  const auto row = static_cast<tmsize_t>(TIFFScanlineSize64(tiff));
  const auto* source = static_cast<const uint8_t*>(samples.first);
  uint32_t rows = 0;
  TIFFGetField(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  for (uint32_t first = 0, strip = 0; first < samples.height; first += rows, ++strip) {
    const tmsize_t size = row * std::min(rows, samples.height - first);
    // libtiff's parameter is void*, but it copies the data before changing them.
    void* data = const_cast<uint8_t*>(source + row * first);
    if (TIFFWriteEncodedStrip(tiff, strip, data, size) != size) return false;
  }
  return true;
}

}  // namespace

bool fits_into_tiff(int64_t width, int64_t height, int bits) {
  constexpr uint64_t kChannels = 4;
  const auto columns = static_cast<uint64_t>(width), rows = static_cast<uint64_t>(height);
  return columns <= kMostBytes / rows &&
         bytes_of(columns, rows, kChannels, static_cast<uint64_t>(bits)) <= kMostBytes;
}

std::vector<uint8_t> encode_tiff(const InterleavedSamples& samples) {
  MemoryFile file;
  Tiff tiff = open(file);
  const bool written = tiff && set_tags(tiff.get(), samples) && set_density(tiff.get(), samples) &&
                       write_strips(tiff.get(), samples) && TIFFWriteDirectory(tiff.get());
  tiff.reset();
  if (written && file.error.empty()) return std::move(file.bytes);
  throw Error(ErrorKind::kOutput,
              "cannot be encoded: " + (file.error.empty() ? "libtiff failed" : file.error));
}

}  // namespace stylize
