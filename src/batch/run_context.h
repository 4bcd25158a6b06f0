#pragma once

#include <functional>
#include <memory>
#include <string>

#include "jobs/job.h"
#include "stylize/network/model.h"
#include "stylize/network/network.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// What all jobs of a run share.
struct RunContext {
  std::string version;  ///< of the program, for the record in each picture
  Model model;
  std::string model_sha256;

  /// Further settings, by name, that affect pixels with this objective: backend, device, ...
  std::function<NamedOptions(const ObjectiveOptions&)> settings;

  /// Whether a single thread must paint a picture with this objective, so that its bytes do not
  /// depend on the number of threads; empty: never.
  std::function<bool(const ObjectiveOptions&)> needs_one_thread;

  /// A network of the model with the layers of this objective.
  std::function<std::unique_ptr<Network>(const ObjectiveOptions&)> make_network;
};

/// The job's options with the final objective: the job's own settings take precedence over the
/// model's recommendation. Throws Error (kOption) when neither content nor style has a weight.
TransferOptions settled_options(const JobOptions& job, const Model& model);

}  // namespace stylize
