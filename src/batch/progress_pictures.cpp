#include "progress_pictures.h"

#include <algorithm>
#include <string>
#include <utility>

#include "image/size_text.h"
#include "stylize/image/loss_plot.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

constexpr std::size_t kMostPictures = 12;

std::string caption_of(const std::string& what, const Size& size, int iterations) {
  return what + text_of(size) +
         (iterations > 0 ? ", iteration " + std::to_string(iterations) : std::string());
}

PlotCurve total_curve(const TransferResult& result) {
  PlotCurve curve{"total", {}};
  for (const ScaleReport& scale : result.scales) {
    for (const Losses& losses : scale.loss_history) curve.values.push_back(losses.total());
  }
  return curve;
}

PlotCurve curve_of(std::string name, const TransferResult& result) {
  PlotCurve curve;
  for (const ScaleReport& scale : result.scales) {
    for (const Losses& losses : scale.loss_history) curve.values.push_back(losses.of(name));
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  curve.name = std::move(name);
  return curve;
}

}  // namespace

void SheetPictures::offer(const Progress& progress, int iterations) {
  pictures_.offer([&] {
    return SheetPicture{progress.thumbnail(kSheetPictureSide),
                        caption_of(iterations == 0 ? "start, " : "", progress.size, iterations)};
  });
}

std::vector<SheetPicture> SheetPictures::with_result(const TransferResult& result) const {
  std::vector<SheetPicture> pictures = pictures_.all_but_last(kMostPictures);
  int iterations = 0;
  for (const ScaleReport& scale : result.scales) iterations += scale.iterations;
  const Image small =
      resize(result.image, fit_longest_side(result.image.size(), kSheetPictureSide));
  pictures.push_back({small, caption_of("result, ", result.image.size(), iterations)});
  return pictures;
}

Image loss_plot_of(const TransferResult& result) {
  std::vector<PlotSection> sections;
  for (const ScaleReport& scale : result.scales) {
    sections.push_back({text_of(scale.size), scale.loss_history.size()});
  }
  std::vector<PlotCurve> curves = {total_curve(result)};
  for (const Loss& loss : result.scales.back().losses) {
    curves.push_back(curve_of(loss.name, result));
  }
  return loss_plot(sections, curves);
}

}  // namespace stylize
