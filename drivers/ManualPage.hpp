#pragma once

#include <ritz/drivers/CommandDescription.hpp>

#include <string>
#include <vector>

namespace ritz {

/// The page ritz(1) in the language of man: all subcommands with all their options and examples.
std::string manualPage(const std::string& version, const std::vector<CommandDescription>& commands);

}  // namespace ritz
