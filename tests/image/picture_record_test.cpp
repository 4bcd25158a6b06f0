#include "image/picture_record.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "support/file_text.h"
#include "support/optional_formats.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNames[] = {"a.png", "a.jpg", "a.webp", "a.tif"};

// 4 KB of text that may be difficult for XML or a format.
std::string difficult_record() {
  std::string record =
      "{\"name\": \"\xc3\xa4\xe2\x82\xac\xf0\x9f\x8e\xa8 <&'\\\"> ]]>\",\n\t\"b\": \"\r\",  \"c\": "
      "\"";
  while (record.size() < 4096) record += "&amp;\"<x>' \xe6\xbc\xa2";
  return record + "\"}  ";
}

Image random_picture(bool alpha, int64_t height = 33, int64_t width = 47) {
  at::manual_seed(4);
  Image image;
  image.colour = at::rand({1, 3, height, width});
  if (alpha) image.alpha = at::rand({1, 1, height, width}) * 0.9 + 0.1;
  return image;
}

WriteOptions with_text(const std::string& record) {
  WriteOptions options;
  options.record = record;
  return options;
}

void expect_same(const Image& a, const Image& b) {
  EXPECT_TRUE(at::equal(a.colour, b.colour));
  ASSERT_EQ(a.has_alpha(), b.has_alpha());
  if (a.has_alpha()) {
    EXPECT_TRUE(at::equal(a.alpha, b.alpha));
  }
}

TEST(Record, IsKeptByEveryFormatWithoutChangingPixels) {
  const TemporaryFolder folder;
  const std::string record = difficult_record();
  for (const bool alpha : {false, true}) {
    for (const char* name : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
      SCOPED_TRACE(name);
      const Image image = random_picture(alpha);
      const std::vector<uint8_t> plain = encode_image(name, image);
      write_image(folder / name, image, with_text(record));
      EXPECT_EQ(read_record(folder / name), record);
      expect_same(read_image(folder / name), read_image(name, plain));
      EXPECT_EQ(read_image(folder / name).has_alpha(), alpha && name != std::string("a.jpg"));
    }
  }
}

TEST(Record, EqualInputGivesEqualBytes) {
  for (const char* name : kNames) {
    const std::vector<uint8_t> plain = encode_image(name, random_picture(true));
    EXPECT_EQ(with_record(plain, difficult_record()), with_record(plain, difficult_record()));
  }
}

TEST(Record, ReplacesAnEarlierRecord) {
  const TemporaryFolder folder;
  for (const char* name : kNames) {
    SCOPED_TRACE(name);
    const std::vector<uint8_t> plain = encode_image(name, random_picture(true));
    const std::vector<uint8_t> twice = with_record(with_record(plain, difficult_record()), "{}");
    write_encoded_image(folder / name, twice);
    EXPECT_EQ(read_record(folder / name), "{}");
    expect_same(read_image(name, twice), read_image(name, plain));
  }
}

TEST(Record, DoesNotChangeLargePictures) {
  for (const char* name : {"a.tif", "a.webp"}) {
    const std::vector<uint8_t> plain = encode_image(name, random_picture(true, 500, 700));
    expect_same(read_image(name, with_record(plain, "{}")), read_image(name, plain));
  }
}

TEST(Record, ThatDoesNotFitIsAnError) {
  const std::string record = "\"" + std::string(70000, 'x') + "\"";
  try {
    encode_image("out.jpg", random_picture(false), with_text(record));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOutput);
    EXPECT_EQ(std::string(error.what()).find("out.jpg: the picture cannot carry its record"), 0u);
  }
  EXPECT_THROW(with_record({'n', 'o', 'n', 'e'}, "{}"), Error);
  const TemporaryFolder folder;
  write_image(folder / "a.png", random_picture(false), with_text(record));
  EXPECT_EQ(read_record(folder / "a.png"), record);
}

TEST(Record, IsEmptyForFilesWithoutOne) {
  const TemporaryFolder folder;
  for (const char* name : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
    SCOPED_TRACE(name);
    write_image(folder / name, random_picture(false));
    EXPECT_EQ(read_record(folder / name), std::nullopt);
    const std::string whole = file_text(folder / name);
    for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{30}}) {
      std::ofstream(folder / "part", std::ios::binary) << whole.substr(0, size);
      EXPECT_EQ(read_record(folder / "part"), std::nullopt);
    }
  }
  EXPECT_EQ(read_record(folder / "missing.png"), std::nullopt);
  EXPECT_EQ(read_record(folder.path()), std::nullopt);
  EXPECT_EQ(read_record("/dev/zero"), std::nullopt);
}

// Every third byte and length of a small file of each format.
TEST(Record, DetectsASingleChangedBit) {
  for (const char* name : and_optional({"a.png", "a.jpg", "a.webp", "a.tif"})) {
    SCOPED_TRACE(name);
    const std::vector<uint8_t> whole =
        encode_image(name, random_picture(true, 5, 4), with_text("{}"));
    ASSERT_EQ(read_record(whole), "{}");
    int unseen = 0;
    for (std::size_t i = 0; i < whole.size(); i += 3) {
      std::vector<uint8_t> other = whole;
      other[i] = static_cast<uint8_t>(other[i] ^ 1 << i % 8);
      unseen += read_record(other).has_value();
      other = whole;
      other.resize(i);
      unseen += read_record(other).has_value();
    }
    std::vector<uint8_t> longer = whole;
    longer.push_back(0);
    unseen += read_record(longer).has_value();
    EXPECT_EQ(unseen, 0);
  }
}

TEST(Record, IsIgnoredWithoutASeal) {
  const TemporaryFolder folder;
  std::vector<uint8_t> bytes = encode_image("a.jpg", random_picture(false), with_text("{}"));
  const std::string mark = "stylize-seal-";
  *std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end()) = 'x';
  write_encoded_image(folder / "a.jpg", bytes);
  EXPECT_EQ(read_record(folder / "a.jpg"), std::nullopt);
}

TEST(Record, MayBeReadAndWrittenByThreads) {
  const TemporaryFolder folder;
  const std::string record = difficult_record();
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (std::size_t thread = 0; thread < right.size(); ++thread) {
    threads.emplace_back([&, thread] {
      const fs::path path = folder / (std::to_string(thread) + kNames[thread]);
      const std::vector<uint8_t> plain = encode_image(path, random_picture(false));
      for (int i = 0; i < 20; ++i) {
        write_encoded_image(path, with_record(plain, record));
        if (read_record(path) == record && read_image(path).size().width == 47) ++right[thread];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, (std::vector<int>{20, 20, 20, 20}));
}

}  // namespace
}  // namespace stylize
