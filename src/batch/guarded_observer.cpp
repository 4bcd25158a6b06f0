#include "guarded_observer.h"

#include <exception>

namespace stylize {

template <typename Call>
void GuardedObserver::tell(const Call& call) {
  const std::lock_guard<std::mutex> lock(mutex_);
  try {
    call();
  } catch (...) {
    ledger_.break_off(std::current_exception());
  }
}

bool GuardedObserver::stop_requested() {
  try {
    return observer_.stop_requested();
  } catch (...) {
    ledger_.break_off(std::current_exception());
    return true;
  }
}

void GuardedObserver::began(int parallel) {
  tell([&] { observer_.began(parallel); });
}

void GuardedObserver::progressed(std::size_t job, const Progress& progress) {
  tell([&] { observer_.progressed(job, progress); });
}

void GuardedObserver::evaluating(std::size_t job, const Progress& progress) {
  tell([&] { observer_.evaluating(job, progress); });
}

void GuardedObserver::ended(std::size_t job, const JobResult& result) {
  tell([&] { observer_.ended(job, result); });
}

void GuardedObserver::noted(const std::string& line, bool warning) {
  if (!line.empty()) tell([&] { observer_.noted(line, warning); });
}

void GuardedObserver::detailed(const std::string& line) {
  tell([&] { observer_.detailed(line); });
}

void GuardedObserver::missed(const std::string& line) {
  tell([&] { observer_.missed(line); });
}

}  // namespace stylize
