#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

struct CsvRow {
  std::vector<std::string> cells;
  std::size_t line = 0;  // where it begins, from 1
};

// The rows of a CSV text (RFC 4180; lines end in LF, CRLF or CR) without the blank ones. Cells are
// parted by what parts the first row: commas, or where it has none semicolons, or else tabs.
// `fail(line)` is called for quotes that do not fit and must throw. Each row is taken as soon as it
// is read, of its cells the first thousand. What take() throws ends the reading.
void csv_rows(const std::string& text, const std::function<void(std::size_t line)>& fail,
              const std::function<void(CsvRow row)>& take);

// The text as a cell, in quotes where it needs them.
std::string csv_cell(const std::string& text);

}  // namespace stylize
