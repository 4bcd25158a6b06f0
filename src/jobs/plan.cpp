#include "jobs/plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "extension.h"
#include "jobs/jobs_file.h"
#include "mask_folder.h"
#include "name_template.h"
#include "output_check.h"
#include "pairing.h"
#include "piped_pictures.h"
#include "place.h"
#include "search_match.h"
#include "shard.h"
#include "side_picture_names.h"
#include "style_files.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

bool blends(const PlanRequest& request) {
  return request.blend_styles || request.styles.size() > 1;
}

// Rejects options about contents and styles that do not apply to a jobs file.
void check_says_nothing_else(const PlanRequest& request) {
  const PlanRequest standard;
  const char* setting = nullptr;
  if (request.recursive) setting = "recursive";
  if (request.pairing != standard.pairing) setting = "pair";
  if (request.name_template != standard.name_template) setting = "name-template";
  if (request.blend_styles) setting = "style-blend";
  if (!setting) return;
  throw SettingError(setting, "says nothing of the jobs of a jobs file; drop it");
}

void check_request(const PlanRequest& request) {
  const bool has_inputs = !request.contents.empty() || !request.styles.empty();
  if (request.jobs_file && has_inputs) {
    throw Error(ErrorKind::kOption, jobs_file_name(*request.jobs_file) +
                                        ": a jobs file names contents and styles itself; give "
                                        "either it or " +
                                        setting_name("content") + " and " + setting_name("style"));
  }
  if (request.jobs_file) check_says_nothing_else(request);
  if (!request.jobs_file && request.contents.empty()) {
    throw SettingError("content", "missing; name a picture or a folder of pictures");
  }
  if (!request.jobs_file && request.output.empty()) {
    throw SettingError("output", "missing; name a file or a folder");
  }
  if (blends(request) && request.pairing != Pairing::kEveryStyle) {
    throw SettingError("pair", "the styles are blended into one; drop either");
  }
  if (request.shard) check_shard(*request.shard);
}

void check_output_folder(const std::string& output) {
  fs::path folder = output;
  if (!folder.has_filename())
    folder = folder.parent_path();  // if "name" is a file, "name/" is not found
  std::error_code ignored;
  if (fs::is_directory(folder, ignored)) return;
  if (fs::exists(fs::symlink_status(folder, ignored))) {
    throw Error(ErrorKind::kOption, output + ": is no folder; several pictures need one");
  }
  // photos/*.jpg may match one file today and two tomorrow: do not create a folder "painting.jpg".
  if (is_writable_extension(extension_of(output))) {
    throw Error(ErrorKind::kOption,
                output + ": one file for several pictures; name a folder, with a slash at its end");
  }
}

// All files that one option names.
struct Inputs {
  std::vector<InputFile> files;
  std::vector<std::string> folders;  // arguments that are folders
  bool is_one_file = false;          // one argument, and a file
  std::vector<fs::path> blended;     // with the only remaining file, if all are one blend
  std::string blend_name;            // if the blend has its own name
};

std::string name_of_folder(const fs::path& folder) {
  const fs::path path = fs::weakly_canonical(folder);
  return (path.has_filename() ? path : path.parent_path()).filename().native();
}

// "-" is no file; standard input will take its place.
InputFiles find_input(const std::string& name, const InputSearch& search) {
  if (name != "-") return find_input_files(name, search);
  InputFiles found;
  found.files.push_back({name, {}});
  return found;
}

Inputs find_all(const std::vector<std::string>& names, const std::string& option,
                const PlanRequest& request, Plan& plan, LookedFor& looked_for) {
  InputSearch search = {option, request.recursive, request.output};
  if (request.clip_extension && option == setting_name("content")) {
    search.also = [&request](const std::string& name) {
      return request.clip_extension(name).has_value();
    };
  }
  Inputs inputs;
  for (const std::string& name : names) {
    InputFiles found = find_input(name, search);
    if (found.kind == InputKind::kFolder) inputs.folders.push_back(name);
    if (found.kind != InputKind::kFile) {
      looked_for.searches.push_back({option + " " + name, search_match(name, found.kind, search)});
    }
    inputs.is_one_file = found.kind == InputKind::kFile && names.size() == 1;
    std::move(found.files.begin(), found.files.end(), std::back_inserter(inputs.files));
    std::move(found.problems.begin(), found.problems.end(), std::back_inserter(plan.problems));
    std::move(found.skipped.begin(), found.skipped.end(), std::back_inserter(plan.skipped));
  }
  return inputs;
}

