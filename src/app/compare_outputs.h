#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare_command.h"
#include "pair_result.h"
#include "picture_pairs.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// Whether folders are compared rather than two files.
bool compares_folders(const CompareCommand& command);

/// Where the difference picture of the pair of this name goes. For folders, they have the same
/// subfolders as the pictures; the name keeps the picture's extension, so that a.png and a.jpg do
/// not share one.
std::filesystem::path difference_path(const CompareCommand& command, const std::string& name);

/// How difference pictures are written.
WriteOptions difference_options(const CompareCommand& command);

/// Where the golden picture of a pair is, or is to be.
std::filesystem::path golden_path(const CompareCommand& command, const PicturePair& pair);

/// Checks every file that may be written (difference pictures, a JUnit report, golden pictures with
/// --update) before the first one is. Throws Error (kOption, kOutput).
void check_compare_outputs(const CompareCommand& command, const std::vector<PicturePair>& pairs);

/// Whether --update replaces the golden picture of this pair: one that fails, is new, or differs
/// and there are no thresholds. One that is within them stays, and one without a picture too.
bool is_to_be_updated(const PairResult& result);

/// Writes the golden pictures of the results that have bytes for one, and returns a line about
/// each. Throws Error (kOutput).
std::string update_golden_pictures(const std::vector<PairResult>& results);

/// Writes the JUnit report, if the command names one. Throws Error (kOutput).
void write_junit(const CompareCommand& command, const std::vector<PairResult>& results);

}  // namespace stylize
