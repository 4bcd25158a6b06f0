#include "completeness.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "boxes.h"
#include "png_chunks.h"

namespace stylize {
namespace {

constexpr uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G'};
constexpr uint8_t kJpegSignature[] = {0xff, 0xd8, 0xff};

template <std::size_t N>
bool begins_with(const std::vector<uint8_t>& file, const uint8_t (&signature)[N]) {
  return file.size() >= N && std::equal(std::begin(signature), std::end(signature), file.begin());
}

bool png_is_complete(const std::vector<uint8_t>& file) {
  bool right = true;
  const auto see = [&](const PngChunk& chunk) { right = right && chunk.right; };
  return for_each_png_chunk(file, see) && right;
}

// HEIC, AVIF and most JPEG XL files are boxes from their beginning to their end.
bool boxes_are_complete(const std::vector<uint8_t>& file) {
  bool whole = true;
  for_each_box({file.data(), file.size()}, [&](const Box& box) {
    whole = box.whole;
    return whole;
  });
  return whole;
}

bool is_of_boxes(const std::vector<uint8_t>& file) {
  const ByteSpan name = ByteSpan{file.data(), file.size()}.after(4);
  return name.begins_with("ftyp") || name.begins_with("JXL ");
}

struct JpegEnd {
  bool reached = false;
  int scans = 0;
};

// Segments: ff, marker, length (2, includes itself), data. After a start of scan come coded data,
// in which ff is followed by 00 or a restart marker; any other marker ends them.
JpegEnd walk_jpeg(const std::vector<uint8_t>& file) {
  constexpr uint8_t kEndOfImage = 0xd9, kStartOfScan = 0xda;
  JpegEnd end;
  std::size_t at = 2;
  while (at + 1 < file.size()) {
    if (file[at] != 0xff) {
      ++at;  // coded data, or padding between segments
      continue;
    }
    const uint8_t marker = file[at + 1];
    if (marker == kEndOfImage) {
      end.reached = true;
      return end;
    }
    const bool alone = marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker == 0xff) {
      ++at;  // fill byte
    } else if (alone) {
      at += 2;
    } else {
      if (at + 4 > file.size()) return end;
      const std::size_t length = std::size_t{file[at + 2]} << 8 | file[at + 3];
      at += 2 + std::max<std::size_t>(length, 2);
      if (marker == kStartOfScan) ++end.scans;
    }
  }
  return end;
}

}  // namespace

bool is_complete(const std::vector<uint8_t>& file) {
  if (begins_with(file, kJpegSignature)) return walk_jpeg(file).reached;
  if (begins_with(file, kPngSignature)) return png_is_complete(file);
  if (is_of_boxes(file)) return boxes_are_complete(file);
  return true;
}

int jpeg_scans(const std::vector<uint8_t>& file) {
  return walk_jpeg(file).scans;
}

}  // namespace stylize
