#pragma once

#include "Program.hpp"

#include <sstream>
#include <string>
#include <vector>

namespace ritz::test {

/// Those that `ritz --help` lists, so that no test forgets a new one.
inline std::vector<std::string> subcommands() {
  const std::string help = runRitz({"--help"}).out;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  std::string line;
  std::getline(lines, line);
  std::vector<std::string> names;
  while (std::getline(lines, line) && !line.empty()) {
    std::string name;
    std::istringstream(line) >> name;
    names.push_back(name);
  }
  return names;
}

}  // namespace ritz::test
