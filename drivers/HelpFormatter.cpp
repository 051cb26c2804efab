#include <ritz/drivers/HelpFormatter.hpp>
#include <ritz/drivers/OfferedWords.hpp>

#include <fmt/format.h>

#include <sstream>

namespace ritz {

namespace {

constexpr std::size_t leftWidth = 32, rightWidth = 66;

std::string wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string result, word;
  std::size_t column = 0;
  while (words >> word) {
    if (column > 0 && column + 1 + word.size() > rightWidth) {
      result += "\n" + std::string(leftWidth, ' ');
      column = 0;
    }
    if (column > 0) result += ' ', ++column;
    result += word;
    column += word.size();
  }
  return result;
}

/// "--a,--b{false}" as "--a, --b".
std::string spaced(std::string names) {
  if (const auto brace = names.find('{'); brace != std::string::npos)
    names.erase(brace, names.find('}') - brace + 1);
  if (const auto comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
  return names;
}

}  // namespace

std::string HelpFormatter::make_option(const CLI::Option* option, bool isPositional) const {
  std::string name = "  " + spaced(make_option_name(option, isPositional));
  if (option->get_expected_min() > 0) name += " " + valueName(*option);
  std::string text = option->get_description();
  if (!option->get_default_str().empty()) text += fmt::format(" [{}]", option->get_default_str());
  const std::string gap = name.size() + 1 < leftWidth ? std::string(leftWidth - name.size(), ' ')
                                                      : "\n" + std::string(leftWidth, ' ');
  return name + gap + wrapped(text) + "\n";
}

}  // namespace ritz
