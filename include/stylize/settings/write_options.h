#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace stylize {

struct PictureMetadata;  // image/picture_metadata.h

/// What a picture's file says besides its pixels.
enum class MetadataChoice {
  kKeep,    ///< what the content's file says, and a record of how the picture was made
  kRecord,  ///< that record alone
  kNone,    ///< nothing
};

/// The colour space in which a picture is painted and stored.
enum class ProfileChoice {
  kSrgb,     ///< sRGB, with its profile in the file
  kContent,  ///< that of the content, with its profile in the file
  kNone,     ///< sRGB, which the file does not say
};

struct WriteOptions {
  int quality = 95;             ///< 1..100, for JPEG and WebP
  int bit_depth = 8;            ///< bits per channel: 8, or 16 for PNG and TIFF
  bool replace = true;          ///< false: an existing file is left alone and Error is thrown
  bool create_folders = false;  ///< true: missing folders of the target are created
  std::string record;           ///< embedded in the file (image/picture_record.h); empty: none

  /// The format as an extension without its dot, for places without a name (standard output);
  /// empty: that of the name.
  std::string format = {};

  MetadataChoice metadata = MetadataChoice::kKeep;
  /// What the content's file says, for kKeep; null: nothing.
  std::shared_ptr<const PictureMetadata> carried = nullptr;
  /// Called with a one-line warning about what of it could not be kept. Empty: nothing is said.
  std::function<void(const std::string& line)> warn = {};

  ProfileChoice profile = ProfileChoice::kSrgb;
  /// The ICC profile of the pixels; null: sRGB.
  std::shared_ptr<const std::vector<uint8_t>> icc_profile = nullptr;
};

}  // namespace stylize
