#include <algorithm>
#include <stdexcept>

#include "bit_reader.h"
#include "jxl_codestream.h"

namespace stylize {
namespace {

using Form = BitReader::Form;

enum FrameType : uint32_t { kRegular = 0, kLowFrequency = 1, kReference = 2, kProgressive = 3 };

enum BlendMode : uint32_t { kReplace = 0, kBlend = 2, kWeightedAdd = 3, kMultiply = 4 };

constexpr int kHalfFloat = 16;  // bits

// What a frame's header says, as far as it is of use.
struct Frame {
  uint32_t type = kRegular;
  bool modular = false, ycbcr = false, last = true, partial = false;
  uint64_t flags = 0;
  int64_t upsampling = 1;
  uint32_t group_shift = 1, passes = 1, level = 0, duration = 0, saved_as = 0, blend = kReplace;
  uint32_t chroma_shift_x = 0, chroma_shift_y = 0;
  Size size;

  bool normal() const { return type == kRegular || type == kProgressive; }
  bool shown() const { return normal() && (last || duration > 0); }
  bool can_be_referenced() const {
    return !last && type != kLowFrequency && (duration == 0 || saved_as != 0);
  }
};

int64_t divided(int64_t value, int64_t by) {
  return (value + by - 1) / by;
}

uint32_t one_of(BitReader& reader, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return reader.number(Form{a, 0}, Form{b, 0}, Form{c, 0}, Form{d, 0});
}

uint32_t place_or_side(BitReader& reader) {
  return reader.number(Form{0, 8}, Form{256, 11}, Form{2304, 14}, Form{18688, 30});
}

int64_t with_sign(uint32_t value) {
  return (value & 1) != 0 ? -static_cast<int64_t>(value >> 1) - 1
                          : static_cast<int64_t>(value >> 1);
}

void skip_extensions(BitReader& reader) {
  uint64_t bits = 0;
  constexpr uint64_t kMost = uint64_t{1} << 40;
  for (uint64_t left = reader.long_number(); left != 0; left &= left - 1) {
    bits += std::min(reader.long_number(), kMost);
  }
  reader.skip(bits);
}

void skip_loop_filter(BitReader& reader, bool modular) {
  if (reader.flag()) return;  // as usual
  constexpr int kSmoothing = 6 * kHalfFloat, kSharpness = 8 * kHalfFloat;
  constexpr int kWeights = 5 * kHalfFloat, kSigmas = 3 * kHalfFloat;
  if (reader.flag() && reader.flag()) reader.skip(kSmoothing);
  if (reader.bits(2) > 0) {
    if (!modular && reader.flag()) reader.skip(kSharpness);
    if (reader.flag()) reader.skip(kWeights);
    if (reader.flag()) reader.skip(kSigmas + (modular ? 0 : kHalfFloat));
    if (modular) reader.skip(kHalfFloat);
  }
  skip_extensions(reader);
}

void read_passes(BitReader& reader, Frame& frame) {
  frame.passes = reader.number(Form{1, 0}, Form{2, 0}, Form{3, 0}, Form{4, 3});
  if (frame.passes == 1) return;
  const uint32_t smaller = reader.number(Form{0, 0}, Form{1, 0}, Form{2, 0}, Form{3, 1});
  reader.skip(uint64_t{2} * (frame.passes - 1));
  for (uint32_t i = 0; i < smaller; ++i) one_of(reader, 1, 2, 4, 8);
  for (uint32_t i = 0; i < smaller; ++i)
    reader.number(Form{0, 0}, Form{1, 0}, Form{2, 0}, Form{0, 3});
}

uint32_t read_blending(BitReader& reader, const JxlPicture& picture, const Frame& frame) {
  const uint32_t mode = reader.number(Form{0, 0}, Form{1, 0}, Form{2, 0}, Form{3, 2});
  const bool by_alpha = picture.extra_channels > 0 && (mode == kBlend || mode == kWeightedAdd);
  if (by_alpha) reader.number(Form{0, 0}, Form{1, 0}, Form{2, 0}, Form{3, 3});
  if (by_alpha || mode == kMultiply) reader.flag();
  if (mode != kReplace || frame.partial) reader.bits(2);
  return mode;
}

void read_sampling(BitReader& reader, const JxlPicture& picture, Frame& frame) {
  constexpr uint64_t kUsesLowFrequencyFrame = 32;
  if ((frame.flags & kUsesLowFrequencyFrame) != 0) return;
  constexpr uint32_t kShiftX[] = {0, 1, 1, 0}, kShiftY[] = {0, 1, 0, 1};
  for (int channel = 0; frame.ycbcr && channel < 3; ++channel) {
    const uint32_t mode = reader.bits(2);
    frame.chroma_shift_x = std::max(frame.chroma_shift_x, kShiftX[mode]);
    frame.chroma_shift_y = std::max(frame.chroma_shift_y, kShiftY[mode]);
  }
  frame.upsampling = one_of(reader, 1, 2, 4, 8);
  for (uint32_t i = 0; i < picture.extra_channels; ++i) one_of(reader, 1, 2, 4, 8);
}

// The frame's own size and place, if it has them.
void read_size(BitReader& reader, const Size& whole, Frame& frame) {
  if (!reader.flag()) return;
  const int64_t x = frame.normal() ? with_sign(place_or_side(reader)) : 0;
  const int64_t y = frame.normal() ? with_sign(place_or_side(reader)) : 0;
  frame.size.width = place_or_side(reader);
  frame.size.height = place_or_side(reader);
  frame.partial = frame.normal() && (x > 0 || y > 0 || x + frame.size.width < whole.width ||
                                     y + frame.size.height < whole.height);
}

void read_order(BitReader& reader, const JxlPicture& picture, Frame& frame) {
  frame.last = false;
  if (frame.normal()) {
    frame.blend = read_blending(reader, picture, frame);
    for (uint32_t i = 0; i < picture.extra_channels; ++i) read_blending(reader, picture, frame);
    if (picture.animation) {
      frame.duration = reader.number(Form{0, 0}, Form{1, 0}, Form{0, 8}, Form{0, 32});
    }
    if (picture.timecodes) reader.skip(32);
    frame.last = reader.flag();
  }
  // Versions of libjxl differ in what they read then.
  if (frame.type == kProgressive && frame.last) throw std::runtime_error("its last frame");
  if (frame.type != kLowFrequency && !frame.last) frame.saved_as = reader.bits(2);
  const bool replaces = frame.blend == kReplace && !frame.partial && frame.normal();
  if ((frame.can_be_referenced() && replaces) || frame.type == kReference) reader.flag();
}

Frame read_header(BitReader& reader, const JxlPicture& picture, const Size& whole) {
  Frame frame;
  frame.size = whole;
  if (reader.flag()) return frame;  // as usual
  frame.type = reader.bits(2);
  frame.modular = reader.flag();
  frame.flags = reader.long_number();
  frame.ycbcr = !picture.xyb && reader.flag();
  read_sampling(reader, picture, frame);
  if (frame.modular) frame.group_shift = reader.bits(2);
  if (!frame.modular && picture.xyb) reader.skip(6);
  if (frame.type != kReference) read_passes(reader, frame);
  if (frame.type == kLowFrequency) frame.level = one_of(reader, 1, 2, 3, 4);
  if (frame.type != kLowFrequency) read_size(reader, whole, frame);
  read_order(reader, picture, frame);
  constexpr int kCharacter = 8;
  reader.skip(uint64_t{kCharacter} *
              reader.number(Form{0, 0}, Form{0, 4}, Form{16, 5}, Form{48, 10}));
  skip_loop_filter(reader, frame.modular);
  skip_extensions(reader);
  const int64_t divisor = int64_t{1} << 3 * frame.level;
  frame.size = {divided(frame.size.width, divisor), divided(frame.size.height, divisor)};
  return frame;
}

// How many sections its data have.
int64_t sections_of(const Frame& frame) {
  constexpr int64_t kMost = 65536;  // of libjxl
  const int64_t group = int64_t{128} << frame.group_shift;
  const Size stored = {divided(frame.size.width, frame.upsampling),
                       divided(frame.size.height, frame.upsampling)};
  const auto blocks = [](int64_t side, uint32_t shift) {
    return divided(side, int64_t{8} << shift) << shift;
  };
  const int64_t groups = divided(stored.width, group) * divided(stored.height, group);
  const int64_t low = divided(blocks(stored.width, frame.chroma_shift_x), group) *
                      divided(blocks(stored.height, frame.chroma_shift_y), group);
  if (groups == 1 && frame.passes == 1) return 1;
  const int64_t sections = 2 + low + groups * frame.passes;
  if (sections > kMost) throw std::runtime_error("a frame is too large");
  return sections;
}

// The frame's table of contents, and the length of what follows it.
uint64_t read_contents(BitReader& reader, const Frame& frame) {
  const int64_t sections = sections_of(frame);
  if (reader.flag()) throw std::runtime_error("its frames are in an order that is not read");
  reader.align();
  uint64_t bytes = 0;
  for (int64_t i = 0; i < sections; ++i) {
    bytes += reader.number(Form{0, 10}, Form{1024, 14}, Form{17408, 22}, Form{4211712, 30});
  }
  reader.align();
  return bytes;
}

}  // namespace

JxlFrames read_jxl_frames(ByteSpan frames, const JxlPicture& picture) {
  constexpr int kMostFrames = 10'000;
  constexpr std::size_t kKept = 4;  // of each kind
  int64_t referenced[kKept] = {}, low_frequencies[kKept] = {};
  JxlFrames found;
  BitReader reader(frames);
  if (picture.preview.width > 0) {
    const Frame preview = read_header(reader, picture, picture.preview);
    reader.skip(8 * read_contents(reader, preview));
  }
  for (int count = 0; count < kMostFrames; ++count) {
    const Frame frame = read_header(reader, picture, picture.size);
    const int64_t pixels = frame.size.width * frame.size.height;  // each below 2^31
    found.pixels = std::max(found.pixels, pixels);
    found.decoded_pixels += pixels;
    if (frame.type == kLowFrequency) {
      int64_t& kept = low_frequencies[frame.level - 1];
      kept = std::max(kept, pixels);
    } else if (frame.can_be_referenced()) {
      referenced[frame.saved_as] = std::max(referenced[frame.saved_as], pixels);
    }
    if (frame.shown()) {
      found.more_pictures = !frame.last;
      for (std::size_t i = 0; i < kKept; ++i) {
        found.kept_pixels += referenced[i] + low_frequencies[i];
      }
      return found;
    }
    reader.skip(8 * read_contents(reader, frame));
  }
  throw std::runtime_error("more than 10000 frames for one picture");
}

}  // namespace stylize
