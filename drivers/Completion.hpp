#pragma once

#include <ritz/drivers/CommandDescription.hpp>

#include <string>
#include <vector>

namespace ritz {

/// A script for bash that completes subcommands, options, and their words, files and folders.
std::string bashCompletion(const std::vector<CommandDescription>& commands);

/// The same for zsh, with what each option does.
std::string zshCompletion(const std::vector<CommandDescription>& commands);

}  // namespace ritz
