#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "stylize/error.h"

namespace stylize {

/// Writes a file, creating its folders.
inline void write_file(const std::filesystem::path& path, const std::string& text = "") {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  ASSERT_TRUE(std::filesystem::exists(path)) << path;
}

/// Expects an Error of this kind, on one line, that contains both parts.
template <typename Function>
void expect_error(const Function& function, ErrorKind kind, const std::string& part,
                  const std::string& other_part = "") {
  try {
    function();
    ADD_FAILURE() << "no error; expected one with " << part;
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.kind(), kind) << message;
    EXPECT_NE(message.find(part), std::string::npos) << message;
    EXPECT_NE(message.find(other_part), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_NE(message.back(), '.') << message;
  }
}

}  // namespace stylize
