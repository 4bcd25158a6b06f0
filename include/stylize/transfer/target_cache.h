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

/// Targets of pictures that are used again, within a budget: the ones that were not used for the
/// longest time are dropped first, contents before styles. May be used by several threads at once.
/// A key must say all that the target depends on: the picture, its size, layers and network, and
/// for a style the loss.
class TargetCache {
 public:
  /// `budget` in bytes. A target larger than it is not kept.
  explicit TargetCache(int64_t budget) : budget_(budget) {}

  /// The target of this key, made by `make` when it is not there.
  std::shared_ptr<const FeatureTarget> content(const std::string& key,
                                               const std::function<FeatureTarget()>& make);
  std::shared_ptr<const StyleTarget> style(const std::string& key,
                                           const std::function<StyleTarget()>& make);

  /// Drops the targets whose keys have this name among their words.
  void forget(const std::string& name);

  /// Drops every target. Those in use live on until they are no longer.
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
