#include "label_colours.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <unordered_map>
#include <utility>

namespace stylize {
namespace {

constexpr int kApart = 48;          // levels between labels
constexpr int kAround = 36;         // levels around a label in which other colours are rare
constexpr double kLittle = 0.25;    // "rare" means at most this part of the label's own pixels
constexpr double kSmallest = 1e-3;  // smallest part of the picture that a label covers
constexpr double kCovered = 0.5;    // smallest part of the picture that all labels cover together
constexpr std::size_t kCandidates = 1024;  // most frequent colours that are considered

struct Frequency {
  LabelColour colour;
  int64_t pixels;
};

uint32_t number_of(const cv::Vec3b& rgb) {
  return static_cast<uint32_t>(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
}

LabelColour colour_of(uint32_t number) {
  return {static_cast<uint8_t>(number >> 16), static_cast<uint8_t>(number >> 8),
          static_cast<uint8_t>(number)};
}

// 255 where the surrounding 3 x 3 pixels vary little. This excludes edges, however soft or jagged,
// whose intermediate colours would otherwise be taken for labels.
cv::Mat flat_areas(const cv::Mat& levels) {
  cv::Mat highest, lowest, flat;
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
  cv::dilate(levels, highest, square);
  cv::erode(levels, lowest, square);
  cv::inRange(highest - lowest, cv::Scalar::all(0), cv::Scalar::all(2 * kLabelNoise), flat);
  return flat;
}

// Most frequent first; equally frequent colours in a fixed order.
std::vector<Frequency> frequencies(const cv::Mat& levels, const cv::Mat& counted) {
  std::unordered_map<uint32_t, int64_t> counts;
  for (int y = 0; y < levels.rows; ++y) {
    const auto* row = levels.ptr<cv::Vec3b>(y);
    const auto* counts_here = counted.empty() ? nullptr : counted.ptr<uint8_t>(y);
    for (int x = 0; x < levels.cols; ++x) {
      if (!counts_here || counts_here[x]) ++counts[number_of(row[x])];
    }
  }
  std::vector<std::pair<uint32_t, int64_t>> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::vector<Frequency> result;
  result.reserve(sorted.size());
  for (const auto& [number, pixels] : sorted) result.push_back({colour_of(number), pixels});
  return result;
}

int64_t pixels_within(const std::vector<Frequency>& all, const LabelColour& colour, int reach) {
  int64_t pixels = 0;
  for (const Frequency& each : all) {
    if (distance(each.colour, colour) <= reach) pixels += each.pixels;
  }
  return pixels;
}

// False for gradients, where neighbouring colours are as frequent as the colour itself.
bool stands_out(const std::vector<Frequency>& all, const LabelColour& colour, int64_t pixels) {
  const auto own = static_cast<double>(pixels_within(all, colour, kLabelNoise));
  return own >= kSmallest * static_cast<double>(pixels) &&
         static_cast<double>(pixels_within(all, colour, kAround)) <= (1 + kLittle) * own;
}

bool is_near(const std::vector<LabelColour>& labels, const LabelColour& colour, int reach) {
  return std::any_of(labels.begin(), labels.end(),
                     [&](const LabelColour& label) { return distance(label, colour) <= reach; });
}

}  // namespace

int distance(const LabelColour& a, const LabelColour& b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

std::vector<LabelColour> label_colours(const cv::Mat& levels) {
  const auto pixels = static_cast<int64_t>(levels.total());
  const std::vector<Frequency> plain = frequencies(levels, flat_areas(levels));
  std::vector<LabelColour> labels;
  for (std::size_t i = 0; i < std::min(plain.size(), kCandidates); ++i) {
    const LabelColour& colour = plain[i].colour;
    if (is_near(labels, colour, kApart - 1)) continue;
    if (stands_out(plain, colour, pixels)) labels.push_back(colour);
  }
  int64_t covered = 0;
  for (const Frequency& each : frequencies(levels, {})) {
    if (is_near(labels, each.colour, kLabelNoise)) covered += each.pixels;
  }
  const bool enough = static_cast<double>(covered) >= kCovered * static_cast<double>(pixels);
  return enough ? labels : std::vector<LabelColour>();
}

bool is_gray(const cv::Mat& levels) {
  constexpr double kTraces = 1e-3;
  int64_t coloured = 0;
  for (int y = 0; y < levels.rows; ++y) {
    const auto* row = levels.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levels.cols; ++x) {
      const auto [lowest, highest] = std::minmax({row[x][0], row[x][1], row[x][2]});
      if (highest - lowest > 2 * kLabelNoise) ++coloured;
    }
  }
  return static_cast<double>(coloured) <= kTraces * static_cast<double>(levels.total());
}

}  // namespace stylize
