#include "stylize/image/label_map.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <unordered_map>

#include "image/size_text.h"
#include "label_colours.h"
#include "stylize/error.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

// A pixel that is (1 - t) of the label `first` and t of the label `second`.
struct Split {
  std::size_t first = 0, second = 0;
  float t = 0;
};

cv::Vec3d vector_of(const LabelColour& colour) {
  return {static_cast<double>(colour.red), static_cast<double>(colour.green),
          static_cast<double>(colour.blue)};
}

// Splits a colour between the two labels whose connecting line is nearest to it; of labels on the
// same line, the two that are closest together.
Split split_between(const LabelColour& colour, const std::vector<LabelColour>& labels) {
  constexpr double kLength = 1e-3;  // weight of the distance between the labels
  Split best;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t a = 0; a < labels.size(); ++a) {
    for (std::size_t b = a + 1; b < labels.size(); ++b) {
      const cv::Vec3d way = vector_of(labels[b]) - vector_of(labels[a]);
      const cv::Vec3d from = vector_of(colour) - vector_of(labels[a]);
      const double t = std::clamp(from.dot(way) / way.dot(way), 0.0, 1.0);
      const double cost = cv::norm(from - t * way) + kLength * cv::norm(way);
      if (cost < least) {
        least = cost;
        best = {a, b, static_cast<float>(t)};
      }
    }
  }
  return best;
}

Split split_of(const LabelColour& colour, const std::vector<LabelColour>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (distance(colour, labels[i]) <= kLabelNoise) return {i, i, 0};
  }
  return split_between(colour, labels);
}

// 8-bit RGB.
cv::Mat levels_of(const Image& mask) {
  const at::Tensor levels =
      over_white(mask)[0].mul(255).round_().to(at::kByte).permute({1, 2, 0}).contiguous();
  return cv::Mat(static_cast<int>(levels.size(0)), static_cast<int>(levels.size(1)), CV_8UC3,
                 levels.data_ptr<uint8_t>())
      .clone();
}

void resize_plane(const cv::Mat& source, cv::Mat& target) {
  const cv::Size shrunk(std::min(source.cols, target.cols), std::min(source.rows, target.rows));
  cv::Mat result = source;
  if (shrunk != result.size()) cv::resize(result, result, shrunk, 0, 0, cv::INTER_AREA);
  if (target.size() != result.size()) {
    cv::resize(result, result, target.size(), 0, 0, cv::INTER_LINEAR);
  }
  result.copyTo(target);
}

cv::Mat plane_of(const at::Tensor& parts, std::size_t label) {
  const at::Tensor plane = parts[0][static_cast<int64_t>(label)];
  return {static_cast<int>(plane.size(0)), static_cast<int>(plane.size(1)), CV_32F,
          plane.data_ptr<float>()};
}

// Label by label, so that only one plane is as large as the picture.
at::Tensor parts_of(const cv::Mat& levels, const std::vector<LabelColour>& labels,
                    const Size& size) {
  std::unordered_map<uint32_t, Split> splits;
  at::Tensor parts =
      at::empty({1, static_cast<int64_t>(labels.size()), size.height, size.width}, at::kFloat);
  cv::Mat plane(levels.size(), CV_32F);
  for (std::size_t label = 0; label < labels.size(); ++label) {
    for (int y = 0; y < levels.rows; ++y) {
      const auto* row = levels.ptr<cv::Vec3b>(y);
      for (int x = 0; x < levels.cols; ++x) {
        const auto number = static_cast<uint32_t>(row[x][0] << 16 | row[x][1] << 8 | row[x][2]);
        auto found = splits.find(number);
        if (found == splits.end()) {
          found = splits.emplace(number, split_of({row[x][0], row[x][1], row[x][2]}, labels)).first;
        }
        const Split& split = found->second;
        plane.at<float>(y, x) =
            (split.first == label ? 1 - split.t : 0) + (split.second == label ? split.t : 0);
      }
    }
    cv::Mat target = plane_of(parts, label);
    resize_plane(plane, target);
  }
  return parts;
}

LabelMap soft_mask(const cv::Mat& levels, const Size& size) {
  cv::Mat gray;
  cv::cvtColor(levels, gray, cv::COLOR_RGB2GRAY);
  gray.convertTo(gray, CV_32F, 1. / 255);
  LabelMap map{{{255, 255, 255}, {0, 0, 0}}, at::empty({1, 2, size.height, size.width})};
  cv::Mat white = plane_of(map.parts, 0), black = plane_of(map.parts, 1);
  resize_plane(gray, white);
  cv::subtract(1, white, black);
  return map;
}

}  // namespace

LabelMap label_map(const Image& mask, const Size& size, const std::string& name) {
  const cv::Mat levels = levels_of(mask);
  const std::vector<LabelColour> labels = label_colours(levels);
  if (labels.empty() && is_gray(levels)) return soft_mask(levels, size);
  if (labels.empty() || labels.size() > kMostLabels) {
    const std::string found =
        labels.empty() ? "few plain colours" : std::to_string(labels.size()) + " plain colours";
    throw Error(ErrorKind::kInput, name + ": is no mask, it has " + found +
                                       "; draw areas of up to " + std::to_string(kMostLabels) +
                                       " plain colours that differ clearly, or one in gray");
  }
  return {labels, parts_of(levels, labels, size)};
}

LabelMap whole_label(const LabelColour& colour) {
  return {{colour}, at::ones({1, 1, 1, 1}, at::kFloat)};
}

LabelMap resize(const LabelMap& map, const Size& size) {
  if (map.size() == size) return map;
  const at::Tensor source = map.parts.contiguous();
  LabelMap result{map.labels, at::empty({1, source.size(1), size.height, size.width}, at::kFloat)};
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    cv::Mat target = plane_of(result.parts, label);
    resize_plane(plane_of(source, label), target);
  }
  return result;
}

// For sizes W x H and w x h: W / w and H / h must be the same factor, where W or w, and H or h, may
// be off by one pixel.
void check_proportions(const Size& mask, const Size& picture, const std::string& name) {
  const int64_t difference = mask.width * picture.height - mask.height * picture.width;
  const int64_t pixel = std::max(mask.width + mask.height, picture.width + picture.height);
  if (std::abs(difference) <= pixel) return;
  throw Error(ErrorKind::kInput, name + ": is a mask of " + text_of(mask) +
                                     " pixels for a picture of " + text_of(picture) +
                                     "; both must have the same aspect ratio");
}

}  // namespace stylize
