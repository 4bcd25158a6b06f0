#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jobs/input_files.h"
#include "jobs/job.h"
#include "machine/run_file.h"

namespace stylize {

/// Which content is painted in the manner of which style.
enum class Pairing {
  kEveryStyle,  ///< every content with every style
  kByName,      ///< with the style of the same name, extensions aside
  kByOrder,     ///< the first with the first, the second with the second
};

/// Part `number` of `count` of a plan; 1 <= number <= count.
struct Shard {
  int number = 1;
  int count = 1;
};

/// What the user asked for.
struct PlanRequest {
  std::vector<std::string> contents;  ///< files, folders or patterns; see find_input_files
  std::vector<std::string> styles;    ///< the same
  bool blend_styles = false;          ///< all styles are one blend. Several names always are
  bool recursive = false;
  std::string output;  ///< a file or a folder
  std::string name_template = "{content}_{style}.{ext}";
  Pairing pairing = Pairing::kEveryStyle;
  std::optional<std::filesystem::path> jobs_file;  ///< instead of contents and style
  std::optional<Shard> shard;
  std::vector<RunFile> read_besides;     ///< by the run itself: models, configurations
  std::vector<RunFile> written_besides;  ///< by the run itself: reports, a preview
  JobOptions common;                     ///< the options of every job that no jobs file describes
  /// The options of a line of the jobs file: `common` and what the line says. Throws Error
  /// (kOption), to which make_plan adds the place. Empty: lines have the common options.
  std::function<JobOptions(const NamedOptions&)> line_options;
};

struct Plan {
  std::vector<Job> jobs;
  std::vector<InputProblem> problems;  ///< what could not be searched; each counts as a failure
  std::vector<std::filesystem::path> skipped;  ///< pictures in folders, of kinds that are not read
  bool single = false;                         ///< one content, one style, one file to write
};

/// Decides what is to be painted and where each picture goes. Nothing is created or opened but the
/// jobs file.
///
/// One content and one style that are both named as files, with an output that is no folder and
/// does not end in a slash, are one job with that output; several styles that are blended are one,
/// be they named as files or as folders. Otherwise the output is a folder, which
/// need not exist, but then is called like a picture only with a slash at its end. Contents come in
/// the order in which they are named, each with its styles in theirs. Below the folder of outputs a
/// job's folder is that of its content below the folder searched, and its name is made by
/// name_template: {content} and {style} are names without extension (that of a blend its first
/// style's, or that of the one folder they are from), {ext} the content's extension
/// in lower case where pictures can be written in that format and png where not, {index} the job's
/// number in the whole plan, from 1, with leading zeros; {{ and }} are braces, slashes make
/// folders. An output folder inside a folder that is searched is left out of the search.
///
/// Paths in a jobs file are relative to the working directory, outputs to request.output where that
/// is given. Outputs lie below that folder, or without it below the working directory: a jobs file
/// that somebody else made writes nowhere else. Absolute ones do, too, and where contact sheets
/// and loss plots are named by the file these. A job's key is its output below the folder of
/// outputs, or as a jobs file has it.
///
/// A mask that is a folder stands for the mask in it called like the job's content (of a style's
/// mask, like the style), extensions aside; if there is none, for NAME.png in it, which is missing.
///
/// A shard keeps the jobs whose keys' hash, modulo the count, is its number less one. Every job is
/// in exactly one shard of a count, on every machine, whatever other jobs there are (with {index}
/// in the names, other jobs change the keys).
///
/// Throws Error: kInput when there is nothing to paint, kRead when the jobs file cannot be read,
/// kOption when the request does not fit itself or the files: a template that is none, contents
/// without a style in pairing, styles to blend and to pair, a file to write (output, picture beside
/// it, snapshot, checkpoint, one of written_besides) that is also an input, another such file or
/// would be found by the same search the next time (machine/write_gate.h), an output without a
/// format for pictures or with fewer bits than asked for, an output of a jobs file that leads out
/// of its folder, a file in the output folder's place, or an output folder that is also searched
/// for pictures. All of this is judged on the whole plan, so every shard gives the same answer.
Plan make_plan(const PlanRequest& request);

}  // namespace stylize
