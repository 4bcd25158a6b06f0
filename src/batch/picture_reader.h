#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/image/read_options.h"

namespace stylize {

/// Reads pictures, hashes their files, and keeps those that were used last, scaled as they were
/// needed: one style serves many contents. For one thread.
class PictureReader {
 public:
  /// `budget` in bytes, for the pictures that are kept.
  PictureReader(const ReadOptions& options, int64_t budget) : options_(options), budget_(budget) {}

  /// SHA-256 of the file; read once in this object's life.
  const std::string& hash(const std::filesystem::path& path);

  /// The picture at the size that `target` gives for its own. Throws Error (kRead, kInput).
  Image read(const std::filesystem::path& path, const std::function<Size(const Size&)>& target);

  /// The picture as it is, of any size; not kept. Throws Error (kRead, kInput).
  Image read_whole(const std::filesystem::path& path);

  /// Drops the picture of this file.
  void forget(const std::filesystem::path& path);

  /// Drops the bytes that hash() read and read() did not ask for.
  void forget_bytes() { bytes_.clear(); }

 private:
  struct Kept {
    std::string path;
    Size original;
    Image image;
  };

  const std::vector<uint8_t>& bytes(const std::string& path);
  void keep(Kept picture);

  const ReadOptions options_;
  const int64_t budget_;
  int64_t kept_bytes_ = 0;
  std::list<Kept> kept_;  // the most recently used first
  std::unordered_map<std::string, std::string> hashes_;
  std::unordered_map<std::string, std::vector<uint8_t>> bytes_;
};

}  // namespace stylize
