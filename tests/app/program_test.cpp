// The program itself, run by a shell on the sample pictures.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "app/program_fixture.h"
#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"
#include "stylize/image/transparency.h"
#include "support/optional_formats.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

TEST_F(Program, PaintsAPictureOfTheRightSizeInEveryFormat) {
  const auto names = and_optional({"out.png", "out.jpg", "out.webp", "out.tiff"});
  for (const std::string name : names) {
    const ProgramRun result = paint("-o " + name);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(read_image(file(name)).size(), fit_longest_side(read_image(kContent).size(), 64));
  }
  EXPECT_EQ(listing().size(), names.size());
}

// A folder from a phone, painted in the format that it came in, continued, and compared.
TEST_F(Program, OptionalFormatsAreContentStyleMaskAndOutput) {
  for (const std::string extension : {"avif", "jxl"}) {
    if (!is_built_with(extension)) continue;
    SCOPED_TRACE(extension);
    const std::string content = "photo." + extension, mask = "mask." + extension;
    write_image(file(content), resize(read_image(kContent), {64, 48}));
    Image halves;
    halves.colour = at::zeros({1, 3, 48, 64});
    halves.colour.narrow(3, 0, 32).fill_(1);
    write_image(file(mask), halves);
    const std::string command = "-s " + quoted(kStyle) +
                                " --style-mask white --style-mask black --content-mask " + mask +
                                " --bit-depth 16 --resume -o out." + extension;
    const ProgramRun painted = paint(command, content, content);
    EXPECT_EQ(painted.exit_code, 0) << painted.error;
    const std::string bytes = file_text(file("out." + extension));
    EXPECT_NE(paint(command, content, content).error.find("is there already"), std::string::npos);
    const ProgramRun same = run("compare out." + extension + " out." + extension);
    EXPECT_EQ(same.exit_code, 0) << same.error;
    fs::remove(file("out." + extension));
    EXPECT_EQ(paint(command, content, content).exit_code, 0);
    EXPECT_EQ(file_text(file("out." + extension)), bytes) << "the same bytes";
    EXPECT_NE(paint("-o " + extension + ":-", content)
                  .output.find(extension == "avif" ? "ftypavif" : "JXL "),
              std::string::npos);
  }
}

TEST_F(Program, NeedsOnlyTheThreeFiles) {
  const Image small = resize(read_image(kContent), {48, 40});
  write_image(file("small.png"), small);
  const ProgramRun result =
      run("--content small.png --style " + quoted(kStyle) + " -o out.jpg --size 0");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(read_image(file("out.jpg")).size(), (Size{48, 40}));
}

TEST_F(Program, TheSameTwiceGivesTheSameBytes) {
  for (const std::string more : {"", "--init noise --seed 3", "--optimizer adam"}) {
    ASSERT_EQ(paint(more + " -o a.png").exit_code, 0);
    ASSERT_EQ(paint(more + " -o b.png").exit_code, 0);
    EXPECT_EQ(file_text(file("a.png")), file_text(file("b.png"))) << more;
  }
}

