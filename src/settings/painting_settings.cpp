#include "settings/painting_settings.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "machine/lower_case.h"
#include "objective_settings.h"
#include "setting_kinds.h"
#include "style_settings.h"

namespace stylize {
namespace {

using nlohmann::ordered_json;
using Texts = std::vector<std::string>;
using Table = std::vector<Setting>;

constexpr const char* kInputAndOutput = "Input and output";
constexpr const char* kRegions = "Where each style goes";
constexpr const char* kColour = "Colour";
constexpr const char* kObjective =
    "Objective (what is not said is as the model file recommends; losses are relative, so weights "
    "mean the same at every size)";
constexpr const char* kOptimization = "Optimization";
constexpr const char* kVideo = "Video";
constexpr const char* kWatching = "Watching";

Table size_and_styles() {
  return {
      described(whole_number("size", &TransferOptions::size, 0, 32768), kInputAndOutput, "PIXELS",
                "Longest side of the output in pixels; 0: the content's own size"),
      described(style_scale_setting(), kInputAndOutput, "FACTOR,...",
                "Longest side of the style relative to the output's: smaller, finer strokes; of a "
                "blend one for each style: 0.5,2"),
      described(of_run(style_blend_setting()), kInputAndOutput, "WEIGHT,...|equal",
                "Blend the styles into one, also those of a folder: their weights, in their order "
                "(3,7; only ratios count), or equal"),
      described(of_run(style_blocks_setting()), kInputAndOutput, "BLOCKS,...",
                "The blocks of layers that each style of a blend gives: 1-2,3-5: fine texture of "
                "the first, coarse structure of the second"),
  };
}

Setting content_mask_setting() {
  Setting setting;
  setting.name = "content-mask";
  setting.effect = SettingEffect::kInputFile;
  setting.set = [](const Texts& texts, JobOptions& options) {
    options.content_mask = texts.back();
  };
  setting.texts = [](const JobOptions& options) {
    return options.content_mask ? Texts{options.content_mask->string()} : Texts();
  };
  return setting;
}

Table regions() {
  return {
      described(
          content_mask_setting(), kRegions, "FILE|FOLDER",
          "Picture of labels, each a plain colour: its areas of the content take the style of "
          "the same label. A gradient in gray: from black to white. A folder: the mask "
          "called like each content"),
      described(style_mask_setting(), kRegions, "FILE|FOLDER|COLOUR,...",
                "The same of each style, in their order, or the label that all of a style has: "
                "white, black, ff0000"),
  };
}

Table colours() {
  return {
      described(also_called("color", choice("colour", &TransferOptions::colour,
                                            {{"style", ColourControl::kStyle},
                                             {"match", ColourControl::kMatch},
                                             {"keep", ColourControl::kKeep}})),
                kColour, "",
                "Colours of the style; match: of the style, matched to the content's; "
                "keep: of the content"),
      described(also_called("color-space", choice("colour-space", &TransferOptions::colour_space,
                                                  {{"lab", ColourSpace::kLab},
                                                   {"ycrcb", ColourSpace::kYcrcb},
                                                   {"luv", ColourSpace::kLuv}})),
                kColour, "", "Where --colour keep parts luminance from colour"),
  };
}

Table objective() {
  return {
      described(content_weight_setting(), kObjective, "WEIGHT", "Weight of the content"),
      described(style_weight_setting(), kObjective, "WEIGHT", "Weight of the style"),
      described(tv_weight_setting(), kObjective, "WEIGHT",
                "Weight of the total variation: larger, smoother"),
      described(
          choice("tv-norm", &ObjectiveOptions::tv_norm, {{"l1", TvNorm::kL1}, {"l2", TvNorm::kL2}}),
          kObjective, "",
          "Total variation of absolute (l1: edges stay sharp) or squared (l2) differences"),
      described(
          style_loss_setting(), kObjective, "",
          "What of the style's layers is to be met: gram: their Gram matrices; whitened: "
          "the same, with weak directions about as strong as strong ones; statistics: mean and "
          "deviation of each channel; wasserstein: mean and covariance; neighbours: "
          "Gram matrices and, place by place, the most similar place of the style"),
      described(flag("normalize-gradients", &ObjectiveOptions::normalize_gradients), kObjective, "",
                "Scale each layer's gradient to the same length, so that weights alone say what "
                "counts. No loss has this gradient: with --optimizer adam only, and losses may "
                "rise"),
      described(content_layers_setting(), kObjective, "LAYER[=WEIGHT],...",
                "Layers for the content: relu4_1, or with weights relu3_1=0.5,relu4_1=1; paper: "
                "that of the literature, relu4_2"),
      described(style_layers_setting(), kObjective, "LAYER[=WEIGHT],...",
                "Layers for the style, in the same form; paper: relu1_1 to relu5_1, the first of "
                "each block"),
  };
}

// Records a change of default behaviour between versions. Users cannot set it.
Setting coarser_iterations() {
  Setting setting;
  setting.name = "coarser-iterations";
  setting.effect = SettingEffect::kPicture;
  setting.value = [](const JobOptions&) { return ordered_json("twice"); };
  return setting;
}

std::vector<int> parse_iterations(const std::string& text) {
  std::vector<int> numbers;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    numbers.push_back(static_cast<int>(parse_whole_number(part).value()));
  }
  return numbers;
}

// Numbers separated by commas; leading zeros are removed.
ValueCheck iterations_check() {
  const ValueCheck one = whole_number_check(1, kMostIterations);
  const auto problem = [one](std::string& text) {
    std::string rewritten;
    std::istringstream parts(text + ",");
    for (std::string part; std::getline(parts, part, ',');) {
      const std::string wrong = one.problem(part);
      if (!wrong.empty()) return wrong;
      rewritten += (rewritten.empty() ? "" : ",") + part;
    }
    text = rewritten;
    return std::string();
  };
  return {problem, one.range};
}

// No list that may be given in parts: where the setting is given twice, the last one counts, as
// with a single number. That is recorded as a number.
Setting iterations_setting() {
  Setting setting = picture_setting("iterations", iterations_check());
  setting.set = [](const Texts& texts, JobOptions& options) {
    std::vector<int> numbers = parse_iterations(texts.back());
    options.transfer.iterations = numbers.back();
    numbers.pop_back();
    options.transfer.coarser_iterations = std::move(numbers);
  };
  setting.texts = [](const JobOptions& options) {
    std::string text;
    for (const int number : options.transfer.coarser_iterations) {
      text += std::to_string(number) + ",";
    }
    return Texts{text + std::to_string(options.transfer.iterations)};
  };
  setting.value = [](const JobOptions& options) {
    std::vector<int> numbers = options.transfer.coarser_iterations;
    if (numbers.empty()) return ordered_json(options.transfer.iterations);
    numbers.push_back(options.transfer.iterations);
    return ordered_json(numbers);
  };
  return setting;
}

// content, noise or a file, which is recorded by its hash.
Setting init_setting() {
  Setting setting;
  setting.name = "init";
  setting.effect = SettingEffect::kPicture;
  setting.set = [](const Texts& texts, JobOptions& options) {
    const std::string word = lower_case(texts.back());
    options.initial.reset();
    options.transfer.start = Start::kPicture;
    if (word == "noise") options.transfer.start = Start::kNoise;
    if (word == "content") options.transfer.start = Start::kContent;
    if (options.transfer.start == Start::kPicture) options.initial = texts.back();
  };
  setting.texts = [](const JobOptions& options) {
    if (options.initial) return Texts{options.initial->string()};
    return Texts{options.transfer.start == Start::kNoise ? "noise" : "content"};
  };
  setting.value = [](const JobOptions& options) {
    const Start start = options.transfer.start;
    return ordered_json(start == Start::kContent ? "content"
                        : start == Start::kNoise ? "noise"
                                                 : "picture");
  };
  return setting;
}

Table optimization() {
  return {
      described(iterations_setting(), kOptimization, "N,...",
                "Iterations at the last scales, from coarse to fine (60,30,20, or of the last "
                "alone: 40); each coarser one has twice as many as the next"),
      coarser_iterations(),
      described(choice("optimizer", &TransferOptions::optimizer,
                       {{"lbfgs", OptimizerKind::kLbfgs}, {"adam", OptimizerKind::kAdam}}),
                kOptimization, "", "L-BFGS, or Adam, which other options need"),
      described(number("learning-rate", &TransferOptions::learning_rate, 1e-6, 1), kOptimization,
                "STEP", "Step of adam, in units of the range black to white"),
      described(whole_number("history", &TransferOptions::history, 1, 1000), kOptimization, "N",
                "Steps that lbfgs remembers (fewer when a picture is so large that they need more "
                "than 1 GiB)"),
      described(whole_number("scales", &TransferOptions::scales, 0, 12), kOptimization, "N",
                "Sizes from coarse to fine, each twice the last; 0: chosen from the size"),
      described(init_setting(), kOptimization, "content|noise|FILE",
                "Picture to begin with: content, noise, or a file"),
      described(number("init-noise", &TransferOptions::start_noise, 0, 1), kOptimization,
                "FRACTION", "Part of noise in the picture to begin with; 1: as --init noise"),
      described(
          whole_number("seed", &TransferOptions::seed, 0, std::numeric_limits<uint64_t>::max()),
          kOptimization, "N", "Seed of the noise"),
      described(number("tolerance", &TransferOptions::tolerance, 0, 1), kOptimization, "FRACTION",
                "End a scale when 10 iterations lower the objective by less than this fraction; "
                "0: never"),
  };
}

Table file() {
  return {
      described(whole_number("quality", &WriteOptions::quality, 1, 100), kInputAndOutput, "PERCENT",
                "Quality of .jpg, .webp, .avif and .jxl, percent; of .jxl 100: without loss"),
      described(choice("bit-depth", &WriteOptions::bit_depth, {{"8", 8}, {"16", 16}}),
                kInputAndOutput, "",
                "Bits of each channel; 16 for .png, .tiff, .jxl and .avif, which then has 12"),
  };
}

// Add new settings here: records have them at the end, and only if they were given.
Table later() {
  return {
      recorded_if_given(described(
          number("averaging", &TransferOptions::averaging, 0, 0.9999), kOptimization, "DECAY",
          "Decay of the mean over adam's steps that becomes the picture, as 0.99: it "
          "evens out what they differ by; 0: the last step alone")),
      described(octaves_setting(), kObjective, "N|WEIGHT,...",
                "Meet the style on the picture at half, a quarter, ... of its size, too, for large "
                "forms: how many sizes, or a weight for each from the full one on: 1,1,0.5"),
      recorded_if_given(described(choice("profile", &WriteOptions::profile,
                                         {{"srgb", ProfileChoice::kSrgb},
                                          {"content", ProfileChoice::kContent},
                                          {"none", ProfileChoice::kNone}}),
                                  kColour, "",
                                  "Colour space of the work and the output: srgb; content: that of "
                                  "the content's profile (Display P3, Adobe RGB), for colours that "
                                  "sRGB lacks; none: sRGB, without saying so in the file")),
      recorded_if_given(
          described(choice("metadata", &WriteOptions::metadata,
                           {{"keep", MetadataChoice::kKeep},
                            {"record", MetadataChoice::kRecord},
                            {"none", MetadataChoice::kNone}}),
                    kInputAndOutput, "",
                    "What the output's file says besides: keep: the content's EXIF "
                    "(with place and owner), IPTC, XMP and resolution, and how it was "
                    "painted; record: only how it was painted; none: nothing")),
  };
}

Setting temporal_frames_setting() {
  Setting setting = picture_list("temporal-frames", whole_number_check(1, kFarthestFrame));
  setting.set = [](const Texts& texts, JobOptions& options) {
    std::vector<int>& frames = options.sequence.temporal_frames;
    frames.clear();
    for (const std::string& text : texts) {
      frames.push_back(static_cast<int>(parse_whole_number(text).value()));
    }
    std::sort(frames.begin(), frames.end());
    frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  };
  setting.texts = [](const JobOptions& options) {
    Texts texts;
    for (const int frame : options.sequence.temporal_frames) texts.push_back(std::to_string(frame));
    return texts;
  };
  setting.value = [](const JobOptions& options) {
    return ordered_json(options.sequence.temporal_frames);
  };
  return setting;
}

// All the frames of a clip have the same.
Table clips() {
  Table table = {
      described(number("temporal-weight", &ObjectiveOptions::temporal_weight, 0, 1e9), kVideo,
                "WEIGHT",
                "How firmly a frame is held to the painting before, where motion is known"),
      described(
          temporal_frames_setting(), kVideo, "N,...",
          "Which frames before it each frame is held to: 1,2,4: what is uncovered again looks "
          "as before"),
      described(whole_number("frame-iterations", &SequenceOptions::frame_iterations, 1, 1000000),
                kVideo, "N", "Iterations of a frame that is not the first of its shot"),
      described(whole_number("frame-scales", &SequenceOptions::frame_scales, 1, 12), kVideo, "N",
                "Sizes from coarse to fine of such a frame"),
      described(whole_number("passes", &SequenceOptions::passes, 1, 100), kVideo, "N",
                "How often the frames are painted: a second time backwards from the last one of "
                "each shot, a third time forwards"),
      described(number("cut-threshold", &SequenceOptions::cut_threshold, 0, 100), kVideo, "SCORE",
                "A frame that differs so much from the one before begins a shot, as ffmpeg's scdet "
                "measures it; 100: never"),
      described(style_blend_end_setting(), kVideo, "WEIGHT,...",
                "What --style-blend is in the last frame: the blend moves there from what it is in "
                "the first one"),
  };
  for (Setting& setting : table) setting = of_run(recorded_if_given(std::move(setting)));
  return table;
}

// A picture of the progress or of the losses.
Setting side_picture(const std::string& name, std::filesystem::path JobOptions::*member) {
  Setting setting;
  setting.name = name;
  check_values_by(picture_name_check(), setting);
  setting.set = [member](const Texts& texts, JobOptions& options) {
    options.*member = texts.back();
  };
  setting.texts = [member](const JobOptions& options) {
    const std::string text = (options.*member).string();
    return text.empty() ? Texts() : Texts{text};
  };
  return setting;
}

Table besides() {
  return {
      described(of_no_pixel(whole_number("save-every", &JobOptions::save_every, 0, 1000000)),
                kInputAndOutput, "N",
                "Save a snapshot OUTPUT_00010.EXT beside the output every N iterations; 0: none"),
      described(of_no_pixel(flag("no-clobber", &WriteOptions::replace, false)), kInputAndOutput, "",
                "Never replace an existing file"),
      described(side_picture("contact-sheet", &JobOptions::contact_sheet), kWatching, "FILE",
                "Write up to 12 small pictures of how the work went, in one: .png or .jpg; "
                "{output} in the name: the output without its extension"),
      described(side_picture("loss-plot", &JobOptions::loss_plot), kWatching, "FILE",
                "Write a picture of the losses' curves: .png or .jpg; {output} as there"),
  };
}

Table whole_table() {
  Table table;
  for (const Table& part : {size_and_styles(), regions(), colours(), objective(), optimization(),
                            file(), later(), clips(), besides()}) {
    table.insert(table.end(), part.begin(), part.end());
  }
  return table;
}

bool is_recorded(const Setting& setting, const ordered_json& value) {
  return setting.effect == SettingEffect::kPicture || value != setting.value(JobOptions());
}

}  // namespace

const std::vector<Setting>& painting_settings() {
  static const Table table = whole_table();
  return table;
}

ordered_json recorded_settings(const JobOptions& options) {
  ordered_json record;
  for (const Setting& setting : painting_settings()) {
    if (!setting.value) continue;
    ordered_json value = setting.value(options);
    if (is_recorded(setting, value)) record[setting.name] = std::move(value);
  }
  return record;
}

}  // namespace stylize
