#include "stylize/image/colour_transfer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "stylize/error.h"

namespace stylize {
namespace {

constexpr int64_t kRows =
    64;  // processed at a time, so that no temporary is as large as the picture
constexpr double kLeastVariance = 1.0 / (255 * 255);

struct ColourStatistics {
  double weight = 0;  // opaque pixels
  cv::Vec3d mean;
  cv::Matx33d covariance;
};

// Calls `take(colour, weight)` for every pixel, in the same order for every number of threads.
template <typename Take>
void for_each_colour(const Image& image, const Take& take) {
  const at::Tensor colour = image.colour.contiguous();
  const at::Tensor alpha = image.has_alpha() ? image.alpha.contiguous() : at::Tensor();
  const float* values = colour.data_ptr<float>();
  const float* weights = alpha.defined() ? alpha.data_ptr<float>() : nullptr;
  const int64_t pixels = image.size().width * image.size().height;
  for (int64_t i = 0; i < pixels; ++i) {
    take(cv::Vec3d(values[i], values[pixels + i], values[2 * pixels + i]),
         weights ? weights[i] : 1.0);
  }
}

ColourStatistics statistics_of(const Image& image) {
  ColourStatistics result;
  for_each_colour(image, [&](const cv::Vec3d& colour, double weight) {
    result.weight += weight;
    result.mean += weight * colour;
  });
  if (!(result.weight > 0)) return result;
  result.mean /= result.weight;
  for_each_colour(image, [&](const cv::Vec3d& colour, double weight) {
    const cv::Vec3d deviation = colour - result.mean;
    result.covariance += weight * deviation * deviation.t();
  });
  result.covariance *= 1 / result.weight;
  return result;
}

// V diag(f(eigenvalues)) V^T of a symmetric matrix.
template <typename Function>
cv::Matx33d of_eigenvalues(const cv::Matx33d& symmetric, const Function& f) {
  cv::Vec3d values;
  cv::Matx33d vectors;  // one in each row
  cv::eigen(symmetric, values, vectors);
  const cv::Vec3d mapped(f(values[0]), f(values[1]), f(values[2]));
  return vectors.t() * cv::Matx33d::diag(mapped) * vectors;
}

cv::Matx33d matching_matrix(const cv::Matx33d& style, const cv::Matx33d& content) {
  const cv::Matx33d root =
      of_eigenvalues(content, [](double value) { return std::sqrt(std::max(value, 0.0)); });
  return root * of_eigenvalues(style, [](double value) {
           return 1 / std::sqrt(std::max(value, kLeastVariance));
         });
}

}  // namespace

Image keep_colours(const Image& painting, const Image& colours, ColourSpace space) {
  if (painting.size() != colours.size()) {
    throw Error(ErrorKind::kInput,
                "colours to keep: of another size than the painting; resize one");
  }
  Image result;
  result.alpha = painting.alpha;
  result.colour = at::empty_like(painting.colour, at::MemoryFormat::Contiguous);
  const int64_t height = painting.size().height;
  for (int64_t row = 0; row < height; row += kRows) {
    const auto band = [row, rows = std::min(kRows, height - row)](const at::Tensor& pixels) {
      return pixels.narrow(2, row, rows);
    };
    at::Tensor planes = to_colour_space(band(colours.colour), space);
    planes.select(1, 0).copy_(to_colour_space(band(painting.colour), space).select(1, 0));
    band(result.colour).copy_(from_colour_space(planes, space));
  }
  return result;
}

Image match_colours(const Image& style, const Image& content) {
  const ColourStatistics from = statistics_of(style), to = statistics_of(content);
  if (!(from.weight > 0) || !(to.weight > 0)) return style;
  const cv::Matx33d matrix = matching_matrix(from.covariance, to.covariance);
  const cv::Vec3d offset = to.mean - matrix * from.mean;
  Image result;
  result.alpha = style.alpha;
  result.colour = at::empty_like(style.colour, at::MemoryFormat::Contiguous);
  for (int row = 0; row < 3; ++row) {
    at::Tensor plane = result.colour.select(1, row);
    plane.fill_(offset[row]);
    for (int column = 0; column < 3; ++column) {
      plane.add_(style.colour.select(1, column), matrix(row, column));
    }
  }
  result.colour.clamp_(0, 1);
  return result;
}

}  // namespace stylize
