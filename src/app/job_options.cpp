#include "job_options.h"

#include <filesystem>
#include <set>

#include "choice.h"
#include "label_colour_text.h"
#include "number_validator.h"
#include "option_groups.h"
#include "picture_name_validator.h"
#include "stylize/error.h"
#include "usage.h"

namespace stylize {
namespace {

void add_output(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  const char* group = kInputAndOutput;
  app.add_option("--quality", options.write.quality, "Quality of .jpg and .webp, percent")
      ->group(group)
      ->transform(whole_number_validator(1, 100))
      ->capture_default_str()
      ->type_name("PERCENT");
  app.add_option("--bit-depth", options.write.bit_depth,
                 "Bits of each channel; 16 for .png and .tiff only")
      ->group(group)
      ->transform(choice_validator({"8", "16"}))
      ->capture_default_str()
      ->type_name("8|16");
  app.add_option("--size", options.transfer.size,
                 "Longest side of the output in pixels; 0: the content's own size")
      ->group(group)
      ->transform(whole_number_validator(0, 32768))
      ->capture_default_str()
      ->type_name("PIXELS");
  app.add_option("--style-scale", options.transfer.style_scales,
                 "Longest side of the style relative to the output's: smaller, finer strokes; of a "
                 "blend one for each style: 0.5,2")
      ->group(group)
      ->delimiter(',')
      ->transform(number_validator(0.05, 10))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->default_str("1")
      ->type_name("FACTOR,...");
  app.add_option("--save-every", options.save_every,
                 "Save a snapshot OUTPUT_00010.EXT beside the output every N iterations; 0: none")
      ->group(group)
      ->transform(whole_number_validator(0, 1000000))
      ->capture_default_str()
      ->type_name("N");
  app.add_flag("--no-clobber", raw.no_clobber, "Never replace an existing file")->group(group);
}

void add_side_pictures(CLI::App& app, JobOptions& options) {
  app.add_option("--contact-sheet", options.contact_sheet,
                 "Write up to 12 small pictures of how the work went, in one: .png or .jpg; "
                 "{output} in the name: the output without its extension")
      ->group(kWatching)
      ->check(picture_name_validator())
      ->type_name("FILE");
  app.add_option("--loss-plot", options.loss_plot,
                 "Write a picture of the losses' curves: .png or .jpg; {output} as there")
      ->group(kWatching)
      ->check(picture_name_validator())
      ->type_name("FILE");
}

// Colours become ff0000, since "#" begins a comment for shells. What begins with "#" and is no
// colour is a slip, and so is a word that no file is called.
CLI::Validator style_mask_validator() {
  const auto check = [](std::string& text) {
    const auto colour = parse_label_colour(text);
    const bool marked = !text.empty() && text.front() == '#';
    if (colour && marked) text = text_of(*colour).substr(1);
    std::error_code ignored;
    const bool word = text.find_first_of("./") == std::string::npos;
    if (colour || !(marked || (word && !std::filesystem::exists(text, ignored)))) {
      return std::string();
    }
    return "\"" + text + "\" is neither a file nor a colour; colours are white, black, and all " +
           "others as six hexadecimal digits: ff0000 is red";
  };
  return CLI::Validator(check, "", "style mask");
}

void add_masks(CLI::App& app, RawJobOptions& raw) {
  const char* group = "Where each style goes";
  app.add_option(
         "--content-mask", raw.content_mask,
         "Picture of labels, each a plain colour: its areas of the content take the style of "
         "the same label. A gradient in gray: from black to white. A folder: the mask "
         "called like each content")
      ->group(group)
      ->type_name("FILE|FOLDER");
  app.add_option("--style-mask", raw.style_masks,
                 "The same of each style, in their order, or the label that all of a style has: "
                 "white, black, ff0000")
      ->group(group)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->transform(style_mask_validator())
      ->type_name("FILE|FOLDER|COLOUR,...");
}

void apply_masks(const RawJobOptions& raw, JobOptions& options) {
  if (!raw.content_mask.empty()) options.content_mask = raw.content_mask;
  if (raw.style_masks.empty()) return;
  options.style_masks.clear();
  for (const std::string& text : raw.style_masks) {
    const auto colour = parse_label_colour(text);
    options.style_masks.push_back(colour ? StyleMask{{}, *colour} : StyleMask{text, {}});
  }
}

}  // namespace

void add_job_options(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  add_output(app, options, raw);
  add_masks(app, raw);
  add_painting_options(app, options, raw.painting);
  add_side_pictures(app, options);
}

void apply(const RawJobOptions& raw, JobOptions& options) {
  apply(raw.painting, options);
  if (raw.no_clobber) options.write.replace = false;
  apply_masks(raw, options);
}

JobOptions with_named_options(JobOptions options, const NamedOptions& named) {
  CLI::App app;
  app.set_help_flag();
  RawJobOptions raw;
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_job_options(app, options, raw);
  std::vector<std::string> words;
  std::set<const CLI::Option*> seen;
  for (const auto& [name, value] : named) {
    const CLI::Option* option = option_called(app, name);
    if (!option) {
      throw Error(ErrorKind::kOption,
                  "\"" + name + "\" is no option of a job" + suggestion(app, name, ""));
    }
    if (!seen.insert(option).second) {
      throw Error(ErrorKind::kOption, "\"" + name + "\" is there under two names; remove one");
    }
    words.push_back("--" + name + "=" + value);
  }
  try {
    parse_words(app, words);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::kOption, plain_text(error));
  }
  apply(raw, options);
  if (const std::string wrong = misfit(options); !wrong.empty()) {
    throw Error(ErrorKind::kOption, wrong);
  }
  return options;
}

}  // namespace stylize
