#include "shot_rows.h"

#include <string>
#include <utility>

namespace stylize {
namespace {

JobReport row_of_shot(const JobReport& frame) {
  JobReport row;
  row.key = "shot " + std::to_string(frame.frames.shot);
  row.content = frame.content;
  row.style = frame.style;
  row.output = frame.output;
  return row;
}

}  // namespace

std::vector<JobReport> ShotRows::add(const JobReport& frame) {
  const int64_t shot = frame.frames.shot;
  std::vector<JobReport> complete;
  for (auto place = open_.begin(); place != open_.end() && place->first < shot;) {
    if ((shot - place->first) % painters_ != 0) {
      ++place;
      continue;
    }
    complete.push_back(std::move(place->second.row()));
    place = open_.erase(place);
  }
  open_.try_emplace(shot, row_of_shot(frame)).first->second.add(frame);
  return complete;
}

}  // namespace stylize
