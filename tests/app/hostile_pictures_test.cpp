// Files that are named like pictures but are something else, used as a user would use them.

#include <sys/resource.h>
#include <sys/stat.h>

#include "app/program_fixture.h"
#include "support/optional_formats.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

// A gray JPEG of one colour: the coded data of flat blocks, two bits each, repeat the same byte.
std::string large_jpeg(unsigned width, unsigned height) {
  using namespace std::string_literals;
  const auto number = [](unsigned value) {
    return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 255)};
  };
  const std::string table = "\xff\xdb\0\x43\0"s + std::string(64, '\1');
  const std::string frame = "\xff\xc0\0\x0b\x08"s + number(height) + number(width) + "\1\1\x11\0"s;
  // One code each: no difference, end of block.
  const std::string codes = "\xff\xc4\0\x14\0\1"s + std::string(15, '\0') + "\0"s +
                            "\xff\xc4\0\x14\x10\1"s + std::string(15, '\0') + "\0"s;
  const std::size_t blocks = std::size_t{(width + 7) / 8} * ((height + 7) / 8);
  return "\xff\xd8"s + table + frame + codes + "\xff\xda\0\x08\1\1\0\0\x3f\0"s +
         std::string((2 * blocks + 7) / 8, '\0') + "\xff\xd9";
}

// Peak memory of the largest child process so far, in bytes.
int64_t peak_of_children() {
  rusage usage = {};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return int64_t{usage.ru_maxrss} * 1024;
}

class HostilePictures : public Program {
 protected:
  // Uses it as content, style, initial picture and mask, and in a comparison.
  void expect_refused_everywhere(const std::string& name, const std::string& part) {
    SCOPED_TRACE(name);
    const std::string path = file(name).string();
    expect_failure(paint("-o out.png", path), 1, part);
    expect_failure(paint("-o out.png", kContent, path), 1, part);
    expect_failure(paint("-o out.png --init " + name), 1, part);
    expect_failure(paint("-o out.png --style-mask white --content-mask " + name), 1, part);
    const ProgramRun comparison = run("compare " + name + " " + name + " --diff out.png");
    EXPECT_EQ(comparison.exit_code, 1);
    EXPECT_NE(comparison.error.find(part), std::string::npos) << comparison.error;
    EXPECT_FALSE(fs::exists(file("out.png")));
  }
};

// Debian's OpenCV includes GDAL as a decoder, which opens files that a description names.
TEST_F(HostilePictures, ADescriptionThatNamesAnotherFileDoesNotLeakIt) {
  write("secret", std::string(300, 's'));
  std::string text = "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><!--";
  text.resize(140, ' ');
  text += "DTED-->";
  for (const char* band : {"1", "2", "3"}) {
    text += std::string("<VRTRasterBand dataType=\"Byte\" band=\"") + band +
            "\" subClass=\"VRTRawRasterBand\"><SourceFilename>" + file("secret").string() +
            "</SourceFilename><ImageOffset>0</ImageOffset><PixelOffset>3</PixelOffset>"
            "<LineOffset>24</LineOffset></VRTRasterBand>";
  }
  write("holiday.png", text + "</VRTDataset>");
  expect_refused_everywhere("holiday.png", "holiday.png: is a GDAL virtual raster file");
}

TEST_F(HostilePictures, APipeWithoutAWriterIsRefused) {
  ASSERT_EQ(::mkfifo(file("pipe.png").c_str(), 0600), 0);
  expect_failure(paint("-o out.png", file("pipe.png").string()), 1,
                 "pipe.png: is a pipe that nobody writes to");
}

TEST_F(HostilePictures, APipeWithAWriterIsRead) {
  const ProgramRun painted = run_command(
      "cd " + quoted(folder_.path().string()) + " && bash -c \"" + PROGRAM + " -c <(cat " +
      kContent + ") -s " + kStyle + " --size 64 --iterations 1 --scales 1 -o out.png\"");
  EXPECT_EQ(painted.exit_code, 0) << painted.error;
  EXPECT_TRUE(fs::exists(file("out.png")));
}

TEST_F(HostilePictures, TheFirstFrameOfAnAnimationIsUsedWithOneWarning) {
  for (const char* name : {"several.png", "several.webp", "several.tif"}) {
    const std::string path = quoted(std::string(DATA_FOLDER) + "/" + name);
    // Of a different size, so that the file is decoded twice.
    const ProgramRun painted =
        run("-c " + path + " -s " + path +
            " --size 24 --style-scale 2 --iterations 1 --scales 1 -o out.png");
    EXPECT_EQ(painted.exit_code, 0) << painted.error;
    const std::string line = std::string(name) + ": holds several pictures; the first is used";
    const std::size_t found = painted.error.find(line);
    EXPECT_NE(found, std::string::npos) << painted.error;
    EXPECT_EQ(painted.error.find(line, found + 1), std::string::npos) << painted.error;
  }
  const std::string path = quoted(std::string(DATA_FOLDER) + "/several.webp");
  EXPECT_NE(run("-c " + path + " -s " + path + " -o out.png --dry-run").error.find("several pic"),
            std::string::npos);
}

// An interrupted copy, a failing disk.
TEST_F(HostilePictures, ResumePaintsADamagedOutputAgain) {
  for (const std::string name : and_optional({"o.png", "o.jpg", "o.webp", "o.tiff"})) {
    SCOPED_TRACE(name);
    const std::string options = "-o " + name + " --iterations 1 --scales 1 --resume";
    ASSERT_EQ(paint(options).exit_code, 0);
    const std::string whole = file_text(file(name));
    std::string damaged = whole;
    for (std::size_t i = 0; i < 300; ++i) damaged[whole.size() / 2 + i] = static_cast<char>(i);
    const bool cut = name == "o.jpg" || name == "o.tiff";
    write(name, cut ? whole.substr(0, whole.size() * 99 / 100) : damaged);
    EXPECT_EQ(paint(options).exit_code, 0);
    EXPECT_EQ(file_text(file(name)), whole);
  }
  EXPECT_NE(paint("-o o.jpg --iterations 1 --scales 1 --resume").error.find("is there already"),
            std::string::npos);
}

// 108 megapixels: 1.3 GB as floats.
TEST_F(HostilePictures, ALargePictureIsReadWithinTheMemoryLimit) {
  if (kAddressSanitizer) GTEST_SKIP() << "AddressSanitizer keeps what was freed";
  const std::string content = large_jpeg(12000, 9000);
  write("large.jpg", content);
  const ProgramRun painted =
      run("-c large.jpg -s " + quoted(kStyle) +
          " --size 96 --iterations 1 --scales 1 --memory-limit 700M -o o.png --report r.json");
  EXPECT_EQ(painted.exit_code, 0) << painted.error;
  const int64_t peak = peak_of_children();
  EXPECT_LT(peak, int64_t{700} << 20);
}

TEST_F(HostilePictures, APictureTooLargeToReadWithinTheMemoryIsRefused) {
  write("large.jpg", large_jpeg(12000, 9000));
  expect_failure(paint("-o out.png --size 0 --memory-limit 700M", file("large.jpg").string()), 1,
                 "large.jpg: 12000x9000 pixels need about");
}

TEST_F(HostilePictures, AnEndlessFileIsRefused) {
  expect_failure(paint("-o out.png", "/dev/zero"), 1, "/dev/zero: is no picture");
}

}  // namespace
}  // namespace stylize
