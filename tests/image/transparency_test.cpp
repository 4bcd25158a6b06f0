#include "stylize/image/transparency.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace stylize {
namespace {

// Random colours; alpha is 0, the smallest value of 16 and of 8 bits, and so on to 1.
Image half_transparent() {
  at::manual_seed(4);
  Image image;
  image.alpha = at::tensor({0.0, 1 / 65535.0, 1 / 255.0, 0.02, 0.25, 0.5, 254 / 255.0, 1.0})
                    .to(at::kFloat)
                    .reshape({1, 1, 1, 8})
                    .expand({1, 1, 32, 8})
                    .contiguous();
  image.colour = at::rand({1, 3, 32, 8}).masked_fill_(image.alpha == 0, 1);
  return image;
}

TEST(OffWhite, InvertsOverWhite) {
  const Image image = half_transparent();
  EXPECT_TRUE(at::equal(off_white(over_white(image), image), image.colour));
}

TEST(OffWhite, FollowsTheFormulaForAChangedPicture) {
  const Image image = half_transparent();
  const at::Tensor painted = at::rand({1, 3, 32, 8});
  const at::Tensor alpha = image.alpha.to(at::kDouble);
  const at::Tensor expected = ((painted - (1 - alpha)) / alpha).clamp(0, 1).narrow(3, 2, 6);
  const at::Tensor found = off_white(painted, image);
  EXPECT_LT((found.narrow(3, 2, 6) - expected).abs().max().item<double>(), 1e-4);
  EXPECT_EQ(found.narrow(3, 0, 1).min().item<double>(), 1) << "transparent, and so white";
}

TEST(OffWhite, LooksTheSameOnWhiteWhereAlphaAllows) {
  Image image = half_transparent();
  Image other = image;
  other.colour = at::rand({1, 3, 32, 8});
  const at::Tensor painted = over_white(other);
  image.colour = off_white(painted, image);
  EXPECT_LT((over_white(image) - painted).abs().max().item<double>(), 1e-6);
}

TEST(OffWhite, LeavesAnOpaquePictureUnchanged) {
  Image image;
  image.colour = at::rand({1, 3, 4, 4});
  const at::Tensor painted = at::rand({1, 3, 4, 4});
  EXPECT_TRUE(at::equal(off_white(painted, image), painted));
}

}  // namespace
}  // namespace stylize
