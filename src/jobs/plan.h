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

/// Which content is painted with which style.
enum class Pairing {
  kEveryStyle,  ///< every content with every style
  kByName,      ///< with the style of the same name, ignoring extensions
  kByOrder,     ///< the first with the first, the second with the second
};

/// Part `number` of `count` of a plan; 1 <= number <= count.
struct Shard {
  int number = 1;
  int count = 1;
};

/// The user's request.
struct PlanRequest {
  std::vector<std::string> contents;  ///< files, folders or patterns; see find_input_files
  std::vector<std::string> styles;    ///< the same
  bool blend_styles = false;          ///< all styles are one blend. Several arguments always are
  bool recursive = false;
  std::string output;  ///< a file or a folder
  std::string name_template = "{content}_{style}.{ext}";
  Pairing pairing = Pairing::kEveryStyle;
  std::optional<std::filesystem::path> jobs_file;  ///< instead of contents and style
  std::optional<Shard> shard;
  /// The extension of the output, without a dot, of a content that is a clip by its name; nullopt:
  /// it is a picture. Empty: all are.
  std::function<std::optional<std::string>(const std::filesystem::path&)> clip_extension;
  std::vector<RunFile> read_besides;     ///< by the run itself: models, configurations
  std::vector<RunFile> written_besides;  ///< by the run itself: reports, a preview
  JobOptions common;                     ///< the options of every job that is not from a jobs file
  /// Returns the options for a line of the jobs file: `common` and those of the line. Throws Error
  /// (kOption), to which make_plan adds file and line. Empty: lines have the common options.
  std::function<JobOptions(const NamedOptions&)> line_options;
};

struct Plan {
  std::vector<Job> jobs;
  std::vector<InputProblem> problems;          ///< failed searches; each counts as a failure
  std::vector<std::filesystem::path> skipped;  ///< pictures in folders, in unsupported formats
  bool single = false;                         ///< one content, one style, one file to write
};

/// Decides what to paint and where each picture goes. Creates nothing, and opens only the jobs
/// file.
///
/// One content and one style, both named as files, with an output that is not a folder and does not
/// end in a slash, are one job with that output; blended styles count as one, whether named as
/// files or as folders. Otherwise the output is a folder, which need not exist, but then may have a
/// picture's extension only with a slash at its end. Contents are in the order in which they are
/// named, each with its styles in order. Below the output folder, a job's subfolder is that of its
/// content below the folder searched, and its name is made by name_template: {content} and {style}
/// are names without extension (for a blend, its first style's name or that of the one folder they
/// are from), {ext} is the content's extension in lower case, or png if that format cannot be
/// written (of clips what request.clip_extension says), {index} is the job's number in the whole
/// plan, from 1, with leading zeros; {{ and }} are braces, slashes make folders. An output folder
/// inside a folder that is searched is not searched itself.
///
/// Paths in a jobs file are relative to the working directory, outputs to request.output if given.
/// Outputs must lie below that folder, or without it below the working directory, so that a jobs
/// file from somebody else writes nowhere else. This includes absolute outputs, and contact sheets
/// and loss plots named by the file. A job's key is its output relative to the output folder, or as
/// written in a jobs file.
///
/// An input called "-" is standard input, which one job can use once. The output "-" or "FORMAT:-"
/// of a single job is standard output: it has no snapshots, checkpoints or names made of {output}.
///
/// A mask that is a folder stands for the mask in it with the name of the job's content (for a
/// style's mask, of the style), ignoring extensions; if there is none, for the missing NAME.png in
/// it.
///
/// A shard keeps the jobs whose key's hash, modulo the count, is its number minus one. For a given
/// count, every job is in exactly one shard, on every machine, whatever other jobs there are (but
/// with {index} in the names, other jobs change the keys).
///
/// Throws Error: kInput when there is nothing to paint, kRead when the jobs file cannot be read,
/// kOption when the request is inconsistent or does not fit the files: an invalid template;
/// contents without a style in pairing; styles both blended and paired; a file to write (output,
/// picture beside it, snapshot, checkpoint, one of written_besides) that is also an input or
/// another such file, or that the same search would find next time (machine/write_gate.h); an
/// output of unknown format or with fewer bits than requested; an output of a jobs file outside its
/// folder; a file in place of the output folder; an output folder that is also searched for
/// pictures. All checks use the whole plan, so every shard gives the same answer.
Plan make_plan(const PlanRequest& request);

}  // namespace stylize
