#pragma once

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// One picture to paint as a jobs file has it.
struct JobsFileLine {
  std::filesystem::path content, style, output;  ///< as written; none is empty
  NamedOptions options;                          ///< in the file's order; no value is empty
  std::size_t line = 0;  ///< counted from 1; where it begins if it has several
};

/// Reads a jobs file; "-" is standard input. Its first byte that is not blank decides:
///  - `{`: JSON lines, an object on each: strings, numbers, booleans, arrays of strings (joined by
///    commas); null and "" count as not given. Text is UTF-8.
///  - else CSV (RFC 4180; semicolons or tabs for commas will do) with a header line; an empty cell
///  counts as not given. Names may have any
///    bytes but NUL.
/// Columns or keys content, style and output are required; others are options by their long names.
/// Blank lines are skipped. A CSV file with nothing but a header has no lines.
/// Throws Error (kOption), "FILE:LINE: ...", when it is not of that form, and as
/// read_text_file() when it cannot be read or has more than 64 MiB.
std::vector<JobsFileLine> read_jobs_file(const std::filesystem::path& path);

/// Writes jobs as CSV that read_jobs_file reads: content, style, output, and whatever options the
/// jobs have by name. Outputs that lead out of the working directory are absolute; such a file
/// needs the same --output again.
void write_jobs_csv(std::ostream& stream, const std::vector<Job>& jobs);

/// What messages call a jobs file: its path, or "standard input".
std::string jobs_file_name(const std::filesystem::path& path);

}  // namespace stylize
