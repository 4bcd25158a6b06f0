#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

struct CsvRow {
  std::vector<std::string> cells;
  std::size_t line = 0;  // of its beginning, from 1
};

// Reads the rows of a CSV text (RFC 4180; lines end in LF, CRLF or CR), skipping blank ones. The
// first row determines the separator: commas, or if it has none semicolons, or else tabs.
// `fail(line)` is called for unbalanced quotes and must throw. take() gets each row as soon as it
// is read, with at most a thousand cells. An exception from take() ends the reading.
void csv_rows(const std::string& text, const std::function<void(std::size_t line)>& fail,
              const std::function<void(CsvRow row)>& take);

// The text as a cell, quoted if necessary.
std::string csv_cell(const std::string& text);

}  // namespace stylize