// Compares pixels, since the record inside the file differs anyway. One run paints all of them, but
// for another pooling, which is a matter of the whole run.
TEST_F(Program, OptionsChangeThePicture) {
  using Settings = std::vector<std::pair<std::string, std::string>>;
  const Settings plain, adam = {{"optimizer", "adam"}}, longer = {{"iterations", "5"}};
  std::vector<std::pair<Settings, Settings>> pairs;  // which must give different pictures
  for (const Settings::value_type& setting : Settings{{"optimizer", "adam"},
                                                      {"style-weight", "500"},
                                                      {"content-weight", "9"},
                                                      {"tv-weight", "50"},
                                                      {"init", "noise"},
                                                      {"init-noise", "0.1"},
                                                      {"style-layers", "relu1_1"},
                                                      {"content-layers", "relu1_2=0.5,relu2_2"},
                                                      {"style-scale", "0.5"},
                                                      {"iterations", "5"},
                                                      {"scales", "2"},
                                                      {"style-loss", "statistics"},
                                                      {"style-loss", "wasserstein"},
                                                      {"style-loss", "neighbours"},
                                                      {"tv-norm", "l1"},
                                                      {"octaves", "2"},
                                                      {"colour", "match"},
                                                      {"colour", "keep"}}) {
    pairs.push_back({{setting}, plain});
  }
  for (const Settings::value_type& setting :
       Settings{{"normalize-gradients", "true"}, {"learning-rate", "0.1"}, {"averaging", "0.9"}}) {
    pairs.push_back({{adam[0], setting}, adam});
  }
  pairs.push_back({{{"init", "noise"}, {"seed", "1"}}, {{"init", "noise"}, {"seed", "2"}}});
  pairs.push_back({{longer[0], {"history", "2"}}, longer});
  std::string jobs;
  const auto name = [](std::size_t pair, bool second) {
    return std::to_string(pair) + (second ? "b.png" : "a.png");
  };
  const auto add = [&](const Settings& settings, const std::string& output) {
    nlohmann::json job = {{"content", kContent}, {"style", kStyle}, {"output", output}};
    for (const auto& [option, value] : settings) job[option] = value;
    jobs += job.dump() + "\n";
  };
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    add(pairs[i].first, name(i, false));
    add(pairs[i].second, name(i, true));
  }
  write("jobs.jsonl", jobs);
  const ProgramRun painted =
      run("--jobs-from jobs.jsonl --size 64 --iterations 3 --bit-depth 16 --seed 7");
  ASSERT_EQ(painted.exit_code, 0) << painted.error;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_FALSE(
        at::equal(read_image(file(name(i, false))).colour, read_image(file(name(i, true))).colour))
        << nlohmann::json(pairs[i].first);
  }
  ASSERT_EQ(paint("--bit-depth 16 --seed 7 --pooling max -o max.png").exit_code, 0);
  EXPECT_FALSE(at::equal(read_image(file("max.png")).colour, read_image(file("0b.png")).colour));
}

TEST_F(Program, SeveralStylesAreABlend) {
  const std::string other = quoted(std::string(SAMPLES_FOLDER) + "/style/woodcut.jpg");
  ASSERT_EQ(paint("-o first.png").exit_code, 0);
  ASSERT_EQ(paint("-s " + other + " -o both.png").exit_code, 0);
  const ProgramRun one = paint("-s " + other + " --style-blend 5,0 -o one.png");
  ASSERT_EQ(one.exit_code, 0) << one.error;
  EXPECT_TRUE(at::equal(read_image(file("one.png")).colour, read_image(file("first.png")).colour));
  EXPECT_FALSE(
      at::equal(read_image(file("both.png")).colour, read_image(file("first.png")).colour));
  expect_failure(paint("-s " + other + " --style-blend 1,2,3 -o out.png"), 2, "--style-blend");
  expect_failure(paint("-s " + other + " --style-blend 0,0 -o out.png"), 2, "--style-blend");
  expect_failure(paint("-s " + other + " --style-blend 1,equal -o out.png"), 2, "--style-blend");
  expect_failure(paint("-s " + other + " --style-scale 1,2,3 -o out.png"), 2, "--style-scale");
  expect_failure(paint("-s " + other + " --style-blocks 1,3-2 -o out.png"), 2, "--style-blocks");
}

TEST_F(Program, AFolderOfStylesIsABlend) {
  const std::string style = std::string(SAMPLES_FOLDER) + "/style/";
  fs::create_directory(file("styles"));
  for (const char* name : {"mosaic.jpg", "woodcut.jpg"}) {
    fs::copy_file(style + name, file("styles") / name);
  }
  const std::string options = " --size 48 --iterations 2 -o ";
  const std::string content =
      "-q -c " + quoted(std::string(SAMPLES_FOLDER) + "/content/still_life.jpg");
  ASSERT_EQ(run(content + " -s styles --style-blend equal" + options + "a.png").exit_code, 0);
  ASSERT_EQ(
      run(content + " -s styles/mosaic.jpg -s styles/woodcut.jpg" + options + "b.png").exit_code,
      0);
  EXPECT_TRUE(at::equal(read_image(file("a.png")).colour, read_image(file("b.png")).colour));
}

