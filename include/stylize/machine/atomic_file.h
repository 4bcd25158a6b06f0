#pragma once

#include <cstddef>
#include <filesystem>

namespace stylize {

/// Makes `path` hold exactly these bytes, or leaves it as it was: writes a hidden file beside it,
/// flushes that to the disk and renames it. With replace == false an existing file is an error,
/// also when it appears in the last moment. Throws Error (kOutput); the hidden file is gone by
/// then.
void write_file_atomically(const std::filesystem::path& path, const void* bytes, std::size_t size,
                           bool replace = true);

}  // namespace stylize
