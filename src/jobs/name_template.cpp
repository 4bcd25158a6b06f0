#include "name_template.h"

#include <algorithm>
#include <map>

#include "extension.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"

namespace stylize {

namespace fs = std::filesystem;

NameTemplate::NameTemplate(const std::string& text) : text_(text) {
  parse();
  // Names differ only in their parts, so one sample is enough to check the template.
  const fs::path sample = expand({"content", "style", "png", "1"});
  if (!is_writable_extension(extension_of(sample))) {
    fail("makes names without an extension for a picture; end it in .{ext}, or the extension of " +
         written_formats());
  }
}

void NameTemplate::parse() {
  pieces_.emplace_back();
  for (std::size_t i = 0; i < text_.size();) {
    const char character = text_[i];
    if (character != '{' && character != '}') {
      pieces_.back().literal += character;
      ++i;
    } else if (i + 1 < text_.size() && text_[i + 1] == character) {
      pieces_.back().literal += character;
      i += 2;
    } else {
      i = parse_brace(i);
    }
  }
}

std::size_t NameTemplate::parse_brace(std::size_t position) {
  static const std::map<std::string, std::string NameParts::*> kParts = {
      {"content", &NameParts::content},
      {"style", &NameParts::style},
      {"ext", &NameParts::extension},
      {"index", &NameParts::index}};
  const std::size_t end = text_.find('}', position);
  if (text_[position] == '}' || end == std::string::npos) {
    fail("a brace without its other half; write {{ or }} for the character itself");
  }
  const std::string name = text_.substr(position + 1, end - position - 1);
  const auto part = kParts.find(name);
  if (part == kParts.end()) {
    fail("{" + name + "} is unknown; there are {content}, {style}, {ext} and {index}");
  }
  pieces_.back().part = part->second;
  pieces_.emplace_back();
  return end + 1;
}

fs::path NameTemplate::expand(const NameParts& parts) const {
  std::string name;
  for (const Piece& piece : pieces_) {
    name += piece.literal;
    if (piece.part != nullptr) name += parts.*piece.part;
  }
  const fs::path path = name;
  if (path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end()) {
    fail("leads out of the output folder (" + name + "); leave out .. and a slash at the start");
  }
  return path.lexically_normal();
}

void NameTemplate::fail(const std::string& message) const {
  throw Error(ErrorKind::kOption, setting_name("name-template") + " " + text_ + ": " + message);
}

}  // namespace stylize
