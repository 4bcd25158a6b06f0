#include "compare_command.h"
#include "compare_program.h"
#include "machine/signals.h"
#include "machine/system_calls.h"
#include "messages.h"
#include "model_command.h"
#include "model_program.h"
#include "options.h"
#include "program.h"
#include "standard_streams.h"
#include "stylize/image/stray_output.h"
#include "stylize/setting_name.h"

namespace {

int compare(int argc, char** argv) {
  stylize::CompareCommand command;
  const auto exit_code = stylize::parse_compare_command(argc, argv, command);
  return exit_code ? *exit_code : stylize::run_compare_command(command);
}

int describe_models(int argc, char** argv) {
  stylize::ModelCommand command;
  const auto exit_code = stylize::parse_model_command(argc, argv, command);
  return exit_code ? *exit_code : stylize::run_model_command(command);
}

}  // namespace

int main(int argc, char** argv) {
  stylize::keep_standard_streams();
  stylize::let_long_writes_fail();
  stylize::begin_setting_names_with("--");
  stylize::silence_stray_output(true);  // messages.cpp has a duplicate of standard error
  if (stylize::is_compare_command(argc, argv)) return compare(argc, argv);
  if (stylize::is_model_command(argc, argv)) return describe_models(argc, argv);

  // Every iteration allocates and frees the same tensors. Keeping them on the heap saves the kernel
  // from mapping and clearing the same pages again each time.
  stylize::system_calls::begin_heap();

  stylize::ProgramOptions options;
  if (const auto exit_code = stylize::parse_command_line(argc, argv, options)) return *exit_code;
  stylize::set_up_messages(options.log_level);
  return stylize::run_program(options, {argv, argv + argc});
}