// Two styles with different layers: neither affects the layers of the other.
TEST_F(Program, EachStyleMayHaveItsScaleAndItsBlocks) {
  const std::string other = quoted(std::string(SAMPLES_FOLDER) + "/style/woodcut.jpg");
  const auto colours = [&](const std::string& options, const std::string& name) {
    const ProgramRun run = paint(options + " -o " + name);
    EXPECT_EQ(run.exit_code, 0) << run.error;
    return read_image(file(name)).colour;
  };
  const std::string blend = "-s " + other + " --style-layers relu1_1,relu2_1 ";
  const at::Tensor both = colours(blend + "--style-blocks 1,2", "both.png");
  EXPECT_TRUE(at::equal(colours(blend + "--style-blocks 1-2,3", "first.png"),
                        colours("--style-layers relu1_1,relu2_1", "alone.png")));
  EXPECT_FALSE(at::equal(both, colours(blend, "plain.png")));
  EXPECT_FALSE(at::equal(both, colours(blend + "--style-blocks 2,1", "swapped.png")));
  EXPECT_TRUE(at::equal(both, colours(blend + "--style-blocks 1,2 --style-scale 1,1", "1.png")));
  EXPECT_FALSE(at::equal(both, colours(blend + "--style-blocks 1,2 --style-scale 1,2", "2.png")));
  expect_failure(paint(blend + "--style-blocks 1,3-5 -o out.png"), 2, "relu2_1");
}

TEST_F(Program, PrintsAConfigThatGivesTheSamePicture) {
  const std::string more = " --preset fast --iterations 4 --style-layers relu1_1=0.3,relu2_1 -o ";
  const ProgramRun printed = paint("--print-config" + more + "out.png");
  EXPECT_EQ(printed.exit_code, 0) << printed.error;
  EXPECT_FALSE(fs::exists(file("out.png")));
  EXPECT_NE(printed.output.find("iterations=4\n"), std::string::npos) << printed.output;
  EXPECT_NE(printed.output.find("tolerance=0.005"), std::string::npos) << printed.output;
  EXPECT_NE(printed.output.find("style-weight=400\n"), std::string::npos) << printed.output;
  write("settings.toml", printed.output);
  ASSERT_EQ(paint(more + "direct.png").exit_code, 0);
  const ProgramRun again = run("--config settings.toml");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(file_text(file("out.png")), file_text(file("direct.png")));
}

// Compares pixels, since records contain the options, so files differ anyway.
TEST_F(Program, EveryColourControlGivesAnotherPicture) {
  const auto painted = [&](const std::string& control) {
    const ProgramRun result = paint(control + " -o out.png");
    EXPECT_EQ(result.exit_code, 0) << result.error;
    return read_image(file("out.png")).colour;
  };
  const std::vector<std::string> controls = {
      "--colour style", "--colour match", "--colour keep --colour-space lab",
      "--colour keep --colour-space ycrcb", "--colour keep --colour-space luv"};
  std::vector<at::Tensor> pictures;
  for (const std::string& control : controls) {
    const at::Tensor picture = painted(control);
    for (const at::Tensor& other : pictures) EXPECT_FALSE(at::equal(picture, other)) << control;
    pictures.push_back(picture);
  }
  EXPECT_TRUE(at::equal(painted(""), pictures[0]));
  EXPECT_TRUE(at::equal(painted("--colour keep"), pictures[2]));
}

TEST_F(Program, SavesSnapshotsBesideTheOutput) {
  const ProgramRun result = paint("--iterations 5 --save-every 2 -o out.png");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(listing(), (std::vector<std::string>{"out.png", "out_00002.png", "out_00004.png"}));
}

TEST_F(Program, ReplacesAnExistingOutputUnlessToldNotTo) {
  write("out.png", "old");
  const ProgramRun refused = paint("--no-clobber -o out.png");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.error.find("exists"), std::string::npos);
  EXPECT_EQ(file_text(file("out.png")), "old");
  EXPECT_EQ(paint("-o out.png").exit_code, 0);
  EXPECT_EQ(read_image(file("out.png")).size().width, 64);
}

TEST_F(Program, KeepsTheAlphaOfTheContent) {
  Image content = resize(read_image(kContent), {64, 48});
  content.alpha = content.colour.narrow(1, 0, 1).clone();
  write_image(file("alpha.png"), content);
  ASSERT_EQ(paint("-o out.png", "alpha.png").exit_code, 0);
  const Image out = read_image(file("out.png"));
  ASSERT_TRUE(out.has_alpha());
  EXPECT_LT((out.alpha - content.alpha).abs().max().item<float>(), 0.01);
}

// A picture with every alpha, and the expected result if nothing is painted.
class Transparency : public Program {
 protected:
  void SetUp() override {
    content_ = resize(read_image(kContent), {64, 48});
    // Every 8-bit level except 0, which has no colour.
    content_.alpha = (at::arange(1, 64 * 48 + 1) % 255 + 1).reshape({1, 1, 48, 64}) / 255.f;
    write_deep("alpha.png");
    content_ = read_image(file("alpha.png"));
  }

