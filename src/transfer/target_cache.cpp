#include "stylize/transfer/target_cache.h"

#include <utility>

namespace stylize {
namespace {

bool has_word(const std::string& text, const std::string& word) {
  return (" " + text + " ").find(" " + word + " ") != std::string::npos;
}

}  // namespace

template <typename Target>
void TargetCache::drop_last(Shelf<Target>& shelf) {
  bytes_ -= shelf.entries.back().bytes;
  shelf.places.erase(shelf.entries.back().key);
  shelf.entries.pop_back();
}

template <typename Target>
void TargetCache::drop(Shelf<Target>& shelf, const std::string& name) {
  for (auto entry = shelf.entries.begin(); entry != shelf.entries.end();) {
    if (has_word(entry->key, name)) {
      bytes_ -= entry->bytes;
      shelf.places.erase(entry->key);
      entry = shelf.entries.erase(entry);
    } else {
      ++entry;
    }
  }
}

// Contents go first: their features are large, and a style usually serves many contents.
void TargetCache::make_room(int64_t bytes) {
  while (bytes_ + bytes > budget_ && !contents_.entries.empty()) drop_last(contents_);
  while (bytes_ + bytes > budget_ && !styles_.entries.empty()) drop_last(styles_);
}

// The target is made without holding the lock, so that other threads can go on. Two threads may
// then make the same target; the one that finishes first puts it into the cache.
template <typename Target>
std::shared_ptr<const Target> TargetCache::find_or_make(Shelf<Target>& shelf,
                                                        const std::string& key,
                                                        const std::function<Target()>& make) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto place = shelf.places.find(key); place != shelf.places.end()) {
      shelf.entries.splice(shelf.entries.begin(), shelf.entries, place->second);
      return place->second->target;
    }
  }
  const auto target = std::make_shared<const Target>(make());
  const int64_t bytes = bytes_of(*target);
  const std::lock_guard<std::mutex> lock(mutex_);
  ++made_;
  if (bytes > budget_ || shelf.places.count(key) > 0) return target;
  make_room(bytes);
  shelf.entries.push_front({key, target, bytes});
  shelf.places[key] = shelf.entries.begin();
  bytes_ += bytes;
  return target;
}

std::shared_ptr<const FeatureTarget> TargetCache::content(
    const std::string& key, const std::function<FeatureTarget()>& make) {
  return find_or_make(contents_, key, make);
}

std::shared_ptr<const StyleTarget> TargetCache::style(const std::string& key,
                                                      const std::function<StyleTarget()>& make) {
  return find_or_make(styles_, key, make);
}

void TargetCache::forget(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  drop(contents_, name);
  drop(styles_, name);
}

void TargetCache::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  contents_ = {};
  styles_ = {};
  bytes_ = 0;
}

int64_t TargetCache::bytes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return bytes_;
}

int64_t TargetCache::made() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return made_;
}

}  // namespace stylize
