#include "jobs/input_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jobs/extension.h"
#include "settings/picture_extensions.h"
#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class FindInputFiles : public testing::Test {
 protected:
  void touch(const std::string& name) { write_file(folder_ / name); }

  InputFiles find(const std::string& name, bool recursive = false) {
    return find_input_files((folder_ / name).string(), {"--content", recursive, left_out_});
  }

  // The files found, relative to the test's folder.
  Names names(const std::string& name, bool recursive = false) {
    Names result;
    for (const InputFile& file : find(name, recursive).files) {
      result.push_back(file.path.native().substr(folder_.path().native().size() + 1));
    }
    return result;
  }

  void expect_failure(const std::string& name, const std::string& part, bool recursive = false) {
    expect_error([&] { find(name, recursive); }, ErrorKind::kInput, part);
  }

  const TemporaryFolder folder_;
  std::optional<fs::path> left_out_;
};

TEST_F(FindInputFiles, AcceptsASingleFile) {
  touch("notes.txt");
  const InputFiles found = find("notes.txt");
  EXPECT_EQ(found.kind, InputKind::kFile);
  ASSERT_EQ(found.files.size(), 1u);
  EXPECT_EQ(found.files[0].path, folder_ / "notes.txt");
  EXPECT_EQ(found.files[0].relative_folder, "");
}

TEST_F(FindInputFiles, SaysThatAFileIsMissing) {
  expect_failure("missing.png", "missing.png: no such file or folder; --content");
  touch("file.png");
  expect_failure("file.png/below.png", "no such file or folder");
  expect_error([] { find_input_files("", {"--style", false, {}}); }, ErrorKind::kInput, "--style");
}

TEST_F(FindInputFiles, FindsThePicturesDirectlyInAFolder) {
  for (const char* name : {"b.png", "a.JPG", "c.jpeg", "d.webp", "e.tif", "f.Tiff", "g.bmp",
                           ".hidden.png", "h.txt", "png", "i.png.txt", "j.psd", "below/k.png"}) {
    touch(std::string("photos/") + name);
  }
  EXPECT_EQ(find("photos").kind, InputKind::kFolder);
  const Names expected = {"photos/a.JPG", "photos/b.png",  "photos/c.jpeg", "photos/d.webp",
                          "photos/e.tif", "photos/f.Tiff", "photos/g.bmp"};
  EXPECT_EQ(names("photos"), expected);
  EXPECT_EQ(names("photos/"), expected);
}

TEST_F(FindInputFiles, SearchesSubfoldersIfRequested) {
  for (const char* name : {"z.png", "a/b.png", "a/c/d.png", "a.png", "e.png/f.png", ".git/g.png"}) {
    touch(std::string("photos/") + name);
  }
  EXPECT_EQ(names("photos"), (Names{"photos/a.png", "photos/z.png"}));
  // In byte order: '.' comes before '/'.
  EXPECT_EQ(names("photos", true), (Names{"photos/a.png", "photos/a/b.png", "photos/a/c/d.png",
                                          "photos/e.png/f.png", "photos/z.png"}));
  const InputFiles found = find("photos", true);
  EXPECT_EQ(found.files[0].relative_folder, "");
  EXPECT_EQ(found.files[1].relative_folder, "a");
  EXPECT_EQ(found.files[2].relative_folder, "a/c");
}

TEST_F(FindInputFiles, DoesNotSearchTheFolderLeftOut) {
  touch("photos/a.png");
  touch("photos/painted/b.png");
  touch("photos/kept/painted/c.png");
  left_out_ = folder_ / "photos/kept/../painted/";
  EXPECT_EQ(names("photos", true), (Names{"photos/a.png", "photos/kept/painted/c.png"}));
  EXPECT_EQ(names("photos/*.png", true), (Names{"photos/a.png", "photos/kept/painted/c.png"}));
}

