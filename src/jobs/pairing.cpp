#include "pairing.h"

#include <optional>
#include <string>
#include <unordered_map>

#include "stylize/error.h"

namespace stylize {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

Pairs every_pair(std::size_t contents, std::size_t styles) {
  Pairs pairs;
  pairs.reserve(contents * styles);
  for (std::size_t content = 0; content < contents; ++content) {
    for (std::size_t style = 0; style < styles; ++style) pairs.emplace_back(content, style);
  }
  return pairs;
}

Pairs pairs_by_order(std::size_t contents, std::size_t styles) {
  if (contents != styles) {
    throw SettingError("style", std::to_string(contents) + " contents but " +
                                    std::to_string(styles) +
                                    " styles; pairing by order needs as many of each");
  }
  Pairs pairs;
  for (std::size_t i = 0; i < contents; ++i) pairs.emplace_back(i, i);
  return pairs;
}

// The styles by name, with and without their folder relative to the one searched.
class StylesByName {
 public:
  explicit StylesByName(const std::vector<InputFile>& styles) {
    for (std::size_t i = 0; i < styles.size(); ++i) {
      add(by_place_[place_of(styles[i])], i);
      add(by_stem_[styles[i].path.stem().native()], i);
    }
  }

  // nullopt: there is none, or several fit equally well.
  std::optional<std::size_t> find(const InputFile& content) const {
    const auto placed = by_place_.find(place_of(content));
    if (placed != by_place_.end()) return placed->second.only();
    const auto named = by_stem_.find(content.path.stem().native());
    return named != by_stem_.end() ? named->second.only() : std::nullopt;
  }

 private:
  struct Candidates {
    std::size_t first = 0, count = 0;
    std::optional<std::size_t> only() const {
      return count == 1 ? std::optional<std::size_t>(first) : std::nullopt;
    }
  };

  static void add(Candidates& candidates, std::size_t style) {
    if (candidates.count++ == 0) candidates.first = style;
  }
  static std::string place_of(const InputFile& file) {
    return (file.relative_folder / file.path.stem()).native();
  }

  std::unordered_map<std::string, Candidates> by_place_, by_stem_;
};

[[noreturn]] void fail_unmatched(const std::vector<const InputFile*>& unmatched) {
  constexpr std::size_t kNamed = 3;
  std::string names;
  for (std::size_t i = 0; i < unmatched.size() && i < kNamed; ++i) {
    names += (i == 0 ? "" : ", ") + unmatched[i]->path.string();
  }
  if (unmatched.size() > kNamed) {
    names += " and " + std::to_string(unmatched.size() - kNamed) + " more";
  }
  throw SettingError("style", "none or several have the same name as " + names +
                                  "; pairing by name needs one style for each content");
}

Pairs pairs_by_name(const std::vector<InputFile>& contents, const std::vector<InputFile>& styles) {
  const StylesByName by_name(styles);
  Pairs pairs;
  std::vector<const InputFile*> unmatched;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (const auto style = by_name.find(contents[i])) {
      pairs.emplace_back(i, *style);
    } else {
      unmatched.push_back(&contents[i]);
    }
  }
  if (!unmatched.empty()) fail_unmatched(unmatched);
  return pairs;
}

}  // namespace

Pairs paired(const std::vector<InputFile>& contents, const std::vector<InputFile>& styles,
             Pairing pairing) {
  switch (pairing) {
    case Pairing::kByName:
      return pairs_by_name(contents, styles);
    case Pairing::kByOrder:
      return pairs_by_order(contents.size(), styles.size());
    case Pairing::kEveryStyle:
      break;
  }
  return every_pair(contents.size(), styles.size());
}

}  // namespace stylize
