#pragma once

#include <filesystem>
#include <string>

namespace stylize {

// The extension in lower case (ASCII letters only, independent of the locale), without the dot.
std::string extension_of(const std::filesystem::path& path);

// Whether files with this extension are read as pictures when a folder is searched.
bool is_picture_extension(const std::string& extension);

// Whether files with this extension are pictures in an unsupported format.
bool is_unread_picture_extension(const std::string& extension);

// Whether a file of this name is read when a folder is searched: it has a picture extension and is
// not hidden.
bool is_picture_name(const std::string& name);

// Whether pictures can be written with this extension.
bool is_writable_extension(const std::string& extension);

// Whether pictures with 16 bits per channel can be written with this extension.
bool is_deep_extension(const std::string& extension);

}  // namespace stylize
