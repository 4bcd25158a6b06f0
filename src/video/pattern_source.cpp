#include "video/pattern_source.h"

#include <system_error>
#include <utility>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

constexpr int64_t kMostFrames = 100'000'000;

bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

}  // namespace

std::optional<FramePattern> pattern_of_clip(const std::string& name) {
  return is_there(name) ? std::nullopt : FramePattern::parse(name);
}

int64_t first_number(const FramePattern& pattern, int64_t wanted) {
  constexpr int64_t kLastGuess = 9;
  const int64_t from = wanted < 0 ? 0 : wanted, to = wanted < 0 ? kLastGuess : wanted;
  for (int64_t number = from; number <= to; ++number) {
    if (is_there(pattern.name(number))) return number;
  }
  throw Error(
      ErrorKind::kInput,
      pattern.name(from).string() + ": does not exist" +
          (wanted < 0 ? ", nor one of the next numbers to 9; give " + setting_name("start-number")
                      : "; " + setting_name("start-number") + " names the first frame"));
}

int64_t count_frames(const FramePattern& pattern, int64_t first) {
  int64_t count = 0;
  while (count < kMostFrames && is_there(pattern.name(first + count))) ++count;
  return count;
}

PatternSource::PatternSource(FramePattern pattern, const ClipReadOptions& options)
    : pattern_(std::move(pattern)),
      options_(options),
      number_(first_number(pattern_, options.part.start_number)) {
  info_.frames = count_frames(pattern_, number_);
  info_.rate = options.rate;
}

std::optional<Image> PatternSource::next() {
  const std::filesystem::path path = pattern_.name(number_);
  if (!is_there(path)) return std::nullopt;
  ReadOptions read;
  read.max_pixels = options_.max_pixels;
  Image frame = read_image(path, read);
  if (!size_) size_ = frame.size();
  if (frame.size() != *size_) {
    throw Error(ErrorKind::kInput, path.string() + ": is of another size than the frames before");
  }
  ++number_;
  return Image{over_white(frame), {}};
}

}  // namespace stylize