  void write_deep(const std::string& name) {
    WriteOptions options;
    options.bit_depth = 16;
    write_image(file(name), content_, options);
  }

  Image decoded(const std::string& output, const std::string& more = "",
                const std::string& content = "alpha.png") {
    const ProgramRun run = paint("--size 0 --iterations 1 --scales 1 --style-weight 0 " +
                                     ("--tv-weight 0 -o " + output) + " " + more,
                                 content);
    EXPECT_EQ(run.exit_code, 0) << run.error;
    return read_image(file(output));
  }

  // In levels of 8 bits.
  void expect_as_the_content(const Image& found, double levels, const std::string& what) {
    ASSERT_TRUE(found.has_alpha()) << what;
    EXPECT_LE((found.alpha - content_.alpha).abs().max().item<double>() * 255, 1e-3) << what;
    EXPECT_LE((found.colour - content_.colour).abs().max().item<double>() * 255, levels) << what;
  }

  Image content_;
};

TEST_F(Transparency, ColoursAreThoseOfTheContentWhenNothingIsPainted) {
  expect_as_the_content(decoded("out.png", "--scales 2"), 0.501, "two scales");
  expect_as_the_content(decoded("out.png", "--colour keep"), 1, "colours kept");
  expect_as_the_content(decoded("out.png", "--colour match"), 0.501, "colours matched");
  expect_as_the_content(decoded("out.png", "--init alpha.png"), 0.501, "begun with a file");
}

TEST_F(Transparency, EveryFormatWithAlphaKeepsIt) {
  for (const std::string name : {"out.png", "out.tif"}) {
    expect_as_the_content(decoded(name), 0.501, name);
    expect_as_the_content(decoded(name, "--bit-depth 16"), 1e-3, name);
  }
  // The format is lossy for colours, whatever writes them, but not for alpha.
  const Image webp = decoded("out.webp");
  write_image(file("expected.webp"), content_);
  ASSERT_TRUE(webp.has_alpha());
  EXPECT_LE((webp.alpha - content_.alpha).abs().max().item<double>() * 255, 1e-3);
  EXPECT_TRUE(at::equal(webp.colour, read_image(file("expected.webp")).colour));
}

TEST_F(Transparency, SnapshotsAreLikeTheOutput) {
  ASSERT_EQ(paint("--iterations 1 --scales 1 --save-every 1 -o out.png", "alpha.png").exit_code, 0);
  const Image out = read_image(file("out.png")), snapshot = read_image(file("out_00001.png"));
  EXPECT_TRUE(at::equal(snapshot.colour, out.colour));
  EXPECT_TRUE(at::equal(snapshot.alpha, out.alpha));
}

TEST_F(Transparency, FormatsWithoutAlphaAreCompositedOverWhiteOnce) {
  const Image out = decoded("out.jpg", "--preview preview.png --contact-sheet sheet.png");
  Image expected;
  expected.colour = over_white(content_);
  write_image(file("expected.jpg"), expected);
  EXPECT_FALSE(out.has_alpha());
  EXPECT_TRUE(at::equal(out.colour, read_image(file("expected.jpg")).colour));
  expect_as_the_content(read_image(file("preview.png")), 0.501, "the preview");
  const Image sheet = read_image(file("sheet.png"));
  const at::Tensor first = sheet.colour.narrow(2, 12, 168).narrow(3, 12, 224);
  EXPECT_NEAR(first.mean().item<double>(), over_white(content_).mean().item<double>(), 0.005);
}

TEST_F(Program, StartsFromAFile) {
  EXPECT_EQ(paint("-o out.png --init " + quoted(kStyle)).exit_code, 0);
  fs::remove(file("out.png"));
  expect_failure(paint("-o out.png --init missing.png"), 1, "missing.png");
}

TEST_F(Program, StartsFromPartialNoise) {
  const auto painted = [&](const std::string& more) {
    EXPECT_EQ(paint("-o out.png " + more).exit_code, 0) << more;
    return read_image(file("out.png")).colour;
  };
  const at::Tensor content = painted(""), some = painted("--init-noise 0.3");
  EXPECT_FALSE(at::equal(some, content));
  EXPECT_FALSE(at::equal(painted("--init-noise 0.3 --seed 1"), some));
  EXPECT_TRUE(at::equal(painted("--init-noise 0 --seed 1"), content));
  EXPECT_TRUE(at::equal(painted("--init-noise 1"), painted("--init noise")));
}

