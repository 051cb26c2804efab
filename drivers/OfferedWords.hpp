#pragma once

#include <string>
#include <vector>

namespace CLI {
class Option;
}

namespace ritz {

/// Notes that `option` takes one of `words`, for shells that complete them. Nothing is checked: the words are
/// when all options are known. Returns `option`.
CLI::Option* offer(CLI::Option* option, const std::vector<std::string>& words);

/// The words that were offered; none: anything goes.
std::vector<std::string> offeredWords(const CLI::Option& option);

/// What stands for the value in help: "FILE", "END"; without the words offered.
std::string valueName(const CLI::Option& option);

}  // namespace ritz
