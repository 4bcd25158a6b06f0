// Whether the borders of a painting look like the rest of it.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/program_fixture.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

constexpr int64_t kSide = 96, kCorner = 24;

// Mean difference of neighbouring pixels along each of the outermost lines, without the corners;
// the last value is that of the lines further in. [lines + 1]
at::Tensor differences_along_lines(const at::Tensor& colour) {
  constexpr int64_t kLines = 3;
  at::Tensor sum = at::zeros({kCorner});
  for (int turn = 0; turn < 4; ++turn) {
    const at::Tensor lines =
        colour.rot90(turn, {2, 3}).narrow(2, 0, kCorner).narrow(3, kCorner, kSide - 2 * kCorner);
    sum += lines.diff(1, 3).abs().mean(at::IntArrayRef{0, 1, 3});
  }
  return at::cat({sum.narrow(0, 0, kLines), sum.narrow(0, 8, 16).mean().reshape(1)});
}

// From noise and for the style alone, so that only the method of painting could distinguish a
// border from the area behind it.
TEST_F(Program, BordersArePaintedLikeTheRest) {
  Image content;
  content.colour = at::full({1, 3, kSide, kSide}, 0.5);
  write_image(file("gray.png"), content);
  const std::string style = std::string(SAMPLES_FOLDER) + "/style/night_swirls.jpg";
  at::Tensor sum = at::zeros({4});
  for (int seed = 0; seed < 4; ++seed) {
    const ProgramRun result =
        paint("--size 0 --scales 1 --iterations 15 --content-weight 0 --init noise --seed " +
                  std::to_string(seed) + " -o out.png",
              "gray.png", style);
    ASSERT_EQ(result.exit_code, 0) << result.error;
    sum += differences_along_lines(read_image(file("out.png")).colour);
  }
  for (int line = 0; line < 3; ++line) {
    // Without a canvas line 0 has 0.82.
    EXPECT_NEAR((sum[line] / sum[3]).item<double>(), 1, 0.13) << "line " << line;
  }
}

}  // namespace
}  // namespace stylize
