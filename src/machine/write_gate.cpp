#include "machine/write_gate.h"

#include <cctype>
#include <cstdio>
#include <optional>
#include <system_error>

#include "stylize/error.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::kOption, path.string() + ": " + why);
}

// Whether writing can destroy data: devices and sockets store nothing.
bool can_be_lost(const WrittenFile& file) {
  return file.exists && (S_ISREG(file.status.st_mode) || S_ISFIFO(file.status.st_mode));
}

bool is_device(const WrittenFile& file) {
  return file.exists && !can_be_lost(file);
}

// /p/f_00020.jpg -> {/p/f.jpg, 20}
struct NumberInName {
  std::string family;
  int64_t number;
};

std::optional<NumberInName> number_in(const fs::path& place) {
  constexpr std::size_t kFewest = 5, kMost = 12;  // digits
  // Called for every name, so names without a number are rejected quickly.
  const std::size_t last_bar = place.native().rfind('_');
  if (last_bar == std::string::npos || last_bar + kFewest >= place.native().size() ||
      std::isdigit(static_cast<unsigned char>(place.native()[last_bar + 1])) == 0) {
    return std::nullopt;
  }
  const std::string stem = place.stem().native();
  const std::size_t bar = stem.rfind('_');
  if (bar == std::string::npos) return std::nullopt;
  const std::string digits = stem.substr(bar + 1);
  if (digits.size() < kFewest || digits.size() > kMost ||
      digits.find_first_not_of("0123456789") != std::string::npos ||
      (digits.size() > kFewest && digits.front() == '0')) {
    return std::nullopt;
  }
  const fs::path output = stem.substr(0, bar) + place.extension().native();
  return NumberInName{(place.parent_path() / output).native(), std::stoll(digits)};
}

bool has_number(const NumberedFiles& files, int64_t number) {
  return number > 0 && number <= files.last && number % files.step == 0;
}

// "--content", or "--content as link/a.jpg" if the path is a different one.
std::string name_of(const RunFile& file, const fs::path& path) {
  if (file.path.native() == file.what) return file.what;
  return file.path.lexically_normal() == path.lexically_normal()
             ? file.what
             : file.what + " as " + file.path.string();
}

[[noreturn]] void refuse_input(const fs::path& path, const RunFile& input, const std::string& by) {
  refuse(path, "is an input too (" + name_of(input, path) + ") and would be overwritten by " + by +
                   "; write elsewhere");
}

[[noreturn]] void refuse_twice(const fs::path& path, const RunFile& one, const RunFile& other,
                               const std::string& advice) {
  const bool same_job = one.job >= 0 && one.job == other.job, jobs = one.job >= 0 && other.job >= 0;
  const std::string both = same_job ? "two pictures of one job (" + one.what + ")"
                                    : "both " + name_of(one, path) + " and " + other.what;
  refuse(path, both + " would be written there; " +
                   (jobs && !same_job ? advice : std::string("choose another name")));
}

}  // namespace

fs::path WriteGate::folder_place(const fs::path& folder) {
  const auto [known, is_new] = folders_.try_emplace(folder.native());
  if (is_new) {
    std::error_code error;
    const fs::path absolute =
        folder.empty() ? fs::current_path(error) : fs::absolute(folder, error);
    fs::path place = error ? folder : fs::weakly_canonical(absolute, error);
    if (error) place = absolute.lexically_normal();
    known->second = place.has_filename() ? place.native() : place.parent_path().native();
  }
  return known->second;
}

fs::path WriteGate::place_of(const fs::path& path) {
  const fs::path name = path.filename();
  if (name.empty() || name == "." || name == "..") return folder_place(path);
  return folder_place(path.parent_path()) / name;
}

void WriteGate::add_input(const RunFile& input) {
  if (!seen_inputs_.insert(input.path.native()).second) return;
  WrittenFile file;
  try {
    file = find_written_file(input.path);
  } catch (const Error&) {
    file.target = input.path;  // not a readable file; its reader will report it
  }
  if (is_device(file)) return;
  const fs::path place = place_of(file.target);
  if (!file.through) input_places_.try_emplace(place.native(), input);
  // A link itself must not be overwritten either.
  input_places_.try_emplace(place_of(input.path).native(), input);
  if (file.exists) input_files_.try_emplace(id_of(file.status), input);
  remember_number(input, place, true);
}

void WriteGate::add_input(int descriptor, const std::string& what) {
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  input_files_.try_emplace(id_of(status), RunFile{what, what});
}

void WriteGate::add_search(const std::string& what, std::function<bool(const fs::path&)> takes) {
  searches_.emplace_back(what, std::move(takes));
}

