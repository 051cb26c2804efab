#include <ritz/drivers/OfferedWords.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

namespace ritz {

// CLI11 hangs what validators say about themselves on the name of the type: "END:{largest,smallest}".

CLI::Option* offer(CLI::Option* option, const std::vector<std::string>& words) {
  const auto anything = [](std::string&) { return std::string(); };
  return option->check(CLI::Validator(anything, fmt::format("{{{}}}", fmt::join(words, ","))));
}

std::vector<std::string> offeredWords(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto begin = type.find(":{"), end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return CLI::detail::split(type.substr(begin + 2, end - begin - 2), ',');
}

std::string valueName(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(":{"));
}

}  // namespace ritz
