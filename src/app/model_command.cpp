#include "model_command.h"

#include <CLI/CLI.hpp>
#include <cstring>
#include <memory>

#include "help_formatter.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr const char* kExamples = R"(
Examples:
  stylize model
  stylize model vgg19.pt

Exit codes: 0 all done, 1 it could not be printed, 2 usage, 3 no model, or one that cannot be used.)";

}  // namespace

bool is_model_command(int argc, char** argv) {
  return argc > 1 && std::strcmp(argv[1], "model") == 0;
}

std::optional<int> parse_model_command(int argc, char** argv, ModelCommand& command) {
  CLI::App app(
      "Lists the models that are installed: what each is, whose its weights are, and what it "
      "recommends. With a file, that one.",
      "stylize model");
  app.add_option("file", command.file, "A model file, installed or not")->type_name("FILE");
  app.set_help_flag("-h,--help", "Print this help");
  app.footer(kExamples);
  app.formatter(std::make_shared<HelpFormatter>());
  return parse_subcommand(app, {argv + 2, argv + argc});
}

}  // namespace stylize
