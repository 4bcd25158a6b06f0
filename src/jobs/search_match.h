#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "jobs/input_files.h"

namespace stylize {

// Whether a search (find_input_files) for what was named would find a file of this path, once it is
// there. The path is from the root and without links; nothing is asked of the disk then.
std::function<bool(const std::filesystem::path&)> search_match(const std::string& named,
                                                               InputKind kind,
                                                               const InputSearch& search);

}  // namespace stylize
