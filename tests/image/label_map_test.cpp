#include "stylize/image/label_map.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

constexpr LabelColour kRed{255, 0, 0}, kGreen{0, 255, 0}, kWhite{255, 255, 255}, kBlack{0, 0, 0};

Image plain(const LabelColour& colour, const Size& size) {
  const at::Tensor rgb =
      at::tensor({colour.red / 255.f, colour.green / 255.f, colour.blue / 255.f});
  return {rgb.reshape({1, 3, 1, 1}).expand({1, 3, size.height, size.width}).contiguous(), {}};
}

// Equally wide columns of these colours.
Image stripes(const std::vector<LabelColour>& colours, const Size& size) {
  std::vector<at::Tensor> columns;
  const auto width = size.width / static_cast<int64_t>(colours.size());
  for (const LabelColour& colour : colours) {
    columns.push_back(plain(colour, {width, size.height}).colour);
  }
  return {at::cat(columns, 3), {}};
}

// From black on the left to white on the right.
Image ramp(const Size& size) {
  return {at::linspace(0, 1, size.width)
              .reshape({1, 1, 1, size.width})
              .expand({1, 3, size.height, size.width})
              .contiguous(),
          {}};
}

LabelMap map_of(const Image& mask) {
  return label_map(mask, mask.size(), "mask.png");
}

// The part of the picture that a label covers.
double share(const LabelMap& map, const LabelColour& colour) {
  for (std::size_t i = 0; i < map.labels.size(); ++i) {
    if (same_label(map.labels[i], colour)) {
      return map.parts[0][static_cast<int64_t>(i)].mean().item<double>();
    }
  }
  ADD_FAILURE() << "no label " << text_of(colour);
  return -1;
}

void expect_sum_of_one(const LabelMap& map) {
  EXPECT_LT((map.parts.sum(1) - 1).abs().max().item<double>(), 1e-5);
  EXPECT_GE(map.parts.min().item<double>(), 0);
}

std::string refusal(const Image& mask) {
  try {
    map_of(mask);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kInput);
    return error.what();
  }
  ADD_FAILURE() << "was taken";
  return {};
}

TEST(LabelMap, LabelsArePlainColours) {
  const LabelMap map = map_of(stripes({kRed, kGreen, kWhite, {128, 128, 128}}, {80, 30}));
  ASSERT_EQ(map.labels.size(), 4u);
  for (const LabelColour& colour : {kRed, kGreen, kWhite, LabelColour{128, 128, 128}}) {
    EXPECT_NEAR(share(map, colour), 0.25, 1e-6);
  }
  expect_sum_of_one(map);
  EXPECT_TRUE(((map.parts == 0) | (map.parts == 1)).all().item<bool>());
}

TEST(LabelMap, OnePlainColourIsOneLabel) {
  const LabelMap map = map_of(plain(kBlack, {40, 30}));
  ASSERT_EQ(map.labels.size(), 1u);
  EXPECT_EQ(text_of(map.labels[0]), "#000000");
  EXPECT_EQ(share(map, kBlack), 1);
}

// A circle with soft edges: no colour between red and green is a label, and each pixel is split as
// it was mixed.
TEST(LabelMap, SoftEdgesAreSplitBetweenTheLabelsBesideThem) {
  const Size size{120, 100};
  const at::Tensor x = at::arange(120).reshape({1, 1, 1, 120}) - 60;
  const at::Tensor y = at::arange(100).reshape({1, 1, 100, 1}) - 50;
  const at::Tensor inside = ((x * x + y * y).sqrt() - 30).div(4).add(0.5).clamp(0, 1);
  const Image mask{plain(kRed, size).colour * (1 - inside) + plain(kGreen, size).colour * inside,
                   {}};
  const LabelMap map = map_of(mask);
  ASSERT_EQ(map.labels.size(), 2u);
  const std::size_t green = same_label(map.labels[0], kGreen) ? 0 : 1;
  const at::Tensor part = map.parts[0][static_cast<int64_t>(green)];
  EXPECT_LT((part - inside[0][0]).abs().max().item<double>(), 0.05);
  expect_sum_of_one(map);
}

TEST(LabelMap, JpegKeepsTheLabels) {
  const TemporaryFolder folder;
  const std::vector<LabelColour> colours = {
      kRed, {0, 0, 255}, {255, 255, 0}, kBlack, {0, 128, 128}};
  WriteOptions options;
  for (const int quality : {30, 75, 95}) {
    options.quality = quality;
    write_image(folder / "mask.jpg", stripes(colours, {230, 90}), options);
    const LabelMap map = map_of(read_image(folder / "mask.jpg"));
    ASSERT_EQ(map.labels.size(), colours.size()) << quality;
    for (const LabelColour& colour : colours) EXPECT_NEAR(share(map, colour), 0.2, 0.01) << quality;
  }
}

