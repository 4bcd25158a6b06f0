#pragma once

#include <filesystem>
#include <memory>

#include "kernels/vector_store.h"

namespace stylize {

/// Vectors in an unnamed file in a folder (machine/unnamed_file.h). A vector that ends leaves its
/// place to the next of its size; when none is left, the disk has all of it back. Throws Error
/// (kOutput). For use by one thread at a time.
std::unique_ptr<VectorStore> make_file_store(const std::filesystem::path& folder);

}  // namespace stylize
