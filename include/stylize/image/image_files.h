#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/image/read_options.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// The bytes of a picture file, for read_image below. Reading stops early unless the file begins
/// with the signature of a picture that is read (below). Throws Error: kRead when the file
/// does not exist or the system failed to read it; kInput when it is empty, of another format,
/// longer than such a picture can be, or not a file that can be read to its end; kStopped
/// (machine/file_bytes.h).
std::vector<uint8_t> read_picture_file(const std::filesystem::path& path,
                                       const ReadOptions& options = {});

/// Reads a picture: PNG, JPEG, WebP, TIFF or BMP, and where the library was built with libheif,
/// libjxl and giflib, HEIC, AVIF, JPEG XL and GIF; recognized by its signature, not its name; 8 to
/// 16 bits or float, grayscale, palette, with or without alpha. The EXIF orientation is applied and
/// an embedded colour profile is converted to sRGB, or the space of options.icc_profile. Pixels
/// that are fully transparent become white. Throws Error: as read_picture_file does; kInput when it
/// is truncated, damaged, or larger than the options allow (by its header, before anything of that
/// size is allocated).
Image read_image(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same from the bytes of a file. `named` is only used in error messages.
Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const ReadOptions& options = {});

/// Maps a picture's own size to the size wanted.
using TargetSize = std::function<Size(const Size& own)>;

/// The same at another size, with the same result as resize(). A picture that shrinks is never in
/// memory as a whole: its rows are averaged as they are decoded, and a JPEG that shrinks a lot is
/// decoded at a smaller size. (The decoders hold WebP, BMP, HEIC, AVIF, JPEG XL, interlaced PNG and
/// progressive JPEG as a whole, though.)
Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const TargetSize& target, const ReadOptions& options = {});

/// The ICC profile of a picture's own colour space, for ReadOptions and WriteOptions: that of an
/// RGB space defined by a matrix and curves (Display P3, Adobe RGB), unless it is sRGB; null for
/// all others. Throws Error as read_image() does.
std::shared_ptr<const std::vector<uint8_t>> own_colour_space(const std::filesystem::path& named,
                                                             const std::vector<uint8_t>& bytes,
                                                             const ReadOptions& options = {});

/// The bytes of a picture file with options.bit_depth bits per channel, in the format given by the
/// extension of `named` (png, jpg, jpeg, webp, tif, tiff, avif, jxl; any case). Values outside
/// 0..1 are clamped. Alpha is kept if the format supports it; JPEG gets the picture over white. The
/// file contains the colour profile and the metadata that options.profile and options.metadata ask
/// for. Nothing is written. Throws Error: kOption for an unknown format or one without that bit
/// depth, kOutput for any other failure.
std::vector<uint8_t> encode_image(const std::filesystem::path& named, const Image& image,
                                  const WriteOptions& options = {});

/// Writes what encode_image made. The target is never partial: either the old file or the whole new
/// one (machine/atomic_file.h). Throws Error (kOutput).
void write_encoded_image(const std::filesystem::path& path, const std::vector<uint8_t>& encoded,
                         const WriteOptions& options = {});

/// Encodes and writes. Throws Error (kOption, kOutput) as the two functions do.
void write_image(const std::filesystem::path& path, const Image& image,
                 const WriteOptions& options = {});

/// Throws Error if write_image() could not succeed: kOption for an unknown extension or more bits
/// than the format supports; kOutput for a missing or read-only folder (unless
/// options.create_folders is set), a path that is a folder or a disk, or an existing file that is
/// read-only or must not be replaced. Meant to be called before hours of work.
void check_writable(const std::filesystem::path& path, const WriteOptions& options = {});

/// Throws Error (kOutput) if the format of `path` cannot hold a picture of this size, and kOption
/// for an unknown extension. Meant to be called before the picture is painted.
void check_size_fits(const std::filesystem::path& path, const Size& size,
                     const WriteOptions& options = {});

}  // namespace stylize
