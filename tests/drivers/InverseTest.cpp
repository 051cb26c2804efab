#include "EigsRuns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/operators/FactoredInverse.hpp>

#include <cmath>

namespace ritz::test {
namespace {

using testing::HasSubstr;

/// The Laplacian of two separate paths of m points.
std::string pathsFile(int m) {
  std::string entries;
  int count = 0;
  for (int i = 1; i <= 2 * m; ++i) {
    const bool isEnd = i == 1 || i == m || i == m + 1 || i == 2 * m;
    entries += std::to_string(i) + " " + std::to_string(i) + (isEnd ? " 1.0\n" : " 2.0\n");
    ++count;
    if (i == m || i == 2 * m) continue;
    entries += std::to_string(i + 1) + " " + std::to_string(i) + " -1.0\n";
    ++count;
  }
  const std::string n = std::to_string(2 * m);
  return "%%MatrixMarket matrix coordinate real symmetric\n" + n + " " + n + " " + std::to_string(count) +
         "\n" + entries;
}

class Inverse : public EigsOnRanks {
 protected:
  void expectValues(const std::vector<double>& expected) const {
    const auto values = result()["values"];
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(values[j].get<double>(), expected[j], 1e-9);
  }
};
INSTANTIATE_TEST_SUITE_P(Ranks, Inverse, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Inverse, FindsZeroModesAndProvesThatNoneIsMissing) {
  if (!hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const Outcome outcome = run({"--matrix", folder.write("A.mtx", pathsFile(100)), "-k", "4", "--which",
                               "smallest", "--inverse", "factor"});

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const double first = 2.0 - 2.0 * std::cos(std::acos(-1.0) / 100);
  expectValues({0, 0, first, first});
  EXPECT_EQ(result()["zero_modes"], 2);
  EXPECT_THAT(outcome.out, HasSubstr("2 zero modes"));
  EXPECT_THAT(outcome.out, HasSubstr("all of them found"));
  EXPECT_THAT(result()["reason"].get<std::string>(), HasSubstr("by inertia"));
  EXPECT_GT(result()["applications"]["inverse"]["columns"].get<int>(), 4);
  EXPECT_GE(result()["applications"]["factorizations"].get<int>(), 2);
}

TEST_P(Inverse, FindsAnIntervalAndTheNearest) {
  if (!hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const auto file = folder.write("A.mtx", diagonalFile(200));

  ASSERT_EQ(run({"--matrix", file, "-k", "9", "--which", "interval", "--interval", "49.5,53", "--inverse",
                 "factor"})
                .status,
            0);
  expectValues({50, 51, 52, 53});
  ASSERT_EQ(run({"--matrix", file, "-k", "3", "--which", "nearest", "--sigma", "70.2", "--inverse", "factor"})
                .status,
            0);
  expectValues({70, 71, 69});
}

TEST_P(Inverse, SolvesByKrylovMethodsWithoutMatrices) {
  const Outcome outcome = run({"--operator", "tridiagonal", "--size", "300", "-k", "3", "--which", "smallest",
                               "--inverse", "krylov"});

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["method"]["name"], "lanczos");
  EXPECT_GT(result()["applications"]["A"]["columns"].get<int>(), 100);
  EXPECT_GT(result()["applications"]["inverse"]["columns"].get<int>(), 3);
}

TEST_P(Inverse, FactorsOperatorsThatShowTheirEntries) {
  if (!hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  ASSERT_EQ(run({"--operator", "laplacian3d", "--size", "12,11,10", "-k", "2", "--which", "smallest",
                 "--inverse", "factor"})
                .status,
            0);
  const auto value = [](int i, int j, int k) {
    const double pi = std::acos(-1.0);
    return 6 - 2 * std::cos(i * pi / 13) - 2 * std::cos(j * pi / 12) - 2 * std::cos(k * pi / 11);
  };
  expectValues({value(1, 1, 1), value(2, 1, 1)});
  EXPECT_GT(result()["applications"]["inverse"]["columns"].get<int>(), 0);
}

TEST_P(Inverse, RefusesToFactorWhatShowsNoEntries) {
  const Outcome outcome = run({"--plugin", RITZ_SPRING_CHAIN, "--plugin-arguments", "n=300", "-k", "3",
                               "--which", "smallest", "--inverse", "factor"});

  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--inverse factor"));
}

TEST_P(Inverse, RefusesAnInverseThatTheLargestValuesDoNotNeed) {
  const auto file = folder.write("A.mtx", diagonalFile(120));
  const auto refusal = [&](const std::string& kind, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--matrix", file, "-k", "3", "--which", "largest", "--inverse", kind};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 2);
    return outcome.err;
  };
  EXPECT_THAT(refusal("factor", {}), HasSubstr("these are found without one; leave it out"));
  EXPECT_THAT(refusal("krylov", {}), HasSubstr("--inverse krylov with --which largest"));
  EXPECT_THAT(refusal("krylov", {"--mass", file}), HasSubstr("conjugate gradients already"));
}

TEST_P(Inverse, KeepsThePairsOrthogonalToConstraints) {
  std::string first = "%%MatrixMarket matrix array real general\n120 1\n1.0\n";
  for (int i = 1; i < 120; ++i) first += "0.0\n";

  const Outcome outcome = run({"--matrix", folder.write("A.mtx", diagonalFile(120)), "-k", "3", "--which",
                               "smallest", "--constraints", folder.write("C.mtx", first)});

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  expectValues({2, 3, 4});
  EXPECT_THAT(result()["method"]["why"].get<std::string>(), HasSubstr("1 constraint"));
}

}  // namespace
}  // namespace ritz::test
