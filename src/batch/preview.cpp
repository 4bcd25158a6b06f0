#include "preview.h"

#include <algorithm>
#include <chrono>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

constexpr int64_t kLongestSide = 256;  // pixels
constexpr int kQuality = 90;

Image small(const Image& picture) {
  const Size size = picture.size();
  if (std::max(size.width, size.height) <= kLongestSide) return picture;
  return resize(picture, fit_longest_side(size, kLongestSide));
}

}  // namespace

std::string Preview::offer(const Progress& progress, const WriteOptions& options) {
  // If another thread is showing a picture, this one need not wait to show its own.
  const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
  if (path_.empty() || !lock.owns_lock() || Clock::now() < next_) return "";
  return write(progress.thumbnail(kLongestSide), options);
}

std::string Preview::finish(const Image& picture, const WriteOptions& options) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return path_.empty() ? "" : write(small(picture), options);
}

std::string Preview::write(const Image& picture, const WriteOptions& options) {
  std::string warning;
  WriteOptions own;
  own.quality = kQuality;
  own.replace = options.replace || written_;
  own.profile = options.profile;
  own.icc_profile = options.icc_profile;
  try {
    write_image(path_, picture, own);
    written_ = true;
  } catch (const Error& error) {
    if (!warned_) warning = std::string(error.what()) + "; the work goes on without a preview";
    warned_ = true;
  }
  next_ = Clock::now() +
          std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds_));
  return warning;
}

}  // namespace stylize