TEST_F(Program, WritesSixteenBitsAndResumesThem) {
  for (const std::string extension : {".png", ".tiff"}) {
    const std::string shallow = "shallow" + extension, deep = "deep" + extension;
    ASSERT_EQ(paint("-o " + shallow).exit_code, 0);
    const ProgramRun result = paint("--bit-depth 16 -o " + deep);
    ASSERT_EQ(result.exit_code, 0) << result.error;
    const at::Tensor a = read_image(file(shallow)).colour, b = read_image(file(deep)).colour;
    EXPECT_LT((a - b).abs().max().item<double>(), 0.5 / 255 + 1e-6);
    EXPECT_GT((b * 255 - (b * 255).round()).abs().max().item<double>(), 0.4) << "8 bits only";
    const std::string before = file_text(file(deep));
    EXPECT_NE(paint("--resume --bit-depth 16 -o " + deep).error.find("is there already"),
              std::string::npos);
    EXPECT_EQ(file_text(file(deep)), before);
    EXPECT_EQ(paint("--resume -o " + deep).exit_code, 0);
    EXPECT_TRUE(at::equal(read_image(file(deep)).colour, a)) << "another depth, another picture";
  }
}

TEST_F(Program, ReadsOptionsFromAConfigFile) {
  write("settings.toml", "style-weight = 500\nstyle-layers = [\"relu1_1\", \"relu2_1=2\"]\n");
  ASSERT_EQ(paint("--config settings.toml -o a.png").exit_code, 0);
  ASSERT_EQ(paint("--style-weight 500 --style-layers relu1_1,relu2_1=2 -o b.png").exit_code, 0);
  EXPECT_EQ(file_text(file("a.png")), file_text(file("b.png")));
}

TEST_F(Program, HelpAndVersionGoToStandardOutput) {
  const ProgramRun help = run("--help");
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_EQ(help.error, "");
  for (const char* option :
       {"--content",        "--style",        "--output",     "--quality",
        "--size",           "--style-scale",  "--save-every", "--no-clobber",
        "--content-weight", "--style-weight", "--tv-weight",  "--content-layers",
        "--style-layers",   "--iterations",   "--optimizer",  "--learning-rate",
        "--history",        "--scales",       "--init",       "--seed",
        "--tolerance",      "--model",        "--pooling",    "--device",
        "--threads",        "--quiet",        "--verbose",    "--log-level",
        "--version",        "--config",       "--colour",     "--colour-space",
        "--init-noise",     "--bit-depth",    "--preview",    "--preview-every",
        "--contact-sheet",  "--loss-plot",    "--averaging",  "--deterministic"}) {
    EXPECT_NE(help.output.find(option), std::string::npos) << option;
  }
  EXPECT_NE(help.output.find("--backend"), std::string::npos);
  const ProgramRun version = run("--version");
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_TRUE(std::regex_search(
      version.output,
      std::regex("stylize [0-9.]+\nLibTorch [0-9.]+.*\nOpenCV [0-9.]+.*\noneDNN [0-9]")))
      << version.output;
}

TEST_F(Program, BackendsPaintTheSamePicture) {
  const ProgramRun torch = paint("-v --backend torch -o torch.png");
  const ProgramRun winograd = paint("-v --backend winograd -o winograd.png");
  const ProgramRun chosen = paint("-v -o auto.png");
  EXPECT_NE(torch.error.find("backend torch"), std::string::npos) << torch.error;
  EXPECT_NE(winograd.error.find("backend winograd"), std::string::npos) << winograd.error;
  EXPECT_NE(chosen.error.find("backend winograd"), std::string::npos) << chosen.error;
  EXPECT_EQ(file_text(file("auto.png")), file_text(file("winograd.png")));
  const at::Tensor a = read_image(file("torch.png")).colour;
  const at::Tensor b = read_image(file("winograd.png")).colour;
  EXPECT_LT((a - b).abs().mean().item<double>(), 0.01);
}

TEST_F(Program, AnUnsupportedBackendSaysWhy) {
  expect_failure(paint("--backend winograd --style-layers pool1 -o out.png"), 3,
                 "pool1 is not the output of a ReLU");
  EXPECT_EQ(paint("--style-layers pool1 -o out.png").exit_code, 0) << "auto takes the other one";
}

