#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "jobs/input_files.h"

namespace stylize {

// Returns a function that says whether a search (find_input_files) for `named` would find a file of
// this path, if it existed. The path must be absolute and without links; the function does not
// access the disk.
std::function<bool(const std::filesystem::path&)> search_match(const std::string& named,
                                                               InputKind kind,
                                                               const InputSearch& search);

}  // namespace stylize
