#include <ritz/drivers/MemorySize.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace ritz {

namespace {

std::string lower(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

/// The factor that a unit stands for.
std::optional<double> factorOf(const std::string& unit) {
  const std::string prefixes = "kmgt", word = lower(unit);
  if (word.empty() || word == "b") return 1.0;
  const auto power = prefixes.find(word.front());
  if (power == std::string::npos) return std::nullopt;
  const std::string rest = word.substr(1);
  if (rest == "b") return std::pow(1000.0, static_cast<double>(power) + 1);
  if (rest == "ib") return std::pow(1024.0, static_cast<double>(power) + 1);
  return std::nullopt;
}

}  // namespace

double memorySize(const std::string& option, const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  std::string unit = end;
  unit.erase(0, unit.find_first_not_of(' ') == std::string::npos ? unit.size() : unit.find_first_not_of(' '));
  const auto factor = factorOf(unit);
  if (end == text.c_str() || !factor || !(number > 0.0) || !std::isfinite(number))
    throw InvalidOption(fmt::format(
        "{} is '{}'; give a number above 0 with a unit or none: B, kB, MB, GB, TB (powers of 1000), "
        "KiB, MiB, GiB, TiB (of 1024); for example {} 2GB",
        option, text, option));
  return number * *factor;
}

}  // namespace ritz
