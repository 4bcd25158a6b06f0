#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// Standard input among inputs, standard output among outputs, and the files that these are; a file
/// called "-" is "./-".
inline constexpr const char* kStream = "-";
inline constexpr const char* kStandardInput = "/dev/stdin";
inline constexpr const char* kStandardOutput = "/dev/stdout";

/// The format of a picture for standard output: "png" for "-", "jpg" for "jpg:-"; nullopt when
/// `output` is the name of a file or a folder. Throws Error (kOption) when it is "FORMAT:-" of a
/// format that cannot be written.
std::optional<std::string> format_on_standard_output(const std::string& output);

/// Makes standard output the job's output. Throws Error (kOption) when files beside the output are
/// asked for, which then have no place, or when it is a terminal.
void write_to_standard_output(const std::string& format, Job& job);

/// Puts standard input in the place of the input called "-". Throws Error (kOption) when there are
/// several, or `already_read` (by the jobs file), since it can be read once; or when it is a
/// terminal.
void read_from_standard_input(std::vector<Job>& jobs, bool already_read);

}  // namespace stylize