void check_not_searched(const std::string& output, const Inputs& inputs) {
  for (const std::string& folder : inputs.folders) {
    if (!same_place(output, folder)) continue;
    throw Error(ErrorKind::kOption, output +
                                        ": is also searched for pictures, so results would be "
                                        "taken for inputs the next time; write to another folder");
  }
}

bool names_a_file(const std::string& output) {
  std::error_code ignored;
  return fs::path(output).has_filename() && !fs::is_directory(output, ignored);
}

std::string padded(std::size_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - digits.size(), '0') + digits;
}

// nullopt: a picture.
std::optional<std::string> clip_extension_of(const fs::path& content, const PlanRequest& request) {
  return request.clip_extension ? request.clip_extension(content) : std::nullopt;
}

Job make_job(const InputFile& content, const InputFile& style, const Inputs& styles,
             const PlanRequest& request) {
  Job job;
  job.content = content.path;
  job.is_clip = clip_extension_of(content.path, request).has_value();
  std::vector<fs::path> files = {style.path};
  files.insert(files.end(), styles.blended.begin(), styles.blended.end());
  job.styles = style_files(files, request.common);
  job.options = request.common;
  return job;
}

// Makes the jobs for several pictures, below the output folder.
class FolderPlanner {
 public:
  FolderPlanner(const PlanRequest& request, const Inputs& contents, const Inputs& styles)
      : request_(request), contents_(contents), styles_(styles), names_(request.name_template) {}

  std::vector<Job> jobs() const {
    const auto pairs = paired(contents_.files, styles_.files, request_.pairing);
    const std::size_t width = std::to_string(pairs.size()).size();
    std::vector<Job> jobs;
    jobs.reserve(pairs.size());
    for (const auto& [content, style] : pairs) {
      jobs.push_back(
          job(contents_.files[content], styles_.files[style], padded(jobs.size() + 1, width)));
    }
    return jobs;
  }

 private:
  Job job(const InputFile& content, const InputFile& style, const std::string& index) const {
    const std::string own = extension_of(content.path);
    const std::string extension = clip_extension_of(content.path, request_)
                                      .value_or(is_writable_extension(own) ? own : "png");
    Job job = make_job(content, style, styles_, request_);
    const std::string& blend = styles_.blend_name;
    job.key = content.relative_folder /
              names_.expand({content.path.stem().native(),
                             blend.empty() ? style.path.stem().native() : blend, extension, index});
    job.output = request_.output / job.key;
    return job;
  }

  const PlanRequest& request_;
  const Inputs& contents_;
  const Inputs& styles_;
  NameTemplate names_;
};

// Keeps the first style as the only file, with the others in `blended`.
void blend(const PlanRequest& request, Inputs& styles) {
  for (std::size_t i = 1; i < styles.files.size(); ++i) {
    styles.blended.push_back(styles.files[i].path);
  }
  styles.files.resize(1);
  styles.is_one_file = true;
  if (styles.folders.size() == 1 && request.styles.size() == 1) {
    styles.blend_name = name_of_folder(styles.folders.front());
  }
}

[[noreturn]] void refuse_several_on_standard_output(const PlanRequest& request) {
  throw Error(ErrorKind::kOption,
              request.output + ": standard output takes one picture; name a folder for several");
}

Plan plan_of_inputs(const PlanRequest& request, LookedFor& looked_for) {
  Plan plan;
  const Inputs contents =
      find_all(request.contents, setting_name("content"), request, plan, looked_for);
  Inputs styles = find_all(request.styles, setting_name("style"), request, plan, looked_for);
  std::sort(plan.skipped.begin(), plan.skipped.end());
  plan.skipped.erase(std::unique(plan.skipped.begin(), plan.skipped.end()), plan.skipped.end());
  if (blends(request)) blend(request, styles);
  const bool is_one_picture = contents.is_one_file && styles.is_one_file;
  const auto piped_format = format_on_standard_output(request.output);
  if (piped_format && !is_one_picture) refuse_several_on_standard_output(request);
  plan.single = is_one_picture && (piped_format || names_a_file(request.output));
  if (plan.single) {
    paired(contents.files, styles.files, request.pairing);  // throws if they cannot be paired
    Job job = make_job(contents.files.front(), styles.files.front(), styles, request);
    job.output = request.output;
    job.key = job.output.filename();
    if (piped_format) write_to_standard_output(*piped_format, job);
    name_side_pictures(job);
    plan.jobs.push_back(std::move(job));
    return plan;
  }
  check_output_folder(request.output);
  check_not_searched(request.output, contents);
  check_not_searched(request.output, styles);
  plan.jobs = FolderPlanner(request, contents, styles).jobs();
  for (Job& job : plan.jobs) name_side_pictures(job);
  return plan;
}

