// No setting is ignored: everything on the command line and in configuration and jobs files either
// has its effect or is a one-line error.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "app/program_fixture.h"

namespace stylize {
namespace {

const std::string kFiles = "-c " + quoted(kContent) + " -s " + quoted(kStyle) + " -o out.png ";

class Settings : public Program {
 protected:
  // Runs with these lines in a configuration file.
  ProgramRun configured(const std::string& lines, const std::string& more = "") {
    write("settings.toml", lines);
    return run(kFiles + "--config settings.toml " + more);
  }

  // The line with this key in the printed configuration.
  std::string printed(const std::string& arguments, const std::string& key) {
    const ProgramRun result = run("--print-config " + arguments);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    const std::string text = "\n" + result.output;
    const std::size_t begin = text.find("\n" + key + "=");
    if (begin == std::string::npos) return "";
    return text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
  }
};

TEST_F(Settings, WrongLinesOfAFileAreReportedByLineAndKey) {
  const std::pair<std::string, const char*> cases[] = {
      {"size = 64\nstyle_weight = 5\n",
       "settings.toml:2: style_weight: no such setting; do you "
       "mean style-weight"},
      {"iteratons = 5\n", "settings.toml:1: iteratons: no such setting; do you mean iterations"},
      {"\xEF\xBB\xBFsizes = 5\n", "settings.toml:1: sizes: no such setting; do you mean size"},
      {"# first\r\n\r\nsize = big\r\n", "settings.toml:3: size: \"big\" is not a whole number"},
      {"size = 0x40\n", "settings.toml:1: size: \"0x40\""},
      {"size = 64 # of course\nseed = -1 # no\n", "settings.toml:2: seed: \"-1\""},
      {"[stylize]\nsize = 64\n", "settings.toml:1: there are no sections"},
      {"size\n", "settings.toml:1: is not of the form key = value"},
      {"recursive\n", "settings.toml:1: is not of the form key = value"},
      {"= 5\n", "settings.toml:1: is not of the form"},
      {"size =\n", "settings.toml:1: has no value"},
      {"style-mask = #ff0000\n", "settings.toml:1: has no value"},
      {"report = \"\"\n", "settings.toml:1: an empty value"},
      {"size = 64\niterations = 3\nsize = 32\n",
       "settings.toml:3: size: is there already, in line 1"},
      {"color = keep\ncolour = match\n", "settings.toml:2: colour: is there already, in line 1"},
      {"size = [64, 32]\n", "settings.toml:1: size: takes one value"},
      {"size = \"64\n", "settings.toml:1: quotes that do not fit"},
      {"size = '64\n", "settings.toml:1: quotes that do not fit"},
      {"size = \"64\" 5\n", "settings.toml:1: text after the value"},
      {"model = \"C:\\models\"\n", "settings.toml:1: a backslash"},
      {"style-layers = [relu1_1, relu2_1\n", "settings.toml:1: the list does not end"},
      {"style-layers = [relu1_1 relu2_1]\n", "settings.toml:1: two values of the list"},
      {"style-layers = [\"relu1_1\" \"relu2_1\"]\n", "settings.toml:1: two values of the list"},
      {"style-layers = []\n", "settings.toml:1: the list is empty"},
      {"recursive = perhaps\n", "settings.toml:1: recursive: \"perhaps\" is not true or false"},
      {"optimizer = sgd\n", "settings.toml:1: optimizer: \"sgd\" is not lbfgs or adam"},
      {"config = other.toml\n", "settings.toml:1: config: stands on the command line only"},
      {"print-config = true\n", "settings.toml:1: print-config: stands on the command line only"},
      {"help = true\n", "settings.toml:1: help: stands on the command line only"},
      {std::string("\x89PNG\r\n\x1a\n\0\0", 10), "settings.toml:1: is not of the form"},
      {std::string("s\0i\0z\0e\0=\0"
                   "5\0",
                   12),
       "settings.toml:1: is no text"},
      {"averaging = 0.5\n", "--averaging: works with --optimizer adam only"}};
  for (const auto& [lines, message] : cases) {
    SCOPED_TRACE(lines);
    expect_failure(configured(lines), 2, message);
  }
}

TEST_F(Settings, UnreadableFilesAreRefusedAtOnce) {
  ASSERT_EQ(run_command("mkfifo " + quoted(file("pipe").string())).exit_code, 0);
  write("large.toml", std::string(2 << 20, '\n'));
  for (const std::string name : {"missing.toml", ".", "pipe", "/dev/zero", "large.toml"}) {
    expect_failure(run(kFiles + "--config " + name), 2, name + ": ");
  }
}

TEST_F(Settings, TheCommandLineOverridesTheFile) {
  write("settings.toml",
        "\xEF\xBB\xBF# comment\r\nsize = 40\r\n  iterations=2 # few\r\ncolour = 'KEEP'\r\n"
        "style-layers = [relu1_1, \"relu2_1=0.5\"]\r\nlog-level = debug\r\nquality = 80\r\n"
        "contact-sheet = \"a # b.png\"\r\n");
  const std::string config = "--config settings.toml ";
  EXPECT_EQ(printed(config, "size"), "size=40");
  EXPECT_EQ(printed(config + "--size 50", "size"), "size=50");
  EXPECT_EQ(printed(config, "iterations"), "iterations=2");
  EXPECT_EQ(printed(config, "colour"), "colour=\"keep\"");
  EXPECT_EQ(printed(config + "--color match", "colour"), "colour=\"match\"");
  EXPECT_EQ(printed(config, "style-layers"), "style-layers=[\"relu1_1\",\"relu2_1=0.5\"]");
  EXPECT_EQ(printed(config + "--style-layers relu3_1", "style-layers"), "style-layers=\"relu3_1\"");
  EXPECT_EQ(printed(config + "-q", "log-level"), "log-level=\"info\"") << "what -q stands for";
}

// Names that need quotes, and every option that can be printed.
TEST_F(Settings, PrintedSettingsCanBeReadAgain) {
  const std::string name = "a \"b\" \\ #c, 'd'=[e]\t\n.jpg";
  fs::copy_file(kContent, file(name));
  write("list.txt", "--content=" + name);
  const std::string arguments =
      "--content=\"$(cat list.txt)\" -s " + quoted(kStyle) + " -s " + quoted(kStyle) +
      " -o out/ --style-blend 1,2.5 --style-blocks 1-2,3-5 --style-scale 0.5,2 -r --colour keep "
      "--color-space LUV --optimizer adam --learning-rate 0.5 --averaging 0.9 --memory-limit 1.5g "
      "--init noise --seed 18446744073709551615 --preview look.png --preview-every 2 --threads 007 "
      "--tv-norm L1 --style-loss Statistics --pooling MAX --shard 2/3 --retries 1 --fail-fast "
      "--checkpoint 1e1 --save-every 5 --report r.json --report-html r.html --no-clobber "
      "--normalize-gradients --deterministic --backend Torch --device CPU --preset fine --octaves "
      "2,1 "
      "--style-layers relu1_1=2,relu3_1 --content-layers relu2_1 --content-weight 2 --style-weight "
      "50 --tv-weight 0 --max-pixels 1000000";
  const std::string command = arguments;
  write("list.txt", name);
  const ProgramRun first = run("--print-config " + command);
  ASSERT_EQ(first.exit_code, 0) << first.error;
  write("settings.toml", first.output);
  const ProgramRun again = run("--print-config --config settings.toml");
  ASSERT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(again.output, first.output);
  for (const char* line :
       {"memory-limit=1610612736\n", "seed=18446744073709551615\n", "threads=7\n",
        "iterations=160\n", "octaves=[2,1]\n", "optimizer=\"adam\"\n", "colour-space=\"luv\"\n",
        "device=\"cpu\"\n", "style-scale=[0.5,2]\n", "checkpoint=1e1\n", "recursive=true\n",
        "content=\"a \\\"b\\\" \\\\ #c, 'd'=[e]\\u0009\\u000a.jpg\"\n"}) {
    EXPECT_NE(first.output.find(line), std::string::npos) << line << first.output;
  }
}

TEST_F(Settings, NumbersAreDecimalAndWithinTheirRange) {
  const std::string seeds = "is not a whole number from 0 to 18446744073709551615";
  for (const std::string seed : {"-1", "18446744073709551616", "99999999999999999999", "+1", "0x10",
                                 "1e3", "1.0", "' 1'", "'1 '", "1_000", "nan", "inf", "0b1"}) {
    expect_failure(run(kFiles + "--init noise --seed " + seed), 2, seeds);
  }
  for (const char* option : {"size", "iterations", "history", "scales", "save-every", "threads",
                             "parallel", "retries", "quality", "max-pixels", "bit-depth"}) {
    for (const char* number :
         {"-1", "99999999999999999999", "+8", "0x8", "8.0", "8e0", "nan", ""}) {
      expect_failure(run(kFiles + "--" + option + "=" + number), 2,
                     std::string("--") + option + ": ");
    }
  }
  for (const char* option :
       {"style-scale", "content-weight", "style-weight", "tv-weight", "learning-rate", "averaging",
        "init-noise", "tolerance", "checkpoint", "preview-every", "style-blend"}) {
    for (const char* number :
         {"-1", "1e999", "+0.5", "0x1", "nan", "inf", "' 0.5'", "0.5x", "1,5"}) {
      const ProgramRun result = run(kFiles + "--preview look.png --" + option + "=" + number);
      expect_failure(result, 2, std::string("--") + option + ": ");
    }
  }
}

TEST_F(Settings, MemoryMayBeFractional) {
  const std::string name = "memory-limit";
  EXPECT_EQ(printed(kFiles + "--memory-limit 1.5G", name), "memory-limit=1610612736");
  for (const char* size :
       {"2048M", "2g", "2GB", "2GiB", "0.001953125T", "2147483648", "2097152kib"}) {
    EXPECT_EQ(printed(kFiles + "--memory-limit " + size, name), "memory-limit=2147483648") << size;
  }
  for (const char* size :
       {"0", "-1G", "1.5", "G", "1.5X", "1GG", "1 .5G", "nanG", "9e9T", "99999999T"}) {
    if (std::string(size) == "1.5") continue;  // one byte
    expect_failure(run(kFiles + "--memory-limit " + quoted(size)), 2, "is no amount of memory");
  }
}

TEST_F(Settings, MisspeltNamesAreReportedWithASuggestion) {
  const std::pair<const char*, const char*> cases[] = {
      {"-content_image x.jpg", "-content_image: is written --content here"},
      {"-style_image x.jpg", "-style_image: is written --style here"},
      {"-output_image x.jpg", "-output_image: is written --output here"},
      {"-image_size 5", "-image_size: is written --size here"},
      {"-num_iterations 5", "-num_iterations: is written --iterations here"},
      {"-original_colors 1", "-original_colors: is written --colour keep here"},
      {"-seed 5", "-seed: is written --seed"},
      {"-style_weight 5", "-style_weight: is written --style-weight"},
      {"--content_image x.jpg", "--content_image: no such option; do you mean --content"},
      {"--style_weight 5", "--style_weight: no such option; do you mean --style-weight"},
      {"--iteratons 5", "--iteratons: no such option; do you mean --iterations"},
      {"--Size 5", "--Size: no such option; do you mean --size"},
      {"--no-such-option", "--no-such-option: no such option; see stylize --help"},
      {"--size", "--size: needs a value"},
      {"--size= 5", "--size: an empty value"},
      {"stray.jpg", "\"stray.jpg\" belongs to no option"},
      {"--quiet --verbose", "does not go together with"},
      {"--list --dry-run", "does not go together with"},
      {"--recursive=perhaps", "--recursive: \"perhaps\" is not true or false"},
      {"--optimizer SGD", "--optimizer: \"SGD\" is not lbfgs or adam"},
      {"--colour warm", "--colour: \"warm\" is not style, match or keep"},
      {"--content-mask a.png --style-mask red",
       "\"red\" is neither a file nor a colour; colours are white, black"},
      {"--content-mask a.png --style-mask '#12345'", "ff0000 is red"}};
  for (const auto& [words, message] : cases) expect_failure(run(kFiles + words), 2, message);
  expect_failure(run("compare a.png b.png --min-pnsr 3"), 2, "do you mean --min-psnr");
  expect_failure(run("compare a.png --min-pnsr 3"), 2, "do you mean --min-psnr");
  expect_failure(run("compare a.png b.png --max-diff 0x10"), 2, "\"0x10\" is not a whole number");
  expect_failure(run("report merge a.json --ouput b.json"), 2, "--ouput: no such option");
}

// Settings for other runs may be in the same file, so they are not errors.
TEST_F(Settings, SettingsWithoutEffectAreReported) {
  const std::string none = "--dry-run -o out.png ";
  const std::pair<const char*, const char*> cases[] = {
      {"--learning-rate 0.5", "--learning-rate: has no effect without --optimizer adam"},
      {"--history 5 --optimizer adam", "--history: has no effect without --optimizer lbfgs"},
      {"--colour-space luv --colour match", "--colour-space: has no effect without --colour keep"},
      {"--seed 18446744073709551615", "--seed: has no effect without --init noise or --init-noise"},
      {"--init noise --init-noise 0.5", "--init-noise: has no effect with --init noise"},
      {"--preview-every 5", "--preview-every: has no effect without --preview"},
      {"--name-template '{content}.png'", "--name-template: has no effect"},
      {"--quality 50", "--quality: has no effect"}};
  for (const auto& [options, message] : cases) {
    const ProgramRun told = paint(none + options);
    EXPECT_EQ(told.exit_code, 0) << told.error;
    EXPECT_NE(told.error.find(std::string("warning: ") + message), std::string::npos) << told.error;
  }
  for (const char* options : {"", "--learning-rate 0.5 --optimizer adam", "--history 5",
                              "--colour keep --colour-space luv", "--init noise --seed 5",
                              "--init-noise 0.5 --seed 5", "--preview look.png --preview-every 5",
                              "--quality 50 -o out.jpg", "--quality 50 --loss-plot plot.jpg"}) {
    EXPECT_EQ(paint(none + options).error.find("no effect"), std::string::npos) << options;
  }
}

TEST_F(Settings, ContradictorySettingsAreRefused) {
  expect_failure(run(kFiles + "--averaging 0.5"), 2, "--averaging: ");
  expect_failure(run(kFiles + "--style-mask white"), 2, "--content-mask: ");
  write("jobs.csv", "content,style,output\na.jpg,b.jpg,c.png\n");
  for (const std::string option :
       {"--recursive", "--pair name", "--name-template '{content}.png'", "--style-blend equal"}) {
    expect_failure(run("--jobs-from jobs.csv " + option), 2,
                   option.substr(0, option.find(' ')) + ": says nothing");
  }
  environment_ = "STYLIZE_INSTRUCTION_SET=avx3";
  expect_failure(paint("-o out.png"), 2, "STYLIZE_INSTRUCTION_SET: \"avx3\" is not baseline");
}

TEST_F(Settings, WrongSettingsOfJobsAreReportedByLine) {
  const auto expect = [&](const std::string& text, const std::string& message) {
    write("jobs.csv", text);
    expect_failure(run("--jobs-from jobs.csv"), 2, message);
  };
  const std::string head = "content,style,output,", job = "\na.jpg,b.jpg,c.png,";
  expect(head + "sizes" + job + "5",
         "jobs.csv:2: \"sizes\" is no option of a job; do you mean size");
  expect(head + "style_weight" + job + "5", "do you mean style-weight");
  expect(head + "--size" + job + "5", "do you mean size");
  expect(head + "report" + job + "r.json", "\"report\" is no option of a job");
  expect(head + "seed" + job + "-1", "jobs.csv:2: --seed: \"-1\"");
  expect(head + "colour,color" + job + "keep,match", "is there under two names");
  expect(head + "averaging,optimizer" + job + "0.5,lbfgs", "jobs.csv:2: --averaging: ");
}

TEST_F(Settings, SettingsOfJobsMayBeSeparatedBySemicolonsOrTabs) {
  for (const std::string separator : {";", "\t"}) {
    std::string text =
        "content;style;output;size;style-layers\na,b.jpg;c.jpg;d.png;64;relu1_1,relu2_1\n";
    std::replace(text.begin(), text.end(), ';', separator.front());
    write("jobs.csv", text);
    const ProgramRun list = run("--jobs-from jobs.csv --list");
    EXPECT_EQ(list.exit_code, 0) << list.error;
    EXPECT_EQ(
        list.output,
        "content,style,output,size,style-layers\n\"a,b.jpg\",c.jpg,d.png,64,\"relu1_1,relu2_1\"\n");
  }
}

}  // namespace
}  // namespace stylize
