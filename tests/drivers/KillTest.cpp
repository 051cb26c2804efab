#include "Program.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace ritz::test {
namespace {

TEST(Kill, LeavesAWholeResultOrNone) {
  const auto arguments = [](const TemporaryFolder& folder) {
    return std::vector<std::string>{"eigs", "--operator", "tridiagonal", "--size",   "4000",
                                    "-k",   "5",          "--vectors",   "--output", folder.path("out")};
  };
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(runRitz(arguments(TemporaryFolder())).status, 0);
  const auto whole =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);

  constexpr int kills = 16;
  for (int i = 1; i <= kills; ++i) {
    const TemporaryFolder folder;
    runAndKill(arguments(folder), whole * i / (kills - 2));
    if (!folder.has("out/result.json")) continue;
    const auto json = readJson(folder.path("out/result.json"));
    ASSERT_TRUE(json.is_object()) << readText(folder.path("out/result.json"));
    EXPECT_EQ(json["values"].size(), 5u);
    EXPECT_TRUE(json.contains("history"));
    EXPECT_TRUE(folder.has("out/vectors.mtx"));
  }
}

}  // namespace
}  // namespace ritz::test