void set_options_of_line(const JobsFileLine& line, const PlanRequest& request,
                         const std::string& place, Job& job) {
  try {
    job.options = request.line_options ? request.line_options(line.options) : request.common;
    job.styles = style_files({line.style}, job.options);
  } catch (const Error& error) {
    throw Error(error.kind(), place + error.what());
  }
}

// Whether a path, as written, lies below a folder; empty: the working directory.
bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path here = working_folder();
  const fs::path relative = place_of(path, here).lexically_relative(place_of(folder, here));
  return !relative.empty() && relative != "." && *relative.begin() != "..";
}

// A jobs file may come from anybody, so it may only choose names below the output folder.
void check_stays_below(const fs::path& output, const PlanRequest& request,
                       const std::string& place) {
  if (is_below(output, request.output)) return;
  const std::string folder = request.output.empty() ? "the working directory"
                                                    : setting_name("output") + " " + request.output;
  throw Error(ErrorKind::kOption, place + output.string() + " leads out of " + folder +
                                      "; name the folder that outputs may be written to with " +
                                      setting_name("output"));
}

// Checks the other files that the line itself names.
void check_side_pictures(const Job& job, const PlanRequest& request, const std::string& place) {
  for (const auto& [name, value] : job.named_options) {
    const bool sheet = name == "contact-sheet";
    if (!sheet && name != "loss-plot") continue;
    const fs::path& path = sheet ? job.options.contact_sheet : job.options.loss_plot;
    if (!is_below(path, "")) check_stays_below(path, request, place);
  }
}

// The output is below the output folder, and without "..", which has another meaning after a link.
Job job_of_line(JobsFileLine line, const PlanRequest& request, const std::string& place) {
  Job job;
  set_options_of_line(line, request, place, job);
  job.content = std::move(line.content);
  job.is_clip = clip_extension_of(job.content, request).has_value();
  job.output = request.output / line.output;
  job.key = std::move(line.output);
  check_stays_below(job.output, request, place);
  if (job.key.is_absolute()) {
    const fs::path here = working_folder();
    job.key = place_of(job.output, here).lexically_relative(place_of(request.output, here));
  } else if (job.key.lexically_normal().native().size() < job.key.native().size()) {
    job.key = job.key.lexically_normal();
    job.output = request.output / job.key;
  }
  job.named_options = std::move(line.options);
  name_side_pictures(job);
  check_side_pictures(job, request, place);
  return job;
}

Plan plan_of_jobs_file(const PlanRequest& request) {
  if (format_on_standard_output(request.output)) refuse_several_on_standard_output(request);
  if (!request.output.empty()) check_output_folder(request.output);
  Plan plan;
  for (JobsFileLine& line : read_jobs_file(*request.jobs_file)) {
    const std::string place =
        jobs_file_name(*request.jobs_file) + ":" + std::to_string(line.line) + ": ";
    if (!line.output.has_filename()) {
      throw Error(ErrorKind::kOption,
                  place + line.output.string() + " is a folder; name the file to write");
    }
    plan.jobs.push_back(job_of_line(std::move(line), request, place));
  }
  return plan;
}

}  // namespace

Plan make_plan(const PlanRequest& request) {
  check_request(request);
  LookedFor looked_for;
  Plan plan = request.jobs_file ? plan_of_jobs_file(request) : plan_of_inputs(request, looked_for);
  read_from_standard_input(plan.jobs, request.jobs_file == "-");
  looked_for.masks = resolve_mask_folders(plan.jobs);
  // {ext} does not help if names differ only in case: it is always in lower case.
  check_outputs(plan.jobs, request, looked_for,
                request.jobs_file ? "give each line its own output"
                                  : "put {index} into " + setting_name("name-template"));
  if (request.shard) keep_shard(plan.jobs, *request.shard);
  return plan;
}

}  // namespace stylize