TEST_F(Program, QuietPrintsNothingAndVerbosePrintsMore) {
  EXPECT_EQ(paint("--quiet -o out.png").error, "");
  const ProgramRun normal = paint("-o out.png"), verbose = paint("--verbose -o out.png");
  EXPECT_NE(normal.error.find("out.png"), std::string::npos);
  EXPECT_GT(verbose.error.size(), normal.error.size());
  EXPECT_NE(verbose.error.find("vgg19-free.pt"), std::string::npos);
  for (const ProgramRun& result : {normal, verbose}) {
    EXPECT_EQ(result.error.find('\x1b'), std::string::npos) << "no escapes in a log file";
    EXPECT_EQ(result.error.find('\r'), std::string::npos);
  }
}

TEST_F(Program, ModelComesFromOptionOrEnvironment) {
  expect_failure(paint("-o out.png --model missing.pt"), 3, "missing.pt");
  environment_ = "STYLIZE_MODEL=gone.pt";
  expect_failure(paint("-o out.png"), 3, "gone.pt");
  EXPECT_EQ(paint("-o out.png --model " + quoted(BOX_MODEL)).exit_code, 0);
}

TEST_F(Program, AnInstalledOfficialModelIsPreferred) {
  fs::create_directories(file("data/stylize"));
  write("data/stylize/vgg19.pt", "broken on purpose");
  environment_ = "XDG_DATA_HOME=" + quoted(file("data").string());
  expect_failure(paint("-o out.png"), 3, "data/stylize/vgg19.pt");
}

TEST_F(Program, ThreadsAndDeviceAreAccepted) {
  EXPECT_EQ(paint("--threads 1 --device cpu -o out.png").exit_code, 0);
}

TEST_F(Program, AMissingGpuIsNamed) {
  expect_failure(paint("--device cuda:99 -o out.png"), 3, "cuda:99");
}

TEST_F(Program, UsageErrorsAreOneLine) {
  const std::string files = "-c " + quoted(kContent) + " -s " + quoted(kStyle) + " -o out.png ";
  const std::pair<const char*, const char*> cases[] = {
      {"--size 999999", "--size"},
      {"--size big", "--size"},
      {"--style-weight -1", "--style-weight"},
      {"--tv-weight nan", "--tv-weight"},
      {"--iterations 0", "--iterations"},
      {"--optimizer sgd", "--optimizer"},
      {"--style-loss moments", "--style-loss"},
      {"--tv-norm l3", "--tv-norm"},
      {"--octaves 2.5", "--octaves"},
      {"--octaves 0", "--octaves"},
      {"--octaves 0,0", "--octaves"},
      {"--octaves 1,1,1,1,1,1,1", "--octaves"},
      {"--normalize-gradients", "--optimizer adam"},
      {"--device gpu", "--device"},
      {"--style-layers relu1_1=x", "--style-layers"},
      {"--style-layers relu1_1=0", "--style-layers"},
      {"--pooling none", "--pooling"},
      {"--no-such-option", "--no-such-option"},
      {"--quality 0", "--quality"},
      {"--style-scale 0", "--style-scale"},
      {"--log-level loud", "--log-level"},
      {"--config missing.toml", "missing.toml"},
      {"--quiet --verbose", "--quiet"},
      {"--content-weight 0 --style-weight 0", "--content-weight"},
      {"--seed x", "--seed"},
      {"--colour warm", "--colour: \"warm\" is not style, match or keep"},
      {"--colour-space rgb", "--colour-space: \"rgb\" is not lab, ycrcb or luv"},
      {"--init-noise 1.5", "--init-noise"},
      {"--bit-depth 12", "--bit-depth"},
      {"--bit-depth 16 -o out.jpg", "--bit-depth"},
      {"--bit-depth 16 -o out.webp", "--bit-depth"}};
  for (const auto& [option, name] : cases) {
    SCOPED_TRACE(option);
    expect_failure(run(files + option), 2, name);
  }
  expect_failure(run(""), 2, "--content");
}

TEST_F(Program, UnknownLayersAreReportedWithTheAvailableOnes) {
  expect_failure(paint("--style-layers relu1_1,relu7_1 -o out.png"), 3, "relu7_1");
  expect_failure(paint("--content-layers nonsense -o out.png"), 3, "relu1_1, relu1_2");
}

