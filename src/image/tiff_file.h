#pragma once

#include <tiffio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stylize {

/// A TIFF file in memory, opened with libtiff, and the first error that libtiff reported.
class TiffFile {
 public:
  /// Opens the file at its first picture; get() is null when its header is damaged. The bytes must
  /// outlive this object.
  explicit TiffFile(const std::vector<uint8_t>& bytes);
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  TIFF* get() const { return tiff_.get(); }

  /// libtiff's message; empty: none.
  const std::string& complaint() const { return complaint_; }

  /// Call after reading the header: drops messages about it. From now on warnings are complaints,
  /// too.
  void expect_pixels();

 private:
  struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  };

  static tmsize_t read(thandle_t handle, void* target, tmsize_t count);
  static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
  static toff_t seek(thandle_t handle, toff_t offset, int from);
  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle);
  static int map(thandle_t handle, void** base, toff_t* size);
  static void unmap(thandle_t, void*, toff_t) {}
  static int see_error(TIFF*, void* user, const char*, const char* text, va_list values);
  static int see_warning(TIFF*, void* user, const char*, const char* text, va_list values);

  const std::vector<uint8_t>& bytes_;
  std::size_t at_ = 0;
  std::string complaint_;
  bool warnings_count_ = false;
  std::unique_ptr<TIFF, Close> tiff_;
};

/// A field of the file's current picture; `otherwise` if there is neither the field nor a default.
template <typename Value>
Value tiff_field(TIFF* tiff, uint32_t tag, Value otherwise) {
  Value value = otherwise;
  return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : otherwise;
}

}  // namespace stylize
