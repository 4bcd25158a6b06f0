#pragma once

#include <filesystem>
#include <memory>

#include "kernels/vector_store.h"

namespace stylize {

/// A store that keeps vectors in an unnamed file in this folder (machine/unnamed_file.h). The place
/// of a vector that is destroyed is used again for the next one of its size; once none is left, all
/// disk space is freed. Throws Error (kOutput). One thread at a time may use it.
std::unique_ptr<VectorStore> make_file_store(const std::filesystem::path& folder);

}  // namespace stylize
