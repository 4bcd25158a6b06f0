// Writes manual pages and shells' completions of all commands into a folder: stylize_documentation
// FOLDER. The build runs it; it is not installed.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "command_line_text.h"
#include "man_page.h"
#include "shell_completion.h"

namespace {

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) std::cerr << path.string() << ": cannot be written\n";
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: stylize_documentation FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const auto commands = stylize::all_commands();
  bool all = write(folder / "stylize.bash", stylize::bash_completion(commands)) &&
             write(folder / "_stylize", stylize::zsh_completion(commands)) &&
             write(folder / "stylize.fish", stylize::fish_completion(commands));
  for (const stylize::CommandText& command : commands) {
    all = write(folder / stylize::man_page_name(command), stylize::man_page(command, commands)) &&
          all;
  }
  return all ? 0 : 1;
}
