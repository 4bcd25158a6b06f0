#include "program.h"

#include <ATen/Parallel.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <set>
#include <sstream>

#include "batch/batch.h"
#include "batch_display.h"
#include "clip_jobs.h"
#include "clip_plan.h"
#include "clip_program.h"
#include "dry_run.h"
#include "effective_config.h"
#include "exit_code.h"
#include "first_run.h"
#include "jobs/job_inputs.h"
#include "jobs/jobs_file.h"
#include "machine/signals.h"
#include "machine/visible_text.h"
#include "model_description.h"
#include "model_location.h"
#include "run_info.h"
#include "run_setup.h"
#include "settings/painting_settings.h"
#include "settings/picture_extensions.h"
#include "standard_streams.h"
#include "stylize/error.h"
#include "unexpected.h"
#include "versions.h"
#include "without_effect.h"

namespace stylize {
namespace {

// The exit code for a single picture depends on the kind of failure; several pictures share one
// code.
int exit_code_of(const Plan& plan, const RunSummary& summary, const BatchDisplay& display) {
  if (const int signal = stop_signal();
      signal != 0 && summary.done + summary.skipped < summary.jobs) {
    return kExitSignal + signal;
  }
  if (plan.single && display.failure()) return exit_code_of(*display.failure());
  if (plan.single && summary.diverged > 0) return kExitDiverged;
  const bool all = summary.done + summary.skipped == summary.jobs && plan.problems.empty();
  return all ? kExitDone : kExitFailed;
}

int paint(const ProgramOptions& options, const Plan& plan,
          const std::vector<std::string>& command) {
  const BatchOptions batch = make_batch_options(options);
  at::set_num_threads(batch.threads);
  const RunContext run_context = make_run_context(options, plan.jobs);
  tell_of_official_weights(options, run_context.model);
  BatchDisplay display(plan.jobs.size());
  add_reports(options, run_info(options, run_context, batch, command), display);
  if (options.progress == "json") {
    display.add_stream(std::make_unique<ProgressStream>(options.progress_descriptor, plan.jobs,
                                                        program_version(), options.batch.preview));
  }
  catch_stop_signals();
  RunSummary summary = paint_jobs(options, plan.jobs, run_context, batch, display);
  summary.finished = true;
  summary.exit_code = exit_code_of(plan, summary, display);
  display.finish(summary);
  return summary.exit_code;
}

bool writes_with_quality(const Job& job) {
  const auto outputs = outputs_of(job);
  return std::any_of(outputs.begin(), outputs.end(), uses_quality) ||
         uses_quality("." + job.options.write.format);
}

bool use_quality(const std::vector<Job>& jobs) {
  return std::any_of(jobs.begin(), jobs.end(), [](const Job& job) {
    return job.options.write.quality == WriteOptions().quality || writes_with_quality(job);
  });
}

void warn_of_settings_without_effect(const ProgramOptions& options, const Plan& plan) {
  std::set<std::string> texts;
  for (const Job& job : plan.jobs) {
    for (const std::string& text : settings_without_effect(job.options)) texts.insert(text);
  }
  if (!plan.jobs.empty() && !use_quality(plan.jobs)) {
    texts.insert("--quality: has no effect, since no output is " + quality_formats());
  }
  if (plan.single && options.request.name_template != PlanRequest().name_template) {
    texts.insert("--name-template: has no effect, since --output is a file");
  }
  const BatchOptions& batch = options.batch;
  const bool has_clips =
      std::any_of(plan.jobs.begin(), plan.jobs.end(), [](const Job& job) { return job.is_clip; });
  for (const std::string& text : has_clips ? settings_without_effect_on_clips(options, plan.jobs)
                                           : clip_settings_without_effect(options)) {
    texts.insert(text);
  }
  const auto has_no_record = [](const Job& job) {
    return job.options.write.metadata == MetadataChoice::kNone;
  };
  if (batch.resume && std::any_of(plan.jobs.begin(), plan.jobs.end(), has_no_record)) {
    texts.insert(
        "--resume: pictures without metadata say not how they were made, so they are painted "
        "again");
  }
  for (const std::string& text : watching_without_effect(options)) texts.insert(text);
  for (const std::string& text : texts) spdlog::warn("{}", text);
}

// Adds the files that the run reads and writes besides the jobs' and that the command line does not
// name.
PlanRequest request_of(const ProgramOptions& options) {
  PlanRequest request = options.request;
  request.clip_extension = clip_extension;
  for (const auto& path : model_places(options.model)) {
    request.read_besides.push_back({path, "the model"});
  }
  if (options.list) request.written_besides.push_back({"/dev/stdout", "--list"});
  return request;
}

// Standard output cannot be read again, and nothing can be kept beside it.
void check_can_resume(const BatchOptions& batch, const Plan& plan) {
  if (plan.jobs.empty() || plan.jobs.front().has_named_output()) return;
  const char* setting = batch.resume ? "resume" : batch.checkpoint_seconds > 0 ? "checkpoint" : "";
  if (*setting == '\0') return;
  throw SettingError(setting,
                     "does nothing for a picture on standard output; name a file with "
                     "--output");
}

int print_versions(const std::filesystem::path& model) {
  const std::string text = versions() + "\n" + visible_text(model.string()) + "\n" +
                           origin_description(load_model(model));
  return print_output(text) ? kExitDone : kExitFailed;
}

int carry_out(const ProgramOptions& options, const std::vector<std::string>& command) {
  if (options.version) return print_versions(options.model);
  if (options.print_config) {
    return print_output(effective_config(options)) ? kExitDone : kExitFailed;
  }
  if (is_clip(options.request)) return paint_clip_of(options, request_of(options), command);
  Plan plan = make_plan(request_of(options));
  check_can_resume(options.batch, plan);
  check_clips_among(options, plan.jobs);
  // The folder of a single output must exist; for several outputs, folders are created.
  for (Job& job : plan.jobs) job.options.write.create_folders = !plan.single;
  for (const InputProblem& problem : plan.problems) {
    spdlog::error("{}: {}", problem.path.string(), problem.reason);
  }
  if (!plan.skipped.empty()) spdlog::warn("{}", skipped_text(plan.skipped));
  warn_of_settings_without_effect(options, plan);
  if (options.list) {
    std::ostringstream list;
    write_jobs_csv(list, plan.jobs);
    return print_output(list.str()) && plan.problems.empty() ? kExitDone : kExitFailed;
  }
  if (options.dry_run) {
    const BatchOptions batch = make_batch_options(options);
    at::set_num_threads(batch.threads);
    const int64_t unusable =
        report_unusable_inputs(plan.jobs, make_run_context(options, plan.jobs), batch);
    return unusable == 0 && plan.problems.empty() ? kExitDone : kExitFailed;
  }
  return paint(options, plan, command);
}

}  // namespace

int run_program(const ProgramOptions& options, const std::vector<std::string>& command) {
  try {
    return carry_out(options, command);
  } catch (const Error& error) {
    spdlog::error("{}", error.what());
    return exit_code_of(error.kind());
  } catch (...) {
    const Unexpected unexpected = current_unexpected();
    spdlog::error("{}", unexpected.message);
    return unexpected.exit_code;
  }
}

}  // namespace stylize
