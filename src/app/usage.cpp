#include "usage.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <sstream>

#include "exit_code.h"
#include "machine/lower_case.h"
#include "one_line.h"
#include "standard_streams.h"

namespace stylize {
namespace {

// Options of neural-style and neural-style-pt and their names here.
const std::map<std::string, std::string>& neural_style_names() {
  static const std::map<std::string, std::string> names = {{"content-image", "content"},
                                                           {"style-image", "style"},
                                                           {"output-image", "output"},
                                                           {"style-blend-weights", "style-blend"},
                                                           {"image-size", "size"},
                                                           {"num-iterations", "iterations"},
                                                           {"init-image", "init"},
                                                           {"lbfgs-num-correction", "history"},
                                                           {"save-iter", "save-every"},
                                                           {"print-iter", "verbose"},
                                                           {"model-file", "model"},
                                                           {"gpu", "device"},
                                                           {"original-colors", "colour keep"}};
  return names;
}

// Without leading dashes, spelled like our options.
std::string normalized(const std::string& name) {
  std::string text = lower_case(name);
  text.erase(0, std::min(text.find_first_not_of('-'), text.size()));
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

// The edit distance: letters to insert, delete or change.
std::size_t distance(const std::string& one, const std::string& other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Empty if none is close.
std::string closest(const CLI::App& app, const std::string& name) {
  constexpr std::size_t kLongest = 40;  // length of a name worth comparing
  const std::string wanted = normalized(name);
  const auto known = neural_style_names().find(wanted);
  if (known != neural_style_names().end() &&
      option_called(app, known->second.substr(0, known->second.find(' ')))) {
    return known->second;
  }
  std::string best;
  std::size_t least = std::max<std::size_t>(1, wanted.size() / 4) + 1;
  if (wanted.size() > kLongest) return best;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& candidate : option->get_lnames()) {
      const std::size_t letters = distance(wanted, candidate);
      if (letters < least) {
        least = letters;
        best = candidate;
      }
    }
  }
  return best;
}

[[noreturn]] void fail(const std::string& message) {
  throw CLI::ParseError(message, CLI::ExitCodes::ExtrasError);
}

// For -content_image or -size, CLI11 would take the first letter as the option and the rest as its
// value.
void check_dashes(const CLI::App& app, const std::string& word) {
  if (word.size() < 3 || word[0] != '-' || word[1] == '-') return;
  const std::string name = word.substr(0, word.find('='));
  const auto other = neural_style_names().find(normalized(name));
  if (other != neural_style_names().end()) fail(name + ": is written --" + other->second + " here");
  if (option_called(app, normalized(name))) fail(name + ": is written --" + normalized(name));
}

// The option's name, which comes before the first colon or space of CLI11's messages.
std::string name_in(const std::string& message) {
  return message.substr(0, message.find_first_of(": "));
}

}  // namespace

void check_words(const CLI::App& app, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--") return;
    check_dashes(app, word);
    if (word.size() > 3 && word.compare(0, 2, "--") == 0 && word.find('=') == word.size() - 1) {
      fail(word.substr(0, word.size() - 1) + ": an empty value; give one or leave the option out");
    }
  }
}

void check_all_taken(const CLI::App& app) {
  const std::vector<std::string> extras = app.remaining(/*recurse=*/true);
  if (extras.empty()) return;
  const std::string name = extras.front().substr(0, extras.front().find('='));
  if (name.size() > 1 && name.front() == '-') {
    fail(name + ": no such option" + suggestion(app, name, "--"));
  }
  fail("\"" + extras.front() + "\" belongs to no option; put names with spaces in quotes");
}

void parse_words(CLI::App& app, const std::vector<std::string>& words) {
  check_words(app, words);
  app.allow_extras();
  std::vector<std::string> last_first(words.rbegin(),
                                      words.rend());  // the order that CLI11 expects
  try {
    app.parse(last_first);
  } catch (const CLI::RequiredError&) {
    check_all_taken(app);  // a misspelt word may explain a missing option
    throw;
  }
  check_all_taken(app);
}

const CLI::Option* option_called(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& names = option->get_lnames();
    if (std::find(names.begin(), names.end(), name) != names.end()) return option;
  }
  return nullptr;
}

std::string suggestion(const CLI::App& app, const std::string& name, const std::string& dashes) {
  const std::string meant = closest(app, name);
  return meant.empty() ? "" : "; do you mean " + dashes + meant;
}

std::string plain_text(const CLI::ParseError& error) {
  const std::string text = one_line(error.what());
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) return name_in(text) + ": needs a value";
  if (dynamic_cast<const CLI::RequiredError*>(&error)) return name_in(text) + ": missing";
  if (dynamic_cast<const CLI::ExcludesError*>(&error)) {
    return name_in(text) + ": does not go together with " + text.substr(text.rfind(' ') + 1) +
           "; drop one";
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error)) {
    const std::size_t equals = text.rfind(" = ");
    const std::size_t name = text.find("--");
    if (name != std::string::npos && equals != std::string::npos && equals > name) {
      return text.substr(name, equals - name) + ": \"" + text.substr(equals + 3) +
             "\" is not true or false";
    }
  }
  return text;
}

std::optional<int> parse_subcommand(CLI::App& app, const std::vector<std::string>& words,
                                    const std::function<void()>& check) {
  try {
    parse_words(app, words);
    if (check) check();
    return std::nullopt;
  } catch (const CLI::Success& success) {
    std::ostringstream text;
    app.exit(success, text, text);
    return print_output(text.str()) ? kExitDone : kExitFailed;
  } catch (const CLI::ParseError& error) {
    print_error(plain_text(error) + "; see " + app.get_name() + " --help");
    return kExitUsage;
  }
}

}  // namespace stylize
