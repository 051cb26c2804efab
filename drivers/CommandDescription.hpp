#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// An option as texts about the program need it.
struct OptionDescription {
  enum class Value { None, Word, File, Folder, Other };

  std::vector<std::string> names;  ///< with dashes: "-h", "--help"; empty: it is known by its place
  std::string value;               ///< what stands for its value: "FILE"; empty for flags
  std::string text, standard;      ///< what it does; its default, or ""
  std::string group;
  Value kind = Value::None;
  std::vector<std::string> words;  ///< those that it takes, if they are few
};

/// A subcommand as texts about the program need it.
struct CommandDescription {
  std::string name, summary;
  std::string footer;  ///< examples and what is written
  std::vector<OptionDescription> options;
};

/// Everything that `app` declares, so that no text about it can go stale.
CommandDescription describe(const std::string& name, const std::string& summary, const CLI::App& app);

}  // namespace ritz
