#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace ritz {

/// Prints --help within 100 columns: names on the left, texts wrapped on the right, defaults at their ends.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool isPositional) const override;
};

}  // namespace ritz