TEST(LabelMap, AGradientInGrayIsASoftMaskOfWhiteAndBlack) {
  const Image mask = ramp({90, 20});
  const LabelMap map = map_of(mask);
  ASSERT_EQ(map.labels.size(), 2u);
  EXPECT_EQ(text_of(map.labels[0]), "#ffffff");
  EXPECT_EQ(text_of(map.labels[1]), "#000000");
  EXPECT_LT((map.parts[0][0] - mask.colour[0][0]).abs().max().item<double>(), 0.003);
  expect_sum_of_one(map);
}

// For every width: narrow edges lie between labels, wide ones are gradients.
TEST(LabelMap, ABlurredGrayEdgeGivesTheSameMapAsLabelsOrAsAGradient) {
  for (const int64_t width : {2, 10, 40, 80, 120, 160, 190}) {
    const int64_t rest = (200 - width) / 2;
    Image mask{at::cat({plain(kBlack, {rest, 60}).colour, ramp({width, 60}).colour,
                        plain(kWhite, {200 - width - rest, 60}).colour},
                       3),
               {}};
    const LabelMap map = map_of(mask);
    ASSERT_EQ(map.labels.size(), 2u) << width;
    const std::size_t white = same_label(map.labels[0], kWhite) ? 0 : 1;
    const at::Tensor part = map.parts[0][static_cast<int64_t>(white)];
    EXPECT_LT((part - mask.colour[0][0]).abs().max().item<double>(), 0.06) << width;
  }
}

TEST(LabelMap, PicturesThatAreNotMasksAreRefused) {
  at::manual_seed(4);
  const Image noise{at::rand({1, 3, 40, 50}), {}};
  const std::string photo = refusal(noise);
  EXPECT_EQ(photo.find("mask.png: is no mask"), 0u) << photo;
  std::vector<LabelColour> many;
  for (int i = 0; i < 18; ++i) {
    many.push_back({static_cast<uint8_t>(i % 3 * 120), static_cast<uint8_t>(i / 3 % 3 * 120),
                    static_cast<uint8_t>(i / 9 * 120)});
  }
  const std::string labels = refusal(stripes(many, {180, 40}));
  EXPECT_NE(labels.find("18 plain colours"), std::string::npos) << labels;
}

TEST(LabelMap, MapsOfEverySizeSumToOneAndKeepTheirShares) {
  const Image mask = stripes({kRed, kGreen, kWhite}, {90, 60});
  for (const Size& size : {Size{30, 20}, Size{7, 5}, Size{1, 1}, Size{133, 89}, Size{300, 200}}) {
    const LabelMap map = label_map(mask, size, "mask.png");
    ASSERT_EQ(map.size(), size);
    expect_sum_of_one(map);
    for (const LabelColour& colour : {kRed, kGreen, kWhite}) {
      EXPECT_NEAR(share(map, colour), 1. / 3, 0.01) << size.width;
    }
    EXPECT_TRUE(at::allclose(resize(map_of(mask), size).parts, map.parts));
  }
}

TEST(LabelMap, TransparentPixelsAreWhite) {
  Image mask = plain(kBlack, {40, 30});
  mask.alpha = at::ones({1, 1, 30, 40});
  mask.alpha.narrow(3, 0, 20).fill_(0);
  const LabelMap map = map_of(mask);
  EXPECT_NEAR(share(map, kWhite), 0.5, 1e-6);
  EXPECT_NEAR(share(map, kBlack), 0.5, 1e-6);
}

TEST(LabelMap, AMaskOfAnotherAspectRatioIsRefusedWithBothSizes) {
  for (const Size& mask : {Size{3000, 2000}, Size{512, 341}, Size{150, 100}, Size{3, 2}}) {
    EXPECT_NO_THROW(check_proportions(mask, {1500, 1000}, "mask.png")) << mask.width;
    EXPECT_NO_THROW(check_proportions(mask, {512, 341}, "mask.png")) << mask.width;
  }
  for (const Size& mask : {Size{2000, 3000}, Size{1500, 1010}, Size{512, 512}}) {
    try {
      check_proportions(mask, {1500, 1000}, "mask.png");
      ADD_FAILURE() << mask.width << "x" << mask.height;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kInput);
      const std::string message = error.what();
      EXPECT_EQ(message.find("mask.png: "), 0u);
      EXPECT_NE(message.find(std::to_string(mask.width) + "x"), std::string::npos) << message;
      EXPECT_NE(message.find("1500x1000"), std::string::npos) << message;
    }
  }
}

}  // namespace
}  // namespace stylize
