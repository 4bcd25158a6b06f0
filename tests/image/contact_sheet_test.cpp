#include "stylize/image/contact_sheet.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stylize {
namespace {

Image gray(const Size& size, double value) {
  Image image;
  image.colour = at::full({1, 3, size.height, size.width}, value);
  return image;
}

std::vector<SheetPicture> grays(int count, const Size& size) {
  std::vector<SheetPicture> pictures;
  for (int i = 0; i < count; ++i) {
    pictures.push_back({gray(size, 0.1 + 0.05 * i), std::to_string(i)});
  }
  return pictures;
}

double value_at(const Image& sheet, int64_t x, int64_t y) {
  return sheet.colour[0][1][y][x].item<double>();
}

// Pixels that are neither white nor of this value: the ink of a caption.
int64_t ink(const Image& sheet, int64_t left, int64_t top, int64_t width, int64_t height) {
  const at::Tensor part = sheet.colour[0][0].narrow(0, top, height).narrow(1, left, width);
  return part.lt(0.9).sum().item<int64_t>();
}

TEST(ContactSheet, HasFourPicturesInARowWithTheirCaptionsBelow) {
  const Image sheet = contact_sheet(grays(6, {112, 56}));
  EXPECT_EQ(sheet.size(), (Size{4 * (224 + 12) + 12, 2 * (112 + 20 + 12) + 12}));
  for (int64_t i = 0; i < 6; ++i) {
    const int64_t left = 12 + i % 4 * 236, top = 12 + i / 4 * 144;
    const double expected = 0.1 + 0.05 * static_cast<double>(i);
    EXPECT_NEAR(value_at(sheet, left, top), expected, 1e-3) << i;
    EXPECT_NEAR(value_at(sheet, left + 223, top + 111), expected, 1e-3) << i;
    EXPECT_EQ(value_at(sheet, left - 1, top), 1);
    EXPECT_EQ(value_at(sheet, left, top + 131), 1);
    EXPECT_GT(ink(sheet, left, top + 112, 224, 20), 10) << i;
  }
  EXPECT_EQ(ink(sheet, 12 + 2 * 236, 156, 460, 132), 0) << "nothing in the last two places";
}

TEST(ContactSheet, ScalesAllPicturesToTheSameSize) {
  std::vector<SheetPicture> pictures = grays(2, {40, 30});
  pictures[0].image = gray({20, 15}, 0.1);
  const Image sheet = contact_sheet(pictures);
  EXPECT_EQ(sheet.size(), (Size{2 * 236 + 12, 168 + 20 + 24}));
  EXPECT_NEAR(value_at(sheet, 12 + 223, 12 + 167), 0.1, 1e-3);
}

TEST(ContactSheet, LeavesRoomForCaptionsBesideNarrowPictures) {
  const Image sheet = contact_sheet({{gray({20, 400}, 0.5), "result, 20x400, iteration 1200"}});
  EXPECT_EQ(sheet.size(), (Size{160 + 24, 224 + 20 + 24}));
  EXPECT_NEAR(value_at(sheet, 92, 100), 0.5, 1e-3);
  EXPECT_GT(ink(sheet, 12, 236, 160, 20), 100);
  EXPECT_EQ(ink(sheet, 0, 236, 11, 20), 0) << "made small enough for its place";
}

TEST(ContactSheet, ShowsTransparentPicturesOverWhite) {
  Image image = gray({64, 64}, 0.2);
  image.alpha = at::zeros({1, 1, 64, 64});
  EXPECT_EQ(value_at(contact_sheet({{image, "x"}}), 100, 100), 1);
}

TEST(ContactSheet, IsDeterministic) {
  EXPECT_TRUE(at::equal(contact_sheet(grays(5, {64, 48})).colour,
                        contact_sheet(grays(5, {64, 48})).colour));
}

}  // namespace
}  // namespace stylize
