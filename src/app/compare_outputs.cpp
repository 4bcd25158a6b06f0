#include "compare_outputs.h"

#include <fstream>

#include "junit_report.h"
#include "machine/atomic_file.h"
#include "machine/visible_text.h"
#include "machine/write_gate.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

WriteOptions golden_options() {
  WriteOptions options;
  options.create_folders = true;
  return options;
}

// The bytes are copied as they are, so a name must not promise another format.
void check_golden_can_be_copied(const CompareCommand& command) {
  if (compares_folders(command)) return;
  const fs::path &golden = command.golden, &picture = command.picture;
  if (golden == "-") {
    throw Error(ErrorKind::kOption,
                "--update: cannot write to standard input; name the golden picture's file");
  }
  if (picture == "-" || golden.extension() == picture.extension()) return;
  throw Error(ErrorKind::kOption, golden.string() + ": --update copies " + picture.string() +
                                      " there, which has another extension; give both the same");
}

// A report only replaces a report.
void check_junit_place(const CompareCommand& command) {
  constexpr std::size_t kBeginning = 256;
  const WrittenFile file = find_written_file(command.junit);
  check_replaceable(file, !command.no_clobber);
  if (!file.exists || file.through) return;
  std::string begin(kBeginning, '\0');
  std::ifstream stream(file.target, std::ios::binary);
  stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(stream.gcount()));
  if (begin.empty() || begin.find("<testsuites") != std::string::npos) return;
  throw Error(ErrorKind::kOption, command.junit.string() +
                                      ": is there already and no JUnit report, so it is not "
                                      "replaced by one; choose another name or remove it");
}

void add_pair(const CompareCommand& command, const PicturePair& pair, WriteGate& gate) {
  if (!command.difference.empty() && pair.golden && pair.picture) {
    const fs::path path = difference_path(command, pair.name);
    gate.add_output({path, "--diff"});
    check_writable(path, difference_options(command));
  }
  if (!command.update || !pair.picture) return;
  const fs::path golden = golden_path(command, pair);
  gate.add_output({golden, "--update"});
  check_writable(golden, golden_options());
}

}  // namespace

bool compares_folders(const CompareCommand& command) {
  std::error_code error;
  return fs::is_directory(command.golden, error);
}

fs::path difference_path(const CompareCommand& command, const std::string& name) {
  if (!compares_folders(command)) return command.difference;
  return command.difference / (name + ".diff.png");
}

WriteOptions difference_options(const CompareCommand& command) {
  WriteOptions options;
  options.create_folders = compares_folders(command);
  options.replace = !command.no_clobber;
  return options;
}

fs::path golden_path(const CompareCommand& command, const PicturePair& pair) {
  if (pair.golden) return *pair.golden;
  return compares_folders(command) ? command.golden / pair.name : command.golden;
}

void check_compare_outputs(const CompareCommand& command, const std::vector<PicturePair>& pairs) {
  if (command.update) check_golden_can_be_copied(command);
  WriteGate gate;
  for (const PicturePair& pair : pairs) {
    if (pair.golden && !command.update) gate.add_input({*pair.golden, "a golden picture"});
    if (pair.picture) gate.add_input({*pair.picture, "a picture to compare"});
  }
  for (const PicturePair& pair : pairs) add_pair(command, pair, gate);
  if (command.junit.empty()) return;
  gate.add_output({command.junit, "--junit"});
  check_junit_place(command);
}

bool is_to_be_updated(const PairResult& result) {
  switch (result.status) {
    case PairStatus::kDiffers:
    case PairStatus::kOutside:
    case PairStatus::kMismatch:
    case PairStatus::kExtra:
      return true;
    case PairStatus::kEqual:
    case PairStatus::kWithin:
    case PairStatus::kUnreadable:
    case PairStatus::kMissing:
      break;
  }
  return false;
}

std::string update_golden_pictures(const std::vector<PairResult>& results) {
  std::string lines;
  for (const PairResult& result : results) {
    if (result.new_golden.empty()) continue;
    write_encoded_image(result.golden, result.new_golden, golden_options());
    lines += "updated   " + visible_text(result.golden.string()) + "\n";
  }
  return lines;
}

void write_junit(const CompareCommand& command, const std::vector<PairResult>& results) {
  if (command.junit.empty()) return;
  const std::string report = junit_report(results, command.golden.string());
  write_file_atomically(command.junit, report.data(), report.size(), !command.no_clobber);
}

}  // namespace stylize
