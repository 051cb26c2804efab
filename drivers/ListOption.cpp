#include <ritz/drivers/ListOption.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/NumberText.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>

namespace ritz {

namespace {

template <class T>
struct Item;

template <>
struct Item<double> {
  static constexpr const char *One = "number", *Several = "numbers";
  static std::optional<double> from(const std::string& text) { return realFrom(text); }
};

template <>
struct Item<long long> {
  static constexpr const char *One = "integer", *Several = "integers";
  static std::optional<long long> from(const std::string& text) { return integerFrom(text); }
};

template <>
struct Item<std::string> {
  static constexpr const char *One = "word", *Several = "words";
  static std::optional<std::string> from(const std::string& text) { return text; }
};

/// What lies between the commas of all words, without blanks around it; never empty.
std::vector<std::string> partsOf(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words)
    for (std::size_t begin = 0; begin <= word.size();) {
      const std::size_t end = std::min(word.find(',', begin), word.size());
      parts.push_back(CLI::detail::trim_copy(word.substr(begin, end - begin)));
      begin = end + 1;
    }
  return parts;
}

template <class T>
std::vector<T> itemsOf(const std::string& option, const std::vector<std::string>& words) {
  const std::vector<std::string> parts = partsOf(words);
  const auto refuse = [&](std::size_t place, const std::string& fault) {
    throw InvalidOption(fmt::format("{} '{}': {} {} of {} is {}; give {} with one comma between", option,
                                    fmt::join(words, ","), Item<T>::One, place + 1, parts.size(), fault,
                                    Item<T>::Several));
  };
  std::vector<T> items;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) refuse(i, "empty");
    const std::optional<T> item = Item<T>::from(parts[i]);
    if (!item) refuse(i, fmt::format("'{}'", parts[i]));
    items.push_back(*item);
  }
  return items;
}

}  // namespace

template <class T>
CLI::Option* addList(CLI::App& app, const std::string& name, std::vector<T>& to,
                     const std::string& description) {
  const CLI::callback_t take = [&to, name](const CLI::results_t& words) {
    to = itemsOf<T>(name, words);
    return true;
  };
  return app.add_option(name, take, description)->expected(1, CLI::detail::expected_max_vector_size);
}

template CLI::Option* addList<double>(CLI::App&, const std::string&, std::vector<double>&,
                                      const std::string&);
template CLI::Option* addList<long long>(CLI::App&, const std::string&, std::vector<long long>&,
                                         const std::string&);
template CLI::Option* addList<std::string>(CLI::App&, const std::string&, std::vector<std::string>&,
                                           const std::string&);

}  // namespace ritz
