#pragma once

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// One picture to paint, as described in a jobs file.
struct JobsFileLine {
  std::filesystem::path content, style, output;  ///< as written; none is empty
  NamedOptions options;                          ///< in the file's order; no value is empty
  std::size_t line = 0;  ///< from 1; the first of its lines if it has several
};

/// Reads a jobs file; "-" is standard input. Its first non-blank byte determines the format:
///  - `{`: JSON lines, one object each: strings, numbers, booleans, arrays of strings (joined by
///    commas); null and "" count as not given. Text is UTF-8.
///  - anything else: CSV (RFC 4180; semicolons or tabs instead of commas are allowed) with a header
///    line; an empty cell counts as not given. Names may contain any bytes but NUL.
/// The columns or keys content, style and output are required; others are long option names. Blank
/// lines are skipped. A CSV file with only a header has no jobs. Throws Error (kOption),
/// "FILE:LINE: ...", when it is not of that form, and as read_text_file() when it cannot be read or
/// is larger than 64 MiB.
std::vector<JobsFileLine> read_jobs_file(const std::filesystem::path& path);

/// Writes jobs as CSV that read_jobs_file reads: content, style, output, and the jobs' named
/// options. Outputs outside the working directory are absolute; such a file needs the same --output
/// again.
void write_jobs_csv(std::ostream& stream, const std::vector<Job>& jobs);

/// The name of a jobs file in messages: its path, or "standard input".
std::string jobs_file_name(const std::filesystem::path& path);

}  // namespace stylize