TEST_F(FindInputFiles, ListsBrokenLinksButNoFoldersAndPipes) {
  touch("photos/real.png");
  touch("elsewhere/other.png");
  const auto link = [&](const std::string& target, const std::string& name) {
    fs::create_symlink(target, folder_ / "photos" / name);
  };
  link("real.png", "link.png");
  link("missing", "broken.png");
  link("loop.png", "loop.png");
  link("../elsewhere", "folder.png");
  link("..", "up");
  fs::create_directory(folder_ / "photos/directory.png");
  ASSERT_EQ(::mkfifo((folder_ / "photos/pipe.png").c_str(), 0600), 0);
  const Names expected = {"photos/broken.png", "photos/link.png", "photos/loop.png",
                          "photos/real.png"};
  EXPECT_EQ(names("photos"), expected);
  EXPECT_EQ(names("photos", true), expected);
  EXPECT_EQ(names("photos/*.png"), expected);
  EXPECT_EQ(names("photos/*.png", true), expected);
  EXPECT_EQ(names("photos/broken.png"), (Names{"photos/broken.png"}));
}

TEST_F(FindInputFiles, FollowsALinkThatIsNamedItself) {
  touch("real/a.png");
  fs::create_directory_symlink("real", folder_ / "link");
  EXPECT_EQ(names("link", true), (Names{"link/a.png"}));
}

TEST_F(FindInputFiles, MatchesPatterns) {
  for (const char* name : {"b1.jpg", "b2.jpg", "c1.jp2", ".b3.jpg", "x/b4.jpg", "y/b5.jpg"}) {
    touch(std::string("photos/") + name);
  }
  EXPECT_EQ(find("photos/b*").kind, InputKind::kPattern);
  EXPECT_EQ(names("photos/b?.jpg"), (Names{"photos/b1.jpg", "photos/b2.jpg"}));
  EXPECT_EQ(names("photos/*[1]*"), (Names{"photos/b1.jpg", "photos/c1.jp2"}));
  EXPECT_EQ(names("photos/*"), (Names{"photos/b1.jpg", "photos/b2.jpg", "photos/c1.jp2"}));
  EXPECT_EQ(names("photos/*/b*"), (Names{"photos/x/b4.jpg", "photos/y/b5.jpg"}));
  EXPECT_EQ(names("photos/*/b*", true), (Names{"photos/x/b4.jpg", "photos/y/b5.jpg"}));
  EXPECT_EQ(find("photos/*/b*").files[0].relative_folder, "");
}

TEST_F(FindInputFiles, MatchesPatternsInSubfoldersIfRequested) {
  for (const char* name : {"b1.jpg", "x/b2.jpg", "x/.b3.jpg", "x/y/b4.jpg", "x/c.jpg"}) {
    touch(std::string("photos/") + name);
  }
  const InputFiles found = find("photos/b*.jpg", true);
  ASSERT_EQ(names("photos/b*.jpg", true),
            (Names{"photos/b1.jpg", "photos/x/b2.jpg", "photos/x/y/b4.jpg"}));
  EXPECT_EQ(found.files[2].relative_folder, "x/y");
}

TEST_F(FindInputFiles, MatchesPatternsInTheWorkingDirectory) {
  touch("photos/b1.jpg");
  touch("photos/x/b2.jpg");
  const fs::path before = fs::current_path();
  fs::current_path(folder_ / "photos");
  const InputFiles flat = find_input_files("b*", {"--content", false, {}});
  const InputFiles deep = find_input_files("b*", {"--content", true, {}});
  fs::current_path(before);
  ASSERT_EQ(flat.files.size(), 1u);
  EXPECT_EQ(flat.files[0].path, "b1.jpg");
  ASSERT_EQ(deep.files.size(), 2u);
  EXPECT_EQ(deep.files[0].path, "b1.jpg");
  EXPECT_EQ(deep.files[1].path, "x/b2.jpg");
}

TEST_F(FindInputFiles, PrefersAFileWithWildcardsInItsName) {
  touch("a[1]*.png");
  touch("a1.png");
  EXPECT_EQ(names("a[1]*.png"), (Names{"a[1]*.png"}));
}

TEST_F(FindInputFiles, SaysWhatItDidNotFind) {
  touch("photos/notes.txt");
  touch("photos/below/a.txt");
  expect_failure("photos", "photos: no picture (" + read_extensions() + ") in it; recursive");
  expect_failure("photos", "in it or below", true);
  expect_failure("photos/*.png", "photos/*.png: no file matches");
  expect_failure("photos/*.png", "no file matches", true);
  expect_failure("photos/b*", "no file matches");  // a folder is not a file
  expect_failure("missing/*.png", "missing/*.png: no file matches");
  expect_failure("missing/*.png", "missing/*.png: cannot be read", true);
}

