// Files that are called pictures and are something else, as a user would meet them.

#include <sys/stat.h>

#include "app/program_fixture.h"

namespace stylize {
namespace {

class HostilePictures : public Program {
 protected:
  // As content, style, initial picture and mask, and in a comparison.
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

// GDAL is among the decoders of Debian's OpenCV, and it opens what a description names.
TEST_F(HostilePictures, ADescriptionThatNamesAnotherFileLeaksNothing) {
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

TEST_F(HostilePictures, APipeThatNobodyWritesToIsRefused) {
  ASSERT_EQ(::mkfifo(file("pipe.png").c_str(), 0600), 0);
  expect_failure(paint("-o out.png", file("pipe.png").string()), 1,
                 "pipe.png: is a pipe that nobody writes to");
}

TEST_F(HostilePictures, APipeThatIsWrittenToIsAPicture) {
  const ProgramRun painted = run_command(
      "cd " + quoted(folder_.path().string()) + " && bash -c \"" + PROGRAM + " -c <(cat " +
      kContent + ") -s " + kStyle + " --size 64 --iterations 1 --scales 1 -o out.png\"");
  EXPECT_EQ(painted.exit_code, 0) << painted.error;
  EXPECT_TRUE(fs::exists(file("out.png")));
}

TEST_F(HostilePictures, AnEndlessFileIsRefused) {
  expect_failure(paint("-o out.png", "/dev/zero"), 1, "/dev/zero: is no picture");
}

}  // namespace
}  // namespace stylize
