#include "output_check.h"

#include <unistd.h>

#include "extension.h"
#include "jobs/job_inputs.h"
#include "jobs/jobs_file.h"
#include "jobs/output_names.h"
#include "machine/write_gate.h"
#include "settings/picture_extensions.h"
#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

std::string pair_of(const Job& job) {
  return job.content.string() + " with " + job.styles.front().file.string();
}

void add_inputs(const std::vector<Job>& jobs, const PlanRequest& request,
                const LookedFor& looked_for, WriteGate& gate) {
  for (const Job& job : jobs) {
    const JobOptions& options = job.options;
    gate.add_input({job.content, "the content"});
    for (const StyleFile& style : job.styles) gate.add_input({style.file, "the style"});
    if (options.initial) gate.add_input({*options.initial, setting_name("init")});
    for (const fs::path& mask : masks_of(job)) gate.add_input({mask, "the mask"});
  }
  for (const fs::path& mask : looked_for.masks) {
    gate.add_input({mask, "looked for as a mask"});
  }
  if (request.jobs_file == "-") {
    gate.add_input(STDIN_FILENO, jobs_file_name(*request.jobs_file));
  } else if (request.jobs_file) {
    gate.add_input({*request.jobs_file, "the jobs file"});
  }
  for (const RunFile& file : request.read_besides) gate.add_input(file);
  for (const LookedFor::Search& search : looked_for.searches) {
    gate.add_search(search.what, search.finds);
  }
}

void check_format(const Job& job) {
  const std::string extension =
      job.has_named_output() ? extension_of(job.output) : job.options.write.format;
  const std::string name = job.output.string();
  if (job.output == "-") return;  // the gate has a better message
  if (job.is_clip) return;        // what writes it knows its formats
  if (!is_writable_extension(extension)) {
    throw Error(ErrorKind::kOption, name + ": " + why_not_written(extension));
  }
  if (job.options.write.bit_depth == 8 || is_deep_extension(extension)) return;
  throw Error(ErrorKind::kOption, name + ": " + setting_name("bit-depth") + " " +
                                      std::to_string(job.options.write.bit_depth) + " needs " +
                                      deep_formats() + "; " + extension + " has 8");
}

void add_outputs(const Job& job, int64_t number, const std::string& advice, WriteGate& gate) {
  const std::string pair = pair_of(job);
  for (const fs::path& path : outputs_of(job)) {
    gate.add_output({path, pair, number},
                    path == job.output ? advice : "put {output} into the name");
  }
  if (!job.has_named_output()) return;
  for (const fs::path& path : {checkpoint_path(job.output), older_checkpoint_path(job.output)}) {
    gate.add_output({path, "the checkpoint of " + pair, number}, advice);
  }
}

}  // namespace

void check_outputs(const std::vector<Job>& jobs, const PlanRequest& request,
                   const LookedFor& looked_for, const std::string& advice) {
  WriteGate gate;
  add_inputs(jobs, request, looked_for, gate);
  for (const RunFile& file : request.written_besides) gate.add_output(file);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    check_format(jobs[i]);
    add_outputs(jobs[i], static_cast<int64_t>(i), advice, gate);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Job& job = jobs[i];
    if (job.options.save_every <= 0) continue;
    gate.add_outputs({{job.output, "a snapshot of " + pair_of(job), static_cast<int64_t>(i)},
                      job.options.save_every,
                      most_iterations(job.options.transfer)});
  }
}

}  // namespace stylize
