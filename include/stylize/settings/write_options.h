#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace stylize {

struct PictureMetadata;  // image/picture_metadata.h

/// What the file of a painting says about it besides the pixels.
enum class MetadataChoice {
  kKeep,    ///< the metadata of the content's file, and a record of how the painting was made
  kRecord,  ///< that record alone
  kNone,    ///< nothing
};

/// The colour space in which a picture is painted and stored.
enum class ProfileChoice {
  kSrgb,     ///< sRGB, with its profile in the file
  kContent,  ///< the content's, with its profile in the file
  kNone,     ///< sRGB, without a profile in the file
};

struct WriteOptions {
  int quality = 95;             ///< 1..100, for JPEG, WebP, AVIF and JPEG XL (100: without loss)
  int bit_depth = 8;            ///< bits per channel: 8, or 16 for PNG, TIFF, JPEG XL, AVIF (as 12)
  bool replace = true;          ///< false: an existing file is left alone and Error is thrown
  bool create_folders = false;  ///< true: missing folders of the target are created
  std::string record;           ///< embedded in the file (image/picture_record.h); empty: none

  /// The format as an extension without its dot, for targets without a name (standard output);
  /// empty: the format is that of the file's name.
  std::string format = {};

  MetadataChoice metadata = MetadataChoice::kKeep;
  /// The content's metadata, for kKeep; null: none.
  std::shared_ptr<const PictureMetadata> carried = nullptr;
  /// Called with a one-line warning about metadata that could not be kept. Empty: no warnings.
  std::function<void(const std::string& line)> warn = {};

  ProfileChoice profile = ProfileChoice::kSrgb;
  /// The ICC profile of the pixels; null: sRGB.
  std::shared_ptr<const std::vector<uint8_t>> icc_profile = nullptr;
};

}  // namespace stylize
