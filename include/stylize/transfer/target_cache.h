#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "stylize/objective/objective.h"

namespace stylize {

/// A cache of targets for pictures that are used again, within a budget. The targets that were
/// unused for the longest time are dropped first, contents before styles. Several threads may use
/// it at once. A key, made of words, must name everything that the target depends on: the picture,
/// its size, layers and network, and for a style the loss.
class TargetCache {
 public:
  /// `budget` in bytes. A target larger than it is not kept.
  explicit TargetCache(int64_t budget) : budget_(budget) {}

  /// The target with this key; if it is not in the cache, it is made by `make` and kept.
  std::shared_ptr<const FeatureTarget> content(const std::string& key,
                                               const std::function<FeatureTarget()>& make);
  std::shared_ptr<const StyleTarget> style(const std::string& key,
                                           const std::function<StyleTarget()>& make);

  /// Drops the targets whose keys contain this name as one of their words.
  void forget(const std::string& name);

  /// Drops all targets. Those that are in use stay valid for their users.
  void clear();

  int64_t bytes() const;  ///< held now
  int64_t made() const;   ///< how many targets had to be made

 private:
  template <typename Target>
  struct Entry {
    std::string key;
    std::shared_ptr<const Target> target;
    int64_t bytes;
  };

  // The most recently used first.
  template <typename Target>
  struct Shelf {
    std::list<Entry<Target>> entries;
    std::unordered_map<std::string, typename std::list<Entry<Target>>::iterator> places;
  };

  template <typename Target>
  std::shared_ptr<const Target> find_or_make(Shelf<Target>& shelf, const std::string& key,
                                             const std::function<Target()>& make);
  template <typename Target>
  void drop_last(Shelf<Target>& shelf);
  template <typename Target>
  void drop(Shelf<Target>& shelf, const std::string& name);
  void make_room(int64_t bytes);

  const int64_t budget_;
  mutable std::mutex mutex_;
  int64_t bytes_ = 0, made_ = 0;
  Shelf<FeatureTarget> contents_;
  Shelf<StyleTarget> styles_;
};

}  // namespace stylize
