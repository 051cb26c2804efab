#include <ritz/drivers/ConfigFile.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace ritz {

ConfigFile::ConfigFile(const CLI::App& app, std::string command, std::vector<std::string> allCommands)
    : app_(app), command_(std::move(command)), allCommands_(std::move(allCommands)) {}

std::vector<CLI::ConfigItem> ConfigFile::from_config(std::istream& input) const {
  std::vector<CLI::ConfigItem> mine;
  for (CLI::ConfigItem item : CLI::ConfigTOML::from_config(input)) {
    if (item.name == "++" || item.name == "--") continue;  // a section begins or ends
    if (!item.parents.empty()) {
      const std::string& section = item.parents.front();
      if (std::find(allCommands_.begin(), allCommands_.end(), section) == allCommands_.end())
        throw InvalidOption(
            fmt::format("--config: [{}] is no subcommand{}", section, didYouMean(section, allCommands_)));
      if (section != command_) continue;
      item.parents.clear();
    }
    expectOption(item.name);
    mine.push_back(std::move(item));
  }
  return mine;
}

void ConfigFile::expectOption(const std::string& name) const {
  if (app_.get_option_no_throw("--" + name) || (name.size() == 1 && app_.get_option_no_throw("-" + name)) ||
      app_.get_option_no_throw(name))  // one that is known by its place
    return;
  throw InvalidOption(fmt::format("--config: there is no option '{}' of {}{}", name, command_,
                                  didYouMean(name, optionNames(app_))));
}

std::vector<std::string> optionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const auto& name : option->get_lnames()) names.push_back(name);
  return names;
}

}  // namespace ritz
