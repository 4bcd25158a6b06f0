#include "picture_reader.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "image/size_text.h"
#include "machine/sha256.h"
#include "stylize/error.h"
#include "stylize/transfer/transfer.h"

namespace stylize {
namespace {

constexpr const char* kMakeSmaller = "make it smaller";

int64_t bytes_of(const Image& image) {
  const auto alpha = image.has_alpha() ? image.alpha.nbytes() : 0;
  return static_cast<int64_t>(image.colour.nbytes() + alpha);
}

bool same_space(const IccProfile& a, const IccProfile& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

// Reads the whole file, within the memory limit.
PictureReader::Bytes PictureReader::load(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);  // unknown for pipes
  const ReadingRoom::Stay stay = room_.enter(path, "the bytes of this file", kMakeSmaller,
                                             error ? 0 : static_cast<int64_t>(size));
  return read_picture_file(path, options_);
}

// The bytes of large files are not kept: they are read again when the picture is needed.
const std::string& PictureReader::hash(const std::filesystem::path& path) {
  const auto found = hashes_.find(path.native());
  if (found != hashes_.end()) return found->second;
  Bytes file = load(path.native());
  const auto added = hashes_.emplace(path.native(), sha256_hex(file.data(), file.size())).first;
  const auto size = static_cast<int64_t>(file.size());
  std::error_code error;
  const bool again = std::filesystem::is_regular_file(path, error);
  if (!again || kept_file_bytes_ + size <= budget_) {
    kept_file_bytes_ += size;
    bytes_.emplace(path.native(), std::move(file));
  }
  return added->second;
}

// The bytes that hash() has kept; otherwise the file is read again into `loaded`.
const PictureReader::Bytes& PictureReader::file_bytes(const std::filesystem::path& path,
                                                      Bytes& loaded) {
  const auto kept = bytes_.find(path.native());
  if (kept != bytes_.end()) return kept->second;
  loaded = load(path.native());
  return loaded;
}

IccProfile PictureReader::own_space(const std::filesystem::path& path) {
  Bytes loaded;
  return own_colour_space(path, file_bytes(path, loaded), options_);
}

std::shared_ptr<const PictureMetadata> PictureReader::metadata(const std::filesystem::path& path) {
  const auto found = metadata_.find(path.native());
  if (found != metadata_.end()) return found->second;
  Bytes loaded;
  auto metadata = read_metadata(file_bytes(path, loaded));
  if (metadata && !metadata->left_out.empty()) {
    warn(path.string() + ": its " + metadata->left_out +
         " cannot be kept: too long, damaged or harmful");
  }
  metadata_.emplace(path.native(), metadata);
  return metadata;
}

void PictureReader::warn(const std::string& line) {
  if (options_.warn && warnings_.insert(line).second) options_.warn(line);
}

PictureReader::Bytes PictureReader::take_bytes(const std::string& path) {
  const auto found = bytes_.find(path);
  if (found != bytes_.end()) {
    Bytes file = std::move(found->second);
    bytes_.erase(found);
    kept_file_bytes_ -= static_cast<int64_t>(file.size());
    return file;
  }
  Bytes file = load(path);
  const auto hashed = hashes_.find(path);
  if (hashed != hashes_.end() && sha256_hex(file.data(), file.size()) != hashed->second) {
    throw Error(ErrorKind::kRead, path + ": was changed since the run began; run it again");
  }
  return file;
}

Image PictureReader::decode(const std::filesystem::path& path, const TargetSize& target,
                            const IccProfile& profile) {
  const Bytes file = take_bytes(path.native());
  ReadingRoom::Stay stay;
  ReadOptions options = options_;
  options.icc_profile = profile;
  options.before_decoding = [&](const Size& size, int64_t bytes) {
    const Size wanted = target ? target(size) : size;
    const bool enlarged = wanted.width > size.width || wanted.height > size.height;
    const std::string what =
        text_of(size) + " pixels" + (enlarged ? " enlarged to " + text_of(wanted) : "");
    stay =
        room_.enter(path.string(), what, enlarged ? "lower " + setting_name("size") : kMakeSmaller,
                    bytes + static_cast<int64_t>(file.size()));
  };
  options.warn = [&](const std::string& line) { warn(line); };
  return read_image(path, file, target, options);
}

Image PictureReader::read(const std::filesystem::path& path, const TargetSize& target,
                          const IccProfile& profile) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& picture) {
    return picture.path == path.native() && same_space(picture.profile, profile) &&
           picture.image.size() == target(picture.original);
  });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return found->image;
  }
  Size original;
  const auto checked_target = [&](const Size& own) {
    check_large_enough(own, path.string());
    original = own;
    return target(own);
  };
  Image image = decode(path, checked_target, profile);
  keep({path.native(), original, profile, image});
  return image;
}

Image PictureReader::read_whole(const std::filesystem::path& path) {
  return decode(path, nullptr, nullptr);
}

void PictureReader::forget_bytes() {
  bytes_.clear();
  kept_file_bytes_ = 0;
}

void PictureReader::forget(const std::filesystem::path& path) {
  metadata_.erase(path.native());
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
