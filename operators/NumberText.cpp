#include <ritz/operators/NumberText.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

namespace ritz {

namespace {

std::string_view withoutPlus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+';
  return plus ? text.substr(1) : text;
}

/// std::from_chars calls overflow and underflow by one name; a wider type tells them apart.
std::optional<double> outOfRange(std::string_view text) {
  long double wide = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wide);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc()) return static_cast<double>(wide);
  const auto exponent = text.find_first_of("eE");
  const bool tiny = exponent != std::string_view::npos && text.substr(exponent + 1, 1) == "-";
  return tiny ? 0.0 : std::numeric_limits<double>::infinity();
}

std::optional<double> plainReal(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return outOfRange(text);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<long long> integerFrom(std::string_view text) {
  text = withoutPlus(text);
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> realFrom(std::string_view text) {
  text = withoutPlus(text);
  const auto mark = text.find_first_of("dD");
  if (mark == std::string_view::npos) return plainReal(text);
  std::string copy(text);
  copy[mark] = 'e';
  return plainReal(copy);
}

std::string_view nextWord(std::string_view& rest) {
  constexpr std::string_view Blanks = " \t\r\v\f";
  const auto begin = std::min(rest.find_first_not_of(Blanks), rest.size());
  const auto end = std::min(rest.find_first_of(Blanks, begin), rest.size());
  const auto word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

std::string quotedText(std::string_view text) {
  constexpr std::size_t Longest = 60;
  std::string shown(text.substr(0, Longest));
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return std::isprint(c) == 0; }, '?');
  return fmt::format("\"{}{}\"", shown, text.size() > Longest ? "..." : "");
}

}  // namespace ritz
