// Colour information in PNG chunks.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <string>
#include <vector>

#include "stylize/image/image_files.h"
#include "support/file_text.h"
#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

std::string big_endian(uint32_t number) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 255);
  return text;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto checksum =
      ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<uint32_t>(data.size())) + body +
         big_endian(static_cast<uint32_t>(checksum));
}

std::string gamma_chunk(double gamma) {
  return chunk("gAMA", big_endian(static_cast<uint32_t>(std::lround(gamma * 100000))));
}

// White, red, green and blue.
std::string chromaticities_chunk(const std::vector<double>& xy) {
  std::string data;
  for (const double value : xy) data += big_endian(static_cast<uint32_t>(std::lround(value * 1e5)));
  return chunk("cHRM", data);
}

const std::vector<double> kSrgb = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};
const std::vector<double> kSwapped = {0.3127, 0.3290, 0.30, 0.60, 0.64, 0.33, 0.15, 0.06};

double srgb_of(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

class PngColours : public testing::Test {
 protected:
  PngColours() {
    Image image;
    image.colour = at::empty({1, 3, 4, 4});
    for (int c = 0; c < 3; ++c) image.colour.select(1, c).fill_(levels_[c] / 255.F);
    WriteOptions options;
    options.profile = ProfileChoice::kNone;
    write_image(folder_ / "plain.png", image, options);
  }

  // The picture's colour, in levels, with these chunks before the pixels.
  std::vector<double> colour_with(const std::string& chunks,
                                  const std::filesystem::path& picture = {}) {
    constexpr std::size_t kHeader = 33;  // signature and IHDR
    const std::string bytes = file_text(picture.empty() ? folder_ / "plain.png" : picture);
    write_file(folder_ / "a.png", bytes.substr(0, kHeader) + chunks + bytes.substr(kHeader));
    const Image image = read_image(folder_ / "a.png");
    std::vector<double> colour;
    for (int c = 0; c < 3; ++c) colour.push_back(image.colour[0][c][1][1].item<double>() * 255);
    return colour;
  }

  void expect_colour(const std::vector<double>& found, const std::vector<double>& expected) {
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(found[c], expected[c], 0.5) << "channel " << c;
  }

  std::vector<double> levels() const { return {levels_[0], levels_[1], levels_[2]}; }

  // These levels, raised to a power, as light.
  std::vector<double> levels_of_light(double exponent) const {
    std::vector<double> result;
    for (const float level : levels_) {
      result.push_back(255 * srgb_of(std::pow(level / 255, exponent)));
    }
    return result;
  }

  TemporaryFolder folder_;
  const float levels_[3] = {200, 100, 30};
};

TEST_F(PngColours, GammaIsConverted) {
  expect_colour(colour_with(gamma_chunk(1)), levels_of_light(1));
  expect_colour(colour_with(gamma_chunk(1 / 1.8)), levels_of_light(1.8));
  expect_colour(colour_with(gamma_chunk(1) + chromaticities_chunk(kSrgb)), levels_of_light(1));
}

TEST_F(PngColours, TheUsualGammaMeansSrgb) {
  expect_colour(colour_with(gamma_chunk(0.45455)), levels());
  expect_colour(colour_with(gamma_chunk(0.45455) + chromaticities_chunk(kSrgb)), levels());
}

TEST_F(PngColours, ChromaticitiesAreConverted) {
  const std::vector<double> swapped = {levels()[1], levels()[0], levels()[2]};
  expect_colour(colour_with(chromaticities_chunk(kSwapped)), swapped);
  expect_colour(colour_with(gamma_chunk(0.45455) + chromaticities_chunk(kSwapped)), swapped);
}

TEST_F(PngColours, AnSrgbChunkMeansSrgb) {
  const std::string srgb = chunk("sRGB", std::string(1, '\0'));
  expect_colour(colour_with(srgb + gamma_chunk(0.45455)), levels());
  // It takes precedence over the other chunks.
  expect_colour(colour_with(srgb + gamma_chunk(1) + chromaticities_chunk(kSwapped)), levels());
}

TEST_F(PngColours, CodePointsTakePrecedence) {
  using namespace std::string_literals;
  expect_colour(colour_with(chunk("cICP", "\1\x08\0\1"s)), levels_of_light(1));
  expect_colour(colour_with(chunk("cICP", "\1\x0d\0\1"s) + gamma_chunk(1)), levels());
  // Code points for film and the like are ignored in favour of the other chunks.
  expect_colour(colour_with(chunk("cICP", "\1\x10\0\1"s) + gamma_chunk(1)), levels_of_light(1));
  EXPECT_GT(colour_with(chunk("cICP", "\x0c\x0d\0\1"s))[0], levels()[0] + 3) << "Display P3";
}

TEST_F(PngColours, GammaOfGray) {
  const std::vector<double> found =
      colour_with(gamma_chunk(1), std::filesystem::path(DATA_FOLDER) / "gray.png");
  expect_colour(found, std::vector<double>(3, 255 * srgb_of(0.2)));
}

TEST_F(PngColours, InvalidValuesAreIgnored) {
  using namespace std::string_literals;
  expect_colour(colour_with(gamma_chunk(0)), levels());
  expect_colour(colour_with(gamma_chunk(20000)), levels());
  expect_colour(colour_with(chromaticities_chunk(std::vector<double>(8, 0))), levels());
  expect_colour(colour_with(chromaticities_chunk(std::vector<double>(8, 0.3))), levels());
  expect_colour(colour_with(chunk("cICP", "\1"s)), levels());
  expect_colour(colour_with(chunk("cICP", "\1\x08\1\0"s)), levels());
}

}  // namespace
}  // namespace stylize