TEST_F(Program, TooManyScalesAreRefused) {
  expect_failure(paint("--scales 5 -o out.png"), 2, "scales");
}

TEST_F(Program, BadInputGivesOneLineAndNoOutput) {
  const std::string jpeg = file_text(kContent);
  write("empty.png", "");
  write("truncated.jpg", jpeg.substr(0, jpeg.size() / 2));
  write("text.png", "no picture at all");
  Image tiny;
  tiny.colour = at::ones({1, 3, 1, 1});
  write_image(file("one.png"), tiny);
  tiny.colour = at::ones({1, 3, 4000, 1});
  write_image(file("thin.png"), tiny);
  for (const std::string name :
       {"missing.png", "empty.png", "truncated.jpg", "text.png", "one.png", "thin.png"}) {
    SCOPED_TRACE(name);
    expect_failure(paint("-o out.png", name), 1, name);
    expect_failure(paint("-o out.png", kContent, name), 1, name);
  }
}

TEST_F(Program, UnwritableOutputIsReportedBeforeTheWork) {
  expect_failure(paint("-o missing/out.png"), 1, "missing");
  expect_failure(paint("-o out.gif"), 2, "out.gif");
  expect_failure(paint("-o /proc/out.png"), 1, "the folder /proc cannot be written to: ");
}

TEST_F(Program, LossesThatOverflowSaveTheBestPictureAndSaySo) {
  // Weights so large that Gram matrices are infinite from the start: the best picture is the
  // content.
  write("save.py", R"(
import torch
from torch import nn
layers = []
for channels in (3, 4, 4):
    layers += [nn.Conv2d(channels, 4, 3, padding=1), nn.ReLU()]
    nn.init.constant_(layers[-2].weight, 1e4 if channels == 3 else 1e6)
torch.jit.script(nn.Sequential(*layers)).save('huge.pt'))");
  const std::string command = "cd " + quoted(folder_.path().string()) + " && " PYTHON " save.py";
  if (run_command(command).exit_code != 0) GTEST_SKIP() << "needs Debian's python3-torch";
  const std::string layers = "--content-layers relu1_3 --style-layers relu1_3 ";
  const ProgramRun result = paint("-o out.png --model huge.pt " + layers);
  EXPECT_EQ(result.exit_code, 4) << result.error;
  EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  EXPECT_NE(result.error.find("out.png"), std::string::npos);
  const Image out = read_image(file("out.png"));
  const Image content = resize(read_image(kContent), out.size());
  EXPECT_LT((out.colour - content.colour).abs().max().item<float>(), 0.01);
}

TEST_F(Program, TooLittleMemoryIsAOneLineError) {
  if (kAddressSanitizer)
    GTEST_SKIP() << "AddressSanitizer reserves more address space than the limit of this test";
  // Room for the libraries and the model, not for a picture of 30000 pixels.
  const ProgramRun result = run_command(
      "cd " + quoted(folder_.path().string()) + " && ulimit -v 3000000 && " + quoted(PROGRAM) +
      " -c " + quoted(kContent) + " -s " + quoted(kStyle) + " --size 30000 -o out.png");
  expect_failure(result, 1, "1024x768 pixels enlarged to 30000x22500 need about ");
}

TEST_F(Program, AnInstalledCopyFindsItsModel) {
  // The layout of an installation: the launcher, the painter, and the model.
  const fs::path painter = "libexec/stylize/stylize-painter";
  for (const char* folder : {"usr/bin", "usr/libexec/stylize", "usr/share/stylize"}) {
    fs::create_directories(file(folder));
  }
  fs::copy_file(PROGRAM, file("usr/bin/stylize"));
  fs::copy_file(fs::path(PROGRAM).parent_path().parent_path() / painter, file("usr") / painter);
  fs::create_symlink(BOX_MODEL, file("usr/share/stylize/vgg19-free.pt"));
  const std::string command = "env -u STYLIZE_MODEL " + quoted(file("usr/bin/stylize").string()) +
                              " -c " + quoted(kContent) + " -s " + quoted(kStyle) +
                              " --size 32 --iterations 1 -o " + quoted(file("out.png").string());
  const ProgramRun result = run_command(command);
  EXPECT_EQ(result.exit_code, 0) << result.error;
  fs::remove(file("usr") / painter);
  fs::remove(file("out.png"));
  expect_failure(run_command(command), 1, "stylize-painter");
}

}  // namespace
}  // namespace stylize