void WriteGate::check_not_input(const RunFile& output, const WrittenFile& file,
                                const std::string& place) {
  const auto same_place = input_places_.find(place);
  if (same_place != input_places_.end()) {
    refuse_input(output.path, same_place->second, output.what);
  }
  if (!file.exists) return;
  const auto same_file = input_files_.find(id_of(file.status));
  if (same_file != input_files_.end()) refuse_input(output.path, same_file->second, output.what);
}

void WriteGate::check_not_output(const RunFile& output, const WrittenFile& file,
                                 const std::string& place, const std::string& advice) {
  const auto [same_place, is_first] = output_places_.try_emplace(place, output);
  if (!is_first) refuse_twice(output.path, same_place->second, output, advice);
  // Writing to a regular file with several names (hard links) replaces only one of them. If the
  // file has one name, both paths are that name: the file system is case-insensitive.
  if (!file.exists || (!file.through && file.status.st_nlink > 1)) return;
  const auto [same_file, is_new] = output_files_.try_emplace(id_of(file.status), output);
  if (!is_new) refuse_twice(output.path, same_file->second, output, advice);
}

void WriteGate::check_not_searched(const RunFile& output, const fs::path& place) {
  for (const auto& [what, takes] : searches_) {
    if (!takes(place)) continue;
    refuse(output.path, "would be taken for an input the next time (" + what +
                            " is searched for pictures); write elsewhere");
  }
}

void WriteGate::check_not_numbered(const RunFile& output, const fs::path& place) {
  const auto number = number_in(place);
  if (!number) return;
  const auto family = numbered_.find(number->family);
  if (family == numbered_.end() || !has_number(family->second, number->number)) return;
  refuse_twice(output.path, family->second.output, output, "choose another name");
}

void WriteGate::remember_number(const RunFile& file, const fs::path& place, bool is_input) {
  const auto number = number_in(place);
  if (number) names_with_numbers_[number->family].push_back({number->number, file, is_input});
}

void WriteGate::add_output(const RunFile& output, const std::string& advice) {
  if (output.path.native() == "-") {
    refuse(output.path, "standard output is not supported (" + output.what +
                            "); name a file, ./- if that is its name");
  }
  WrittenFile file;
  try {
    file = find_written_file(output.path);
  } catch (const Error&) {
    file.target = output.path;  // cannot be written; its writer will report it
  }
  if (is_device(file)) return;
  const fs::path place = place_of(file.target);
  check_not_input(output, file, place.native());
  check_not_output(output, file, place.native(), advice);
  if (file.through) return;
  check_not_numbered(output, place);
  check_not_searched(output, place);
  remember_number(output, place, false);
}

// Existing files with such names.
const std::vector<fs::path>& WriteGate::existing_with_numbers(const std::string& family) {
  const fs::path folder = fs::path(family).parent_path();
  if (listed_folders_.insert(folder.native()).second) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const fs::path path = folder / entry->path().filename();
      if (const auto number = number_in(path))
        existing_with_numbers_[number->family].push_back(path);
    }
  }
  return existing_with_numbers_[family];
}

// They may be links to anything.
void WriteGate::check_existing(const NumberedFiles& files, const std::string& family) {
  for (const fs::path& path : existing_with_numbers(family)) {
    if (!has_number(files, number_in(path)->number)) continue;
    const RunFile snapshot{files.output.path.parent_path() / path.filename(), files.output.what,
                           files.output.job};
    WrittenFile file;
    try {
      file = find_written_file(snapshot.path);
    } catch (const Error&) {
      continue;  // cannot be written; its writer will report it
    }
    if (is_device(file)) continue;
    const std::string place = place_of(file.target).native();
    check_not_input(snapshot, file, place);
    if (file.target != file.named) check_not_output(snapshot, file, place, "choose another name");
  }
}

void WriteGate::add_outputs(const NumberedFiles& files) {
  const RunFile& output = files.output;
  const fs::path folder = folder_place(output.path.parent_path());
  const std::string family = (folder / output.path.filename()).native();
  numbered_.try_emplace(family, files);
  const auto names = names_with_numbers_.find(family);
  if (names != names_with_numbers_.end()) {
    for (const NumberedName& name : names->second) {
      if (!has_number(files, name.number)) continue;
      if (name.is_input) refuse_input(name.file.path, name.file, output.what);
      refuse_twice(name.file.path, name.file, output, "choose another name");
    }
  }
  char number[32];
  std::snprintf(number, sizeof number, "_%05lld", static_cast<long long>(files.step));
  const fs::path first = output.path.stem().native() + number + output.path.extension().native();
  check_not_searched({output.path.parent_path() / first, output.what, output.job}, folder / first);
  check_existing(files, family);
}

}  // namespace stylize
