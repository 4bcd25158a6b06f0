#include "picture_reader.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "stylize/machine/sha256.h"
#include "stylize/transfer/transfer.h"

namespace stylize {
namespace {

int64_t bytes_of(const Image& image) {
  const auto alpha = image.has_alpha() ? image.alpha.nbytes() : 0;
  return static_cast<int64_t>(image.color.nbytes() + alpha);
}

}  // namespace

const std::vector<uint8_t>& PictureReader::bytes(const std::string& path) {
  const auto found = bytes_.find(path);
  if (found != bytes_.end()) return found->second;
  return bytes_.emplace(path, read_picture_file(path, options_)).first->second;
}

const std::string& PictureReader::hash(const std::filesystem::path& path) {
  const auto found = hashes_.find(path.native());
  if (found != hashes_.end()) return found->second;
  const std::vector<uint8_t>& file = bytes(path.native());
  return hashes_.emplace(path.native(), sha256_hex(file.data(), file.size())).first->second;
}

Image PictureReader::read(const std::filesystem::path& path,
                          const std::function<Size(const Size&)>& target) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& picture) {
    return picture.path == path.native() && picture.image.size() == target(picture.original);
  });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return found->image;
  }
  const Image whole = read_whole(path);
  check_large_enough(whole.size(), path.string());
  Image image = resize(whole, target(whole.size()));
  keep({path.native(), whole.size(), image});
  return image;
}

Image PictureReader::read_whole(const std::filesystem::path& path) {
  Image whole = read_image(path, bytes(path.native()), options_);
  bytes_.erase(path.native());
  return whole;
}

void PictureReader::forget(const std::filesystem::path& path) {
  for (auto picture = kept_.begin(); picture != kept_.end();) {
    if (picture->path == path.native()) {
      kept_bytes_ -= bytes_of(picture->image);
      picture = kept_.erase(picture);
    } else {
      ++picture;
    }
  }
}

void PictureReader::keep(Kept picture) {
  kept_bytes_ += bytes_of(picture.image);
  kept_.push_front(std::move(picture));
  while (kept_bytes_ > budget_) {
    kept_bytes_ -= bytes_of(kept_.back().image);
    kept_.pop_back();
  }
}

}  // namespace stylize
