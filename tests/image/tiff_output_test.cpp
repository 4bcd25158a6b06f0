// What other programs see in our TIFF files: reads them with libtiff itself.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <tiffio.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "stylize/image/image_files.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

Image picture(bool alpha) {
  at::manual_seed(3);
  Image image;
  image.colour = at::rand({1, 3, 70, 90});
  if (alpha) image.alpha = at::rand({1, 1, 70, 90});
  return image;
}

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

class TiffOutput : public testing::TestWithParam<int> {
 protected:
  std::unique_ptr<TIFF, Close> written(const Image& image, const std::string& record = "") {
    WriteOptions options;
    options.bit_depth = GetParam();
    options.record = record;
    write_image(folder_ / "a.tif", image, options);
    return std::unique_ptr<TIFF, Close>(TIFFOpen((folder_ / "a.tif").c_str(), "r"));
  }

  // Interleaved, as they are stored.
  std::vector<int> samples_of(TIFF* tiff, int64_t rows) {
    std::vector<int> samples;
    std::vector<uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize(tiff)));
    for (uint32_t y = 0; y < rows; ++y) {
      EXPECT_EQ(TIFFReadScanline(tiff, row.data(), y), 1);
      if (GetParam() == 8) samples.insert(samples.end(), row.begin(), row.end());
      const auto* deep = reinterpret_cast<const uint16_t*>(row.data());
      if (GetParam() == 16) samples.insert(samples.end(), deep, deep + row.size() / 2);
    }
    return samples;
  }

  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Bits, TiffOutput, testing::Values(8, 16));

TEST_P(TiffOutput, DeclaresUnassociatedAlpha) {
  for (const std::string record : {"", "how it was made"}) {
    const auto tiff = written(picture(true), record);
    uint16_t count = 0, bits = 0, channels = 0, *kinds = nullptr;
    ASSERT_EQ(TIFFGetField(tiff.get(), TIFFTAG_EXTRASAMPLES, &count, &kinds), 1) << record;
    ASSERT_EQ(count, 1);
    EXPECT_EQ(kinds[0], EXTRASAMPLE_UNASSALPHA);
    EXPECT_EQ(TIFFGetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &channels), 1);
    EXPECT_EQ(TIFFGetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, &bits), 1);
    EXPECT_EQ(channels, 4);
    EXPECT_EQ(bits, GetParam());
  }
}

TEST_P(TiffOutput, HasNoExtraSampleWithoutAlpha) {
  const auto tiff = written(picture(false));
  uint16_t count = 0, channels = 0, *kinds = nullptr;
  EXPECT_EQ(TIFFGetField(tiff.get(), TIFFTAG_EXTRASAMPLES, &count, &kinds), 0);
  EXPECT_EQ(TIFFGetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &channels), 1);
  EXPECT_EQ(channels, 3);
}

TEST_P(TiffOutput, ContainsTheLevelsOfThePicture) {
  for (const bool alpha : {false, true}) {
    const Image image = picture(alpha);
    const std::vector<int> found = samples_of(written(image).get(), image.size().height);
    const at::Tensor planes = alpha ? at::cat({image.colour, image.alpha}, 1) : image.colour;
    const at::Tensor expected = (planes[0].permute({1, 2, 0}) * (GetParam() == 8 ? 255 : 65535))
                                    .round()
                                    .to(at::kInt)
                                    .contiguous();
    ASSERT_EQ(static_cast<int64_t>(found.size()), expected.numel());
    const int* values = expected.data_ptr<int>();
    EXPECT_TRUE(std::equal(found.begin(), found.end(), values)) << alpha;
  }
}

TEST_P(TiffOutput, IsTheSameBytesEachTime) {
  written(picture(true), "record");
  const std::string before = file_text(folder_ / "a.tif");
  written(picture(true), "record");
  EXPECT_EQ(file_text(folder_ / "a.tif"), before);
}

}  // namespace
}  // namespace stylize
