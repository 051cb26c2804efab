#include <ritz/drivers/ListOption.hpp>
#include <ritz/operators/Error.hpp>

#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

namespace ritz::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class T>
std::vector<T> parsed(std::vector<std::string> words) {
  std::vector<T> items;
  CLI::App app;
  addList(app, "--list", items, "");
  words.insert(words.begin(), "--list");
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  app.parse(words);
  return items;
}

template <class T>
std::string refusal(const std::string& text) {
  try {
    parsed<T>({text});
  } catch (const InvalidOption& error) {
    return error.what();
  }
  return "";
}

TEST(ListOption, ReadsItemsBetweenCommas) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  EXPECT_THAT(parsed<double>({"1,-0.5,2e3"}), ElementsAre(1.0, -0.5, 2000.0));
  EXPECT_THAT(parsed<double>({"-inf,6"}), ElementsAre(-inf, 6.0));
  EXPECT_THAT(parsed<double>({"1, 2"}), ElementsAre(1.0, 2.0));
  EXPECT_THAT(parsed<long long>({"48"}), ElementsAre(48));
  EXPECT_THAT(parsed<std::string>({"log,exp"}), ElementsAre("log", "exp"));
}

TEST(ListOption, TakesTheWordsOfAnArray) {
  std::vector<long long> items;
  CLI::App app;
  addList(app, "--list", items, "")->add_result(std::vector<std::string>{"3", "4", "5"})->run_callback();
  EXPECT_THAT(items, ElementsAre(3, 4, 5));
}

TEST(ListOption, RefusesEmptyItemsByTheirPlace) {
  EXPECT_EQ(refusal<double>("1,,2"),
            "--list '1,,2': number 2 of 3 is empty; give numbers with one comma between");
  EXPECT_THAT(refusal<double>(""), HasSubstr("number 1 of 1 is empty"));
  EXPECT_THAT(refusal<double>("1,"), HasSubstr("number 2 of 2 is empty"));
  EXPECT_THAT(refusal<long long>(",1"), HasSubstr("integer 1 of 2 is empty"));
  EXPECT_THAT(refusal<std::string>("log, ,exp"), HasSubstr("word 2 of 3 is empty"));
}

TEST(ListOption, RefusesWhatIsNoNumber) {
  EXPECT_THAT(refusal<double>("1,x"), HasSubstr("number 2 of 2 is 'x'"));
  EXPECT_THAT(refusal<long long>("3,3.5"), HasSubstr("integer 2 of 2 is '3.5'"));
}

TEST(ListOption, IsWhatEveryOptionWithAListIs) {
  const std::vector<std::vector<std::string>> all{{"eigs", "--size"},
                                                  {"eigs", "--weights"},
                                                  {"eigs", "--interval"},
                                                  {"density", "--function"},
                                                  {"density", "--count"},
                                                  {"gradient", "--direction"},
                                                  {"gradient", "--hessian-vector"}};
  for (const auto& words : all) {
    const Outcome outcome = runRitz({words[0], words[1], "1,,2"});
    EXPECT_EQ(outcome.status, 2) << words[1];
    EXPECT_THAT(outcome.err, HasSubstr("ritz: " + words[1] + " '1,,2': "));
    EXPECT_THAT(outcome.err, HasSubstr(" 2 of 3 is empty; give"));
  }
}

}  // namespace
}  // namespace ritz::test
