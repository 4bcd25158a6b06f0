#include "compare_program.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "compare_outputs.h"
#include "comparison_report.h"
#include "consistency_report.h"
#include "exit_code.h"
#include "jobs/input_files.h"
#include "pair_result.h"
#include "picture_pairs.h"
#include "sequence/clip_consistency.h"
#include "settings/sequence_options.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "stylize/image/difference_picture.h"
#include "stylize/image/image_files.h"
#include "unexpected.h"
#include "video/frame_source.h"

namespace stylize {
namespace {

void print_warning(const std::string& line) {
  print_error("warning: " + line);
}

// Takes the bytes of a picture that --update will make the golden one.
void take_new_golden(const CompareCommand& command, const PicturePair& pair,
                     std::vector<uint8_t> bytes, PairResult& result) {
  if (!command.update || !is_to_be_updated(result)) return;
  result.golden = golden_path(command, pair);
  result.new_golden = std::move(bytes);
}

void compare_pair(const CompareCommand& command, const Image& golden, const Image& picture,
                  PairResult& result) {
  if (const auto reason = why_not_comparable(golden, picture)) {
    result.status = PairStatus::kMismatch;
    result.reason = *reason;
    return;
  }
  judge(compare(golden, picture), command.thresholds, result);
  if (command.difference.empty()) return;
  if (result.comparison->largest_difference == 0 && compares_folders(command)) return;
  result.difference = difference_path(command, result.name);
  write_image(result.difference, difference_picture(golden, picture), difference_options(command));
}

PairResult result_of(const CompareCommand& command, const PicturePair& pair) {
  PairResult result;
  result.name = pair.name;
  if (!pair.picture) {
    result.status = PairStatus::kMissing;
    return result;
  }
  try {
    ReadOptions options;
    if (!command.quiet) options.warn = print_warning;
    std::vector<uint8_t> bytes;
    if (pair.golden || command.update) bytes = read_picture_file(*pair.picture, options);
    if (pair.golden) {
      compare_pair(command, read_image(*pair.golden, options),
                   read_image(*pair.picture, bytes, options), result);
    } else {
      result.status = PairStatus::kExtra;
      if (command.update) read_image(*pair.picture, bytes, options);  // throws if it is damaged
    }
    take_new_golden(command, pair, std::move(bytes), result);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kInput && error.kind() != ErrorKind::kRead) throw;
    print_error(error.what());
    result.status = PairStatus::kUnreadable;
    result.reason = error.what();
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::kInput, pair.name + ": not enough memory; compare smaller pictures");
  }
  return result;
}

std::string answer(const CompareCommand& command, const std::vector<PairResult>& results) {
  if (command.json) return comparison_json(results, command.thresholds);
  if (command.quiet) return "";
  return compares_folders(command) ? comparison_table(results) : comparison_text(results.front());
}

int compare_clips(const CompareCommand& command) {
  const auto source = open_clip(command.golden.string(), {});
  const auto result = open_clip(command.picture.string(), {});
  const ClipConsistency found = measure_consistency(
      *source, *result, SequenceOptions().cut_threshold, command.picture.string());
  const std::optional<double> most = command.max_warping_error;
  std::string text;
  if (command.json) {
    text = consistency_json(found, most);
  } else if (!command.quiet) {
    text = consistency_text(found, most);
  }
  if (!print_output(text)) return kExitFailed;
  return is_consistent(found, most) ? kExitDone : kExitFailed;
}

int compare_pictures(const CompareCommand& command) {
  const auto [pairs, skipped] = pair_pictures(command);
  if (!skipped.empty() && !command.quiet) print_warning(skipped_text(skipped));
  check_compare_outputs(command, pairs);
  std::vector<PairResult> results;
  for (const PicturePair& pair : pairs) results.push_back(result_of(command, pair));
  if (!print_output(answer(command, results))) return kExitFailed;
  write_junit(command, results);
  const std::string updated = update_golden_pictures(results);
  if (!command.json && !command.quiet && !print_output(updated)) return kExitFailed;
  const bool passed = std::all_of(results.begin(), results.end(), [](const PairResult& result) {
    return passes(result.status) || !result.new_golden.empty();
  });
  return passed ? kExitDone : kExitFailed;
}

}  // namespace

int run_compare_command(const CompareCommand& command) {
  try {
    return command.consistency ? compare_clips(command) : compare_pictures(command);
  } catch (const Error& error) {
    print_error(error.what());
    return error.kind() == ErrorKind::kOption ? kExitUsage : kExitFailed;
  } catch (...) {
    const Unexpected unexpected = current_unexpected();
    print_error(command.golden.string() + ": " + unexpected.message);
    return unexpected.exit_code;
  }
}

}  // namespace stylize
