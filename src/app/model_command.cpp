#include "model_command.h"

#include <CLI/CLI.hpp>
#include <cstring>
#include <memory>

#include "help_formatter.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr const char* kModelExamples = R"(
Examples:
  stylize model
  stylize model vgg19.pt

Exit codes: 0 all done, 1 it could not be printed, 2 usage, 3 no model, or one that cannot be used.)";

void set_up(CLI::App& app, ModelCommand& command) {
  app.add_option("file", command.file, "A model file, installed or not")->type_name("FILE");
  app.set_help_flag("-h,--help", "Print this help");
  app.footer(kModelExamples);
  app.formatter(std::make_shared<HelpFormatter>());
}

constexpr const char* kModelName = "stylize model";
constexpr const char* kModelDescription =
    "Lists the models that are installed: what each is, whose its weights are, and what it "
    "recommends. With a file, that one.";

}  // namespace

bool is_model_command(int argc, char** argv) {
  return argc > 1 && std::strcmp(argv[1], "model") == 0;
}

void look_at_model_command(const std::function<void(const CLI::App&)>& look) {
  ModelCommand command;
  CLI::App app(kModelDescription, kModelName);
  set_up(app, command);
  look(app);
}

std::optional<int> parse_model_command(int argc, char** argv, ModelCommand& command) {
  CLI::App app(kModelDescription, kModelName);
  set_up(app, command);
  return parse_subcommand(app, {argv + 2, argv + argc});
}

}  // namespace stylize
