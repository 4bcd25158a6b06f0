#include "jobs/jobs_file.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <stdexcept>
#include <utility>

#include "csv_rows.h"
#include "json_row.h"
#include "machine/file_bytes.h"
#include "place.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kRequired = {"content", "style", "output"};
constexpr const char* kHeaderAdvice =
    "; begin with a line like content,style,output,size or write a JSON object on each line";

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  std::vector<JobsFileLine> read(std::string text) {
    if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);  // the UTF-8 byte order mark
    const std::size_t nul = text.find('\0');
    if (nul != std::string::npos) {
      fail(line_at(text, nul), "a NUL byte; save the file as UTF-8 text");
    }
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) fail(1, std::string("an empty file") + kHeaderAdvice);
    return text[first] == '{' ? read_json(text) : read_csv(text);
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& message) const {
    throw Error(ErrorKind::kOption, name_ + ":" + std::to_string(line) + ": " + message);
  }

  static std::size_t line_at(const std::string& text, std::size_t position) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(position);
    return static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1;
  }

  std::vector<JobsFileLine> read_csv(const std::string& text) const {
    const auto fail_quotes = [&](std::size_t line) {
      fail(line, "quotes that do not fit; put a cell in quotes as a whole and double those in it");
    };
    CsvRow header;
    std::vector<JobsFileLine> lines;
    csv_rows(text, fail_quotes, [&](CsvRow row) {
      if (header.line > 0) {
        lines.push_back(line_of(header.cells, row));
      } else {
        check_header(row);
        header = std::move(row);
      }
    });
    return lines;
  }

  void check_header(const CsvRow& header) const {
    std::set<std::string> names;
    for (const std::string& name : header.cells) {
      if (name.empty()) fail(header.line, "a column without a name; give it one or remove it");
      if (!names.insert(name).second) {
        fail(header.line, "the column \"" + name + "\" is there twice; remove one");
      }
    }
    for (const char* name : kRequired) {
      if (names.count(name) == 0) {
        fail(header.line, std::string("no column \"") + name + "\"" + kHeaderAdvice);
      }
    }
  }

  JobsFileLine line_of(const std::vector<std::string>& names, const CsvRow& row) const {
    if (row.cells.size() != names.size()) {
      fail(row.line, "cells: " + std::to_string(row.cells.size()) + ", but the header has " +
                         std::to_string(names.size()) +
                         "; write one for each column, in quotes if it has a comma");
    }
    NamedOptions cells;
    for (std::size_t i = 0; i < names.size(); ++i) cells.emplace_back(names[i], row.cells[i]);
    return line_of(cells, row.line);
  }

  std::vector<JobsFileLine> read_json(const std::string& text) const {
    std::vector<JobsFileLine> lines;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      begin = end + 1;
      ++number;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      try {
        lines.push_back(line_of(json_row(line), number));
      } catch (const std::invalid_argument& error) {
        fail(number, error.what());
      }
    }
    return lines;
  }

  JobsFileLine line_of(const NamedOptions& cells, std::size_t number) const {
    JobsFileLine line;
    line.line = number;
    for (const auto& [name, value] : cells) {
      if (value.empty()) continue;
      if (value.find('\0') != std::string::npos) {
        fail(number, "a NUL character in \"" + name + "\"; remove it");
      }
      if (fs::path* path = path_of(line, name)) {
        *path = value;
      } else {
        line.options.emplace_back(name, value);
      }
    }
    for (const char* name : kRequired) {
      if (path_of(line, name)->empty()) {
        fail(number, std::string("no ") + name + "; name a file");
      }
    }
    return line;
  }

  static fs::path* path_of(JobsFileLine& line, const std::string& name) {
    if (name == "content") return &line.content;
    if (name == "style") return &line.style;
    return name == "output" ? &line.output : nullptr;
  }

  std::string name_;
};

// Bytes of a jobs file: enough for some hundred thousand jobs.
constexpr std::size_t kLongest = std::size_t{64} << 20;

std::string text_of_standard_input() {
  std::string text;
  std::array<char, 1 << 16> block;
  do {
    std::cin.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > kLongest) {
      throw Error(ErrorKind::kInput, "standard input: is longer than any jobs file (64 MiB)");
    }
  } while (std::cin);
  if (std::cin.bad()) throw Error(ErrorKind::kInput, "standard input: cannot be read");
  return text;
}

// The names of the jobs' options, in the order of first mention.
std::vector<std::string> option_names(const std::vector<Job>& jobs) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const Job& job : jobs) {
    for (const auto& option : job.named_options) {
      if (known.insert(option.first).second) names.push_back(option.first);
    }
  }
  return names;
}

std::string value_of(const NamedOptions& options, const std::string& name) {
  const auto option = std::find_if(options.begin(), options.end(),
                                   [&](const auto& candidate) { return candidate.first == name; });
  return option == options.end() ? std::string() : option->second;
}

// In a form that the jobs file can be read with the same --output: a path that leaves the working
// directory with ".." would be taken relative to another folder.
fs::path listed(const fs::path& output) {
  const fs::path normal = output.lexically_normal();
  if (normal.begin() == normal.end() || *normal.begin() != "..") return output;
  return place_of(output, working_folder());
}

}  // namespace

std::vector<JobsFileLine> read_jobs_file(const fs::path& path) {
  const std::string name = jobs_file_name(path);
  return Reader(name).read(path == "-" ? text_of_standard_input() : read_text_file(path, kLongest));
}

void write_jobs_csv(std::ostream& stream, const std::vector<Job>& jobs) {
  const std::vector<std::string> names = option_names(jobs);
  stream << "content,style,output";
  for (const std::string& name : names) stream << ',' << csv_cell(name);
  stream << '\n';
  for (const Job& job : jobs) {
    stream << csv_cell(job.content.native()) << ',' << csv_cell(job.styles.front().file.native())
           << ',' << csv_cell(listed(job.output).native());
    for (const std::string& name : names) {
      stream << ',' << csv_cell(value_of(job.named_options, name));
    }
    stream << '\n';
  }
}

std::string jobs_file_name(const fs::path& path) {
  return path == "-" ? "standard input" : path.string();
}

}  // namespace stylize
