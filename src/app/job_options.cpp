#include "job_options.h"

#include "label_colour_text.h"
#include "number_validator.h"
#include "one_line.h"
#include "option_groups.h"
#include "picture_name_validator.h"
#include "stylize/error.h"

namespace stylize {
namespace {

void add_output(CLI::App& app, JobOptions& options, RawJobOptions& raw) {
  const char* group = kInputAndOutput;
  app.add_option("--quality", options.write.quality, "Quality of .jpg and .webp, percent")
      ->group(group)
      ->check(number_validator(1, 100))
      ->capture_default_str()
      ->type_name("PERCENT");
  app.add_option("--bit-depth", options.write.bit_depth,
                 "Bits of each channel; 16 for .png and .tiff only")
      ->group(group)
      ->check(CLI::IsMember({8, 16}).description(""))
      ->capture_default_str()
      ->type_name("8|16");
  app.add_option("--size", options.transfer.size,
                 "Longest side of the output in pixels; 0: the content's own size")
      ->group(group)
      ->check(number_validator(0, 32768))
      ->capture_default_str()
      ->type_name("PIXELS");
  app.add_option("--style-scale", options.transfer.style_scales,
                 "Longest side of the style relative to the output's: smaller, finer strokes; of a "
                 "blend one for each style: 0.5,2")
      ->group(group)
      ->delimiter(',')
      ->check(number_validator(0.05, 10))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->default_str("1")
      ->type_name("FACTOR,...");
  app.add_option("--save-every", options.save_every,
                 "Save a snapshot OUTPUT_00010.EXT beside the output every N iterations; 0: none")
      ->group(group)
      ->check(number_validator(0, 1000000))
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

// Colours become ff0000, since a config file would take "#" for the begin of a comment. What begins
// with "#" and is no colour is a slip.
CLI::Validator style_mask_validator() {
  const auto check = [](std::string& text) {
    if (text.empty() || text.front() != '#') return std::string();
    const auto colour = parse_label_colour(text);
    if (!colour) return "\"" + text + "\" is no colour; write ff0000 or '#ff0000'";
    text = text_of(*colour).substr(1);
    return std::string();
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
  std::vector<std::string> arguments;  // the last one first, as CLI11 wants them
  for (auto option = named.rbegin(); option != named.rend(); ++option) {
    arguments.push_back("--" + option->first + "=" + option->second);
  }
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::kOption, one_line(error.what()));
  }
  apply(raw, options);
  if (const std::string wrong = misfit(options); !wrong.empty()) {
    throw Error(ErrorKind::kOption, wrong);
  }
  return options;
}

}  // namespace stylize
