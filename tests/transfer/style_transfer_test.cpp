#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "stylize/network/winograd_network.h"
#include "stylize/stylize.h"

namespace stylize {
namespace {

TEST(StyleTransfer, PaintsAsItsPartsDo) {
  at::manual_seed(2);
  const Image content{at::rand({1, 3, 40, 56}), {}}, style{at::rand({1, 3, 48, 48}), {}};
  StyleTransfer painter(BOX_MODEL);
  painter.options.size = 48;
  painter.options.iterations = 2;
  const auto by_hand = [&] {
    const auto network =
        make_winograd_network(painter.model(), layers_of(painter.options.objective));
    return transfer({content, {{style}}}, *network, painter.options).image.colour;
  };
  EXPECT_TRUE(at::equal(painter.paint(content, style).colour, by_hand()));
  // The network follows the layers that are asked for.
  painter.options.objective.style_layers = {{"relu2_2"}};
  EXPECT_TRUE(at::equal(painter.paint(content, style).colour, by_hand()));
  painter.options.objective.style_layers = {{"relu9_9"}};
  EXPECT_THROW(painter.paint(content, style), Error);
}

TEST(Version, IsThatOfTheProject) {
  EXPECT_EQ(std::to_string(STYLIZE_VERSION_MAJOR) + "." + std::to_string(STYLIZE_VERSION_MINOR) +
                "." + std::to_string(STYLIZE_VERSION_PATCH),
            STYLIZE_VERSION);
  EXPECT_EQ(STYLIZE_VERSION_NUMBER / 10000, STYLIZE_VERSION_MAJOR);
}

}  // namespace
}  // namespace stylize
