#pragma once

#include <filesystem>
#include <string>

namespace stylize {

// The extension in lower case, without the dot. Letters of ASCII alone: no locale has a say.
std::string extension_of(const std::filesystem::path& path);

// Whether pictures are read from files with this extension when a folder is searched.
bool is_picture_extension(const std::string& extension);

// Whether such files are pictures of a kind that is not read.
bool is_unread_picture_extension(const std::string& extension);

// Whether a file of this name is read when a folder is searched: that, and no hidden file.
bool is_picture_name(const std::string& name);

// Whether pictures can be written with this extension.
bool is_writable_extension(const std::string& extension);

// Whether pictures with 16 bits a channel can be.
bool is_deep_extension(const std::string& extension);

}  // namespace stylize
