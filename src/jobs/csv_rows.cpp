#include "csv_rows.h"

#include <csv.h>

#include <algorithm>
#include <new>
#include <utility>

namespace stylize {
namespace {

// libcsv's parser, fed line by line so that we know on which line a row begins.
class Parser {
 public:
  explicit Parser(char separator) {
    if (::csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    // In RFC 4180 spaces are part of a cell; libcsv would trim them.
    ::csv_set_delim(&parser_, static_cast<unsigned char>(separator));
    ::csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }
  ~Parser() { ::csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // False: quotes are unbalanced.
  bool feed(const std::string& line) {
    ++line_;
    const bool blank = line.find_first_not_of("\r\n") == std::string::npos;
    if (!within_row_) {
      if (blank) return true;
      row_.line = line_;
    }
    within_row_ = true;
    return ::csv_parse(&parser_, line.data(), line.size(), add_cell, end_row, this) == line.size();
  }

  bool finish() { return ::csv_fini(&parser_, add_cell, end_row, this) == 0; }

  std::size_t row_line() const { return row_.line; }
  std::vector<CsvRow> take_rows() { return std::exchange(rows_, {}); }

 private:
  static void add_cell(void* bytes, std::size_t size, void* self) {
    constexpr std::size_t kMost = 1000;  // more columns than any jobs file has
    std::vector<std::string>& cells = static_cast<Parser*>(self)->row_.cells;
    if (cells.size() < kMost) cells.emplace_back(static_cast<const char*>(bytes), size);
  }
  static void end_row(int, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.rows_.push_back(std::exchange(parser.row_, {}));
    parser.within_row_ = false;
  }

  ::csv_parser parser_ = {};
  std::vector<CsvRow> rows_;
  CsvRow row_;
  std::size_t line_ = 0;
  bool within_row_ = false;
};

// The end of the line that begins at `begin`, including its line break.
std::size_t end_of_line(const std::string& text, std::size_t begin) {
  const std::size_t end = text.find_first_of("\r\n", begin);
  if (end == std::string::npos) return text.size();
  return text.compare(end, 2, "\r\n") == 0 ? end + 2 : end + 1;
}

// The separator in the first line that is not blank. Where the comma is the decimal separator,
// spreadsheets write semicolons, and copied cells have tabs.
char separator_of(const std::string& text) {
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  const std::string header = text.substr(begin, end_of_line(text, begin) - begin);
  for (const char separator : {',', ';', '\t'}) {
    if (header.find(separator) != std::string::npos) return separator;
  }
  return ',';
}

}  // namespace

void csv_rows(const std::string& text, const std::function<void(std::size_t line)>& fail,
              const std::function<void(CsvRow row)>& take) {
  Parser parser(separator_of(text));
  const auto take_all = [&] {
    for (CsvRow& row : parser.take_rows()) take(std::move(row));
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = end_of_line(text, begin);
    if (!parser.feed(text.substr(begin, end - begin))) fail(parser.row_line());
    take_all();
    begin = end;
  }
  if (!parser.finish()) fail(parser.row_line());
  take_all();
}

std::string csv_cell(const std::string& text) {
  // Our reader keeps spaces at the ends, but other readers trim them.
  const bool spaces = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!spaces && text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string cell(::csv_write(nullptr, 0, text.data(), text.size()), '\0');
  ::csv_write(cell.data(), cell.size(), text.data(), text.size());
  return cell;
}

}  // namespace stylize
