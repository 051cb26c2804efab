#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace ritz {

/// Reads --config FILE: lines `option = value` as TOML or INI has them, either for the subcommand at hand or
/// below its name in brackets; sections of other subcommands are passed over. Unknown options are refused.
class ConfigFile : public CLI::ConfigTOML {
 public:
  ConfigFile(const CLI::App& app, std::string command, std::vector<std::string> allCommands);

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;

 private:
  void expectOption(const std::string& name) const;

  const CLI::App& app_;
  std::string command_;
  std::vector<std::string> allCommands_;
};

/// The long names of all options of `app`, without dashes.
std::vector<std::string> optionNames(const CLI::App& app);

}  // namespace ritz
