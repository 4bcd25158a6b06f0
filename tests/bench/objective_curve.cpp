// Runs a transfer and prints a line of CSV after every iteration: the seconds since the start of
// the program, the scale, the iteration and the losses at that scale. Losses at the last scale are
// those at full size, so schedules compare by the lines where scale equals scales.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "as_the_program.h"
#include "evaluation_case.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/transfer/transfer.h"

namespace stylize::bench {
namespace {

struct Schedule {
  std::string content, style, backend = "winograd", model = BOX_MODEL;
  TransferOptions transfer;
};

std::optional<int> parse(int argc, char** argv, Schedule& schedule) {
  CLI::App app("Prints the losses of a transfer after every iteration, as CSV");
  TransferOptions& transfer = schedule.transfer;
  app.add_option("-c,--content", schedule.content)->required();
  app.add_option("-s,--style", schedule.style)->required();
  app.add_option("--model", schedule.model)->capture_default_str();
  app.add_option("--backend", schedule.backend)
      ->check(CLI::IsMember({"winograd", "torch"}))
      ->capture_default_str();
  app.add_option("--size", transfer.size)->capture_default_str();
  app.add_option("--scales", transfer.scales, "0: chosen from the size")->capture_default_str();
  app.add_option("--iterations", transfer.iterations, "at each scale")->capture_default_str();
  app.add_option("--history", transfer.history)->capture_default_str();
  app.add_option("--tolerance", transfer.tolerance)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return {};
}

void print_header(const Losses& losses) {
  std::printf("seconds,scale,scales,width,height,iteration");
  for (const Loss& loss : losses) std::printf(",%s", loss.name.c_str());
  std::printf(",total\n");
}

void run(Schedule schedule) {
  const auto began = std::chrono::steady_clock::now();
  const Image content = read_image(schedule.content), style = read_image(schedule.style);
  const Model model = load_model(schedule.model);
  schedule.transfer.objective = recommended_objective(model.recommendation);
  const auto network = make_network(schedule.backend, model, schedule.transfer.objective);
  const auto print = [&, header = false](const Progress& progress) mutable {
    if (!std::exchange(header, true)) print_header(progress.losses);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
    std::printf("%.3f,%d,%d,%lld,%lld,%d", seconds.count(), progress.scale, progress.scales,
                static_cast<long long>(progress.size.width),
                static_cast<long long>(progress.size.height), progress.iteration);
    for (const Loss& loss : progress.losses) std::printf(",%.9g", loss.value);
    std::printf(",%.9g\n", progress.losses.total());
    std::fflush(stdout);
    return true;
  };
  transfer({content, {{style}}}, *network, schedule.transfer, print);
}

}  // namespace
}  // namespace stylize::bench

int main(int argc, char** argv) {
  stylize::bench::work_as_the_program_does(argv);
  stylize::bench::Schedule schedule;
  if (const auto exit_code = stylize::bench::parse(argc, argv, schedule)) return *exit_code;
  try {
    stylize::bench::run(schedule);
  } catch (const stylize::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
