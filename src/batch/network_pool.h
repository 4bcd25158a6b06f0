#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "batch/run_context.h"

namespace stylize {

/// A pool of networks for reuse, along with the memory that they have reserved. Networks with the
/// same layers share their weights. Thread-safe.
class NetworkPool {
 public:
  explicit NetworkPool(const RunContext& run_context) : run_context_(run_context) {}

  /// A network with the layers of this objective, for exclusive use.
  std::unique_ptr<Network> take(const ObjectiveOptions& objective);

  /// Returns a network for reuse. It may also be destroyed instead.
  void give_back(std::unique_ptr<Network> network);

 private:
  const RunContext& run_context_;
  std::mutex mutex_;
  std::unique_ptr<Network> pattern_;  // never runs: holds the weights of the layers used last
  std::vector<std::string> layers_;   // of pattern_, as they were requested
  std::vector<std::unique_ptr<Network>> idle_;
};

}  // namespace stylize
