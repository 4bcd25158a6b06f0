#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reading_room.h"
#include "stylize/image/image.h"
#include "stylize/image/image_files.h"
#include "stylize/image/picture_metadata.h"
#include "stylize/image/read_options.h"

namespace stylize {

/// The ICC profile of a colour space; null: sRGB.
using IccProfile = std::shared_ptr<const std::vector<uint8_t>>;

/// Reads pictures, hashes their files, and caches the most recently used pictures, scaled as
/// needed: one style serves many contents. For use by one thread.
class PictureReader {
 public:
  /// `budget` is the number of bytes for cached pictures, and the same again for files between
  /// hash() and read(). The warnings about a file are given once.
  PictureReader(const ReadOptions& options, int64_t budget, ReadingRoom& room)
      : options_(options), budget_(budget), room_(room) {}

  /// The SHA-256 of the file, which is read only once for it.
  const std::string& hash(const std::filesystem::path& path);

  /// The file's metadata; null: none. To be called after hash(). It is kept until forget().
  std::shared_ptr<const PictureMetadata> metadata(const std::filesystem::path& path);

  /// The profile of the picture's own colour space; null: sRGB, or a space that cannot be painted
  /// in. To be called after hash(). Throws Error as read() does.
  IccProfile own_space(const std::filesystem::path& path);

  /// The picture at the size target(own size), in the colour space of the profile (null: sRGB).
  /// Throws Error (kRead, kInput, kMemory, kStopped).
  Image read(const std::filesystem::path& path, const TargetSize& target,
             const IccProfile& profile = nullptr);

  /// The picture at its own size; not cached. Throws Error as read() does.
  Image read_whole(const std::filesystem::path& path);

  /// Drops the cached picture and metadata of this file.
  void forget(const std::filesystem::path& path);

  /// Drops the bytes that hash() read and read() did not use.
  void forget_bytes();

 private:
  using Bytes = std::vector<uint8_t>;

  struct Kept {
    std::string path;
    Size original;
    IccProfile profile;
    Image image;
  };

  Bytes load(const std::string& path);
  Bytes take_bytes(const std::string& path);
  const Bytes& file_bytes(const std::filesystem::path& path, Bytes& loaded);
  Image decode(const std::filesystem::path& path, const TargetSize& target,
               const IccProfile& profile);
  void keep(Kept picture);
  void warn(const std::string& line);

  const ReadOptions options_;
  const int64_t budget_;
  ReadingRoom& room_;
  int64_t kept_bytes_ = 0, kept_file_bytes_ = 0;
  std::list<Kept> kept_;  // the most recently used first
  std::unordered_map<std::string, std::string> hashes_;
  std::unordered_map<std::string, Bytes> bytes_;
  std::unordered_map<std::string, std::shared_ptr<const PictureMetadata>> metadata_;
  std::unordered_set<std::string> warnings_;
};

}  // namespace stylize
