#include "stylize/image/contact_sheet.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <opencv2/core.hpp>

#include "drawing.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

constexpr int64_t kColumns = 4;
constexpr int64_t kGap = 12;         // pixels between pictures, and to the border
constexpr int64_t kCaption = 20;     // pixels below a picture
constexpr int64_t kNarrowest = 160;  // pixels of a column, so that captions are legible

// The layout of pictures and captions.
struct Grid {
  Size picture;
  int64_t columns, rows, column_width;

  int64_t left(int64_t column) const { return kGap + column * (column_width + kGap); }
  int64_t top(int64_t row) const { return kGap + row * (picture.height + kCaption + kGap); }
};

Grid grid_of(const std::vector<SheetPicture>& pictures) {
  const auto count = static_cast<int64_t>(pictures.size());
  Grid grid;
  grid.picture = fit_longest_side(pictures.back().image.size(), kSheetPictureSide);
  grid.columns = std::min(count, kColumns);
  grid.rows = (count + grid.columns - 1) / grid.columns;
  grid.column_width = std::max(grid.picture.width, kNarrowest);
  return grid;
}

void draw_caption(Image& sheet, const Grid& grid, int64_t column, int64_t row,
                  const std::string& caption) {
  cv::Mat strip(static_cast<int>(kCaption), static_cast<int>(grid.column_width), CV_8UC3,
                cv::Scalar::all(255));
  draw_text(strip, caption, {strip.cols / 2, strip.rows - 6}, Anchor::kMiddle, Ink::all(40),
            strip.cols);
  sheet.colour.narrow(2, grid.top(row) + grid.picture.height, kCaption)
      .narrow(3, grid.left(column), grid.column_width)
      .copy_(image_of_drawing(strip).colour);
}

}  // namespace

Image contact_sheet(const std::vector<SheetPicture>& pictures) {
  const Grid grid = grid_of(pictures);
  Image sheet;
  sheet.colour = at::ones({1, 3, grid.top(grid.rows), grid.left(grid.columns)});
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto number = static_cast<int64_t>(i);
    const int64_t column = number % grid.columns, row = number / grid.columns;
    const int64_t margin = (grid.column_width - grid.picture.width) / 2;
    sheet.colour.narrow(2, grid.top(row), grid.picture.height)
        .narrow(3, grid.left(column) + margin, grid.picture.width)
        .copy_(over_white(resize(pictures[i].image, grid.picture)));
    draw_caption(sheet, grid, column, row, pictures[i].caption);
  }
  return sheet;
}

}  // namespace stylize
