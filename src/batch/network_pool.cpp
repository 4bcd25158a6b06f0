#include "network_pool.h"

#include <utility>

namespace stylize {

std::unique_ptr<Network> NetworkPool::take(const ObjectiveOptions& objective) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::vector<std::string> layers = layers_of(objective);
  if (!pattern_ || layers != layers_) {
    // Jobs with different layers are rare, and networks are large: keep only one set.
    idle_.clear();
    pattern_.reset();
    pattern_ = run_context_.make_network(objective);
    layers_ = layers;
  }
  if (idle_.empty()) return pattern_->clone();
  std::unique_ptr<Network> network = std::move(idle_.back());
  idle_.pop_back();
  return network;
}

void NetworkPool::give_back(std::unique_ptr<Network> network) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (pattern_ && network->layers() == pattern_->layers()) idle_.push_back(std::move(network));
}

}  // namespace stylize
