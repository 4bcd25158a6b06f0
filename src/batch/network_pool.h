#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "batch/run_context.h"

namespace stylize {

/// Networks that are used again, with the memory that they have reserved. Those of one set of
/// layers share their weights. Several threads may use it.
class NetworkPool {
 public:
  explicit NetworkPool(const RunContext& run_context) : run_context_(run_context) {}

  /// A network with the layers of this objective, for the caller alone.
  std::unique_ptr<Network> take(const ObjectiveOptions& objective);

  /// Gives it back for others. One that is not given back is simply gone.
  void give_back(std::unique_ptr<Network> network);

 private:
  const RunContext& run_context_;
  std::mutex mutex_;
  std::unique_ptr<Network> pattern_;  // never runs: the weights of the layers that were used last
  std::vector<std::string> layers_;   // its layers, as they were asked for
  std::vector<std::unique_ptr<Network>> idle_;
};

}  // namespace stylize
