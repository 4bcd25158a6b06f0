#include "tiff_file.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>

namespace stylize {
namespace {

// The largest strip, tile or list of them that is accepted.
constexpr tmsize_t kMostMemory = tmsize_t{2} << 30;

std::string line_of(const char* text, va_list values) {
  char line[256];
  std::vsnprintf(line, sizeof(line), text, values);
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return line;
}

}  // namespace

TiffFile::TiffFile(const std::vector<uint8_t>& bytes) : bytes_(bytes) {
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, kMostMemory);
  TIFFOpenOptionsSetErrorHandlerExtR(options, see_error, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options, see_warning, this);
  // r: read only; without m, so that the file is mapped.
  tiff_.reset(
      TIFFClientOpenExt("", "r", this, read, write, seek, close, size, map, unmap, options));
  TIFFOpenOptionsFree(options);
}

void TiffFile::expect_pixels() {
  complaint_.clear();
  warnings_count_ = true;
}

tmsize_t TiffFile::read(thandle_t handle, void* target, tmsize_t count) {
  auto& file = *static_cast<TiffFile*>(handle);
  if (count < 0 || file.at_ >= file.bytes_.size()) return 0;
  const std::size_t given =
      std::min(static_cast<std::size_t>(count), file.bytes_.size() - file.at_);
  std::memcpy(target, file.bytes_.data() + file.at_, given);
  file.at_ += given;
  return static_cast<tmsize_t>(given);
}

toff_t TiffFile::seek(thandle_t handle, toff_t offset, int from) {
  auto& file = *static_cast<TiffFile*>(handle);
  if (from == SEEK_CUR) offset += file.at_;
  if (from == SEEK_END) offset += file.bytes_.size();
  file.at_ = static_cast<std::size_t>(offset);
  return offset;
}

toff_t TiffFile::size(thandle_t handle) {
  return static_cast<TiffFile*>(handle)->bytes_.size();
}

// Lets libtiff use raw data in place. It does not write to mapped memory.
int TiffFile::map(thandle_t handle, void** base, toff_t* size) {
  const std::vector<uint8_t>& bytes = static_cast<TiffFile*>(handle)->bytes_;
  *base = const_cast<uint8_t*>(bytes.data());
  *size = bytes.size();
  return 1;
}

int TiffFile::see_error(TIFF*, void* user, const char*, const char* text, va_list values) {
  auto& file = *static_cast<TiffFile*>(user);
  if (file.complaint_.empty()) file.complaint_ = line_of(text, values);
  return 1;
}

// Warnings about headers concern tags that we do not read. Warnings about pixels indicate damage
// (invalid codes, truncated JPEG data), except two about files from old programs.
int TiffFile::see_warning(TIFF*, void* user, const char*, const char* text, va_list values) {
  auto& file = *static_cast<TiffFile*>(user);
  if (!file.warnings_count_ || !file.complaint_.empty()) return 1;
  const std::string line = line_of(text, values);
  const bool harmless = line.find("Old-style LZW") != std::string::npos ||
                        line.find("Improper JPEG strip/tile size") != std::string::npos;
  if (!harmless) file.complaint_ = line;
  return 1;
}

}  // namespace stylize
