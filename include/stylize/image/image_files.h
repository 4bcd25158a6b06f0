#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/image/read_options.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// The bytes of a picture file, for read_image below. The beginning must be that of a PNG, JPEG,
/// WebP, TIFF or BMP file by its signature, or nothing more of the file is read. Throws Error:
/// kRead when the system failed to read the file, or has none of that name; kInput when it is
/// empty, of another format, longer than such a picture can be, or no file that can be read to its
/// end; kStopped (machine/file_bytes.h).
std::vector<uint8_t> read_picture_file(const std::filesystem::path& path,
                                       const ReadOptions& options = {});

/// Reads a picture: PNG, JPEG, WebP, TIFF or BMP, told by its signature and whatever its name says;
/// 8 or 16 bits or float, grayscale, palette, with or without alpha. The EXIF orientation is
/// applied and an embedded colour profile is converted to sRGB. Pixels that are fully transparent
/// become white. Throws Error: what read_picture_file does; kInput when it is truncated, damaged,
/// or larger than the options allow (by its header, before anything of that size is allocated).
Image read_image(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same of the bytes of a file that were read already. `named` is for errors only.
Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const ReadOptions& options = {});

/// The size that a picture is wanted in, told its own.
using TargetSize = std::function<Size(const Size& own)>;

/// The same at another size, as resize() would make it. A picture that becomes smaller is never in
/// memory whole: its rows are averaged as they are decoded, and a JPEG that becomes smaller by far
/// is decoded smaller. (WebP, BMP, interlaced PNG and progressive JPEG are whole in the decoder.)
Image read_image(const std::filesystem::path& named, const std::vector<uint8_t>& bytes,
                 const TargetSize& target, const ReadOptions& options = {});

/// The bytes of a picture file with as many bits a channel as the options say, in the format that
/// the extension of `named` says (png, jpg, jpeg, webp, tif, tiff; any case). Values outside 0..1
/// are clamped. Alpha is kept where the format can; JPEG gets the picture laid over white. Nothing
/// is written. Throws Error: kOption when there is no such format or it has not so many bits,
/// kOutput for all else.
std::vector<uint8_t> encode_image(const std::filesystem::path& named, const Image& image,
                                  const WriteOptions& options = {});

/// Writes what encode_image made. The target is never partial: either the old file or the whole new
/// one (machine/atomic_file.h). Throws Error (kOutput).
void write_encoded_image(const std::filesystem::path& path, const std::vector<uint8_t>& encoded,
                         const WriteOptions& options = {});

/// Both in one. Throws Error (kOption, kOutput) as they do.
void write_image(const std::filesystem::path& path, const Image& image,
                 const WriteOptions& options = {});

/// Throws Error when write_image could not succeed: kOption for an unknown extension or more bits
/// than the format has; kOutput for a missing or read-only folder (one that shall be created may be
/// missing), a folder or a disk in the file's place, or an existing file that must not be replaced
/// or is read-only. For asking before the hours of work, not after.
void check_writable(const std::filesystem::path& path, const WriteOptions& options = {});

}  // namespace stylize
