#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace stylize {

struct NameParts {
  std::string content, style, extension, index;
};

// The value of --name-template: text with {content}, {style}, {ext} and {index} in it.
class NameTemplate {
 public:
  // Throws Error (kOption), naming --name-template, unless all names that it makes have the
  // extension of a format that can be written.
  explicit NameTemplate(const std::string& text);

  // A relative path without "." and "..". Throws Error (kOption) when the resulting path leads out
  // of the folder: a file may be called "...jpg".
  std::filesystem::path expand(const NameParts& parts) const;

 private:
  struct Piece {
    std::string literal;
    std::string NameParts::*part = nullptr;  // follows the literal
  };

  void parse();
  std::size_t parse_brace(std::size_t position);
  [[noreturn]] void fail(const std::string& message) const;

  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace stylize
