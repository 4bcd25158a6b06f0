#include "batch/run_context.h"

#include "stylize/error.h"

namespace stylize {

TransferOptions settled_options(const JobOptions& job, const Model& model) {
  TransferOptions options = job.transfer;
  options.objective = recommended_objective(
      job.objective, recommended_objective(model.recommendation, job.transfer.objective));
  if (!(options.objective.content_weight + options.objective.style_weight > 0)) {
    throw SettingError("content-weight",
                       "and " + setting_name("style-weight") + " are both 0; raise one");
  }
  return options;
}

}  // namespace stylize