TEST_F(FindInputFiles, KeepsEveryByteOfNames) {
  const Names strange = {"photos/ a b .png",       "photos/\"quoted\".png", "photos/'.png",
                         "photos/a\nb.png",        "photos/\xff\xfe.png",   "photos/\xc3\xa9.png",
                         "photos/back\\slash.png", "photos/-rf.png",        "photos/[x]*?.png"};
  for (const std::string& name : strange) touch(name);
  Names sorted = strange;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(names("photos"), sorted);
  EXPECT_EQ(names("photos", true), sorted);
  EXPECT_EQ(names("photos/*.png"), sorted);
  EXPECT_EQ(names("photos/*.png", true), sorted);
}

TEST_F(FindInputFiles, FindsThousands) {
  for (int i = 0; i < 3000; ++i)
    touch("photos/" + std::to_string(i % 7) + "/" + std::to_string(i) + ".png");
  const Names found = names("photos", true);
  EXPECT_EQ(found.size(), 3000u);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
}

TEST_F(FindInputFiles, ReportsFoldersThatCannotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every folder";
  touch("photos/a.png");
  touch("photos/locked/b.png");
  const auto allow = [&](const std::string& name, fs::perms permissions) {
    fs::permissions(folder_ / name, permissions);
  };
  allow("photos/locked", fs::perms::none);
  const InputFiles found = find("photos", true);
  allow("photos/locked", fs::perms::owner_all);
  ASSERT_EQ(found.files.size(), 1u);
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0].path, folder_ / "photos/locked");
  EXPECT_EQ(found.problems[0].reason, "Permission denied");
  allow("photos", fs::perms::none);
  expect_failure("photos", "photos: cannot be read: Permission denied");
  allow("photos", fs::perms::owner_all);
}

// A folder that nobody can open, not even root: its path is too long.
TEST_F(FindInputFiles, ContinuesAfterAFolderThatCannotBeOpened) {
  const std::string step(250, 'd');
  const fs::path before = fs::current_path();
  touch("photos/a.png");
  fs::current_path(folder_ / "photos");
  for (int depth = 0; depth < 18; ++depth) {
    fs::create_directory(step);
    fs::current_path(step);
  }
  fs::current_path(before);
  const InputFiles found = find("photos", true);
  EXPECT_EQ(found.files.size(), 1u);
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0].reason, "File name too long");
}

// With the libraries that this build has.
TEST_F(FindInputFiles, FindsPicturesOfOptionalFormatsOrSaysThatTheyAreLeftOut) {
  for (const char* name : {"a.png", "b.AVIF", "c.heic", "d.jxl"})
    touch(std::string("photos/") + name);
  for (const char* name : {"photos/b.AVIF", "photos/c.heic", "photos/d.jxl"}) {
    const std::string extension = extension_of(name);
    const PictureExtension* known = picture_extension(extension);
    ASSERT_NE(known, nullptr);
    const Names found = names("photos");
    EXPECT_EQ(std::count(found.begin(), found.end(), name), known->is_read ? 1 : 0) << name;
    const auto skipped = find("photos").skipped;
    EXPECT_EQ(std::count(skipped.begin(), skipped.end(), folder_ / name), known->is_read ? 0 : 1);
  }
}

TEST_F(FindInputFiles, ListsPicturesInUnsupportedFormats) {
  for (const char* name :
       {"a.png", "z.PSD", "b.cr2", ".c.cr2", "notes.txt", "psd", "below/d.xcf"}) {
    touch(std::string("photos/") + name);
  }
  fs::create_directory(folder_ / "photos/folder.psd");
  const fs::path photos = folder_ / "photos";
  EXPECT_EQ(find("photos").skipped, (std::vector<fs::path>{photos / "b.cr2", photos / "z.PSD"}));
  EXPECT_EQ(find("photos", true).skipped.size(), 3u);
  EXPECT_EQ(names("photos"), Names{"photos/a.png"});
  EXPECT_TRUE(find("photos/*").skipped.empty()) << "a pattern says what is wanted";
  EXPECT_EQ(skipped_text({}), "");
  EXPECT_EQ(
      skipped_text({"a.psd"}).find("1 picture of a kind that is not read is left out (a.psd)"), 0u);
  EXPECT_NE(skipped_text({"a", "b", "c", "d", "e"}).find("(a, b, c and 2 more)"),
            std::string::npos);
}

}  // namespace
}  // namespace stylize
