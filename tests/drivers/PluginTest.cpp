#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Plugin : public testing::TestWithParam<int> {
 protected:
  Outcome run(const std::string& library, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"eigs", "--plugin", library, "--output", folder.path("out"), "-k", "2"});
    return runRitz(more, GetParam());
  }

  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, Plugin, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Plugin, GivesTheFrequenciesOfASpringChain) {
  const Outcome outcome = run(RITZ_SPRING_CHAIN, {"--plugin-arguments", "n=50,stiffness=2.5,mass=0.5"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = readJson(folder.path("out/result.json"));
  for (int j = 0; j < 2; ++j) {
    const double sine = std::sin(std::acos(-1.0) * (50 - j) / (2.0 * 51));
    // ‖r‖ ≤ 1e-8·(‖K‖ + θ‖M‖) = 1e-8·(10 + 20·0.5), divided by the mass.
    EXPECT_NEAR(json["values"][static_cast<std::size_t>(j)].get<double>(), 4 * 2.5 / 0.5 * sine * sine, 4e-7);
  }
  EXPECT_TRUE(json["problem"]["generalized"].get<bool>());
}

TEST_P(Plugin, IsRefusedWhenItsArgumentsMakeNoSense) {
  const Outcome outcome = run(RITZ_SPRING_CHAIN, {"--plugin-arguments", "n=-3"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'n=-3'"));
}

TEST_P(Plugin, IsRefusedWhenBuiltForAnotherVersion) {
  const Outcome outcome = run(RITZ_WRONG_VERSION_PLUGIN);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("plugin version 12345"));
}

TEST_P(Plugin, IsRefusedWhenASymbolIsMissing) {
  const Outcome outcome = run(RITZ_INCOMPLETE_PLUGIN);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("ritzMakeProblem"));
}

TEST_P(Plugin, IsRefusedWhenItIsNoLibrary) {
  EXPECT_EQ(run(folder.path("missing.so")).status, 2);
  const Outcome outcome = run(folder.write("text.so", "no library"));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("text.so"));
}

TEST_P(Plugin, ThatThrowsWhileApplyingEndsWithFive) {
  const Outcome outcome = run(RITZ_FAILING_PLUGIN, {"--plugin-arguments", "throw"});
  EXPECT_EQ(outcome.status, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("out of ideas"));
  EXPECT_FALSE(folder.has("out/result.json"));
}

TEST_P(Plugin, ThatReturnsNaNEndsWithFive) {
  EXPECT_EQ(run(RITZ_FAILING_PLUGIN, {"--plugin-arguments", "nan"}).status, 5);
}

TEST_P(Plugin, ThatIsNotSymmetricEndsWithFive) {
  EXPECT_EQ(run(RITZ_FAILING_PLUGIN, {"--plugin-arguments", "skew"}).status, 5);
}

TEST_P(Plugin, WithAnIndefiniteMassEndsWithFive) {
  EXPECT_EQ(run(RITZ_FAILING_PLUGIN, {"--plugin-arguments", "indefinite"}).status, 5);
}

TEST_P(Plugin, HasNoDiagonalForJacobi) {
  const Outcome outcome = run(RITZ_SPRING_CHAIN, {"--preconditioner", "jacobi"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("problem.preconditioner"));
}

}  // namespace
}  // namespace ritz::test
