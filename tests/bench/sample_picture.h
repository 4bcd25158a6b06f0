#pragma once

#include <filesystem>

#include "stylize/image/image.h"

namespace stylize::bench {

/// The middle square of a picture, resampled to size x size pixels.
Image square_picture(const std::filesystem::path& path, int64_t size);

std::filesystem::path sample_content();
std::filesystem::path sample_style();

}  // namespace stylize::bench
