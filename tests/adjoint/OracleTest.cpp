#include "adjoint/Oracles.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ritz::test {
namespace {

class Oracles : public OracleByMethod {
 protected:
  EigenResult<double> solve(double tolerance) const {
    return solvedOracle(oracle, std::get<1>(GetParam()), tolerance);
  }
};

using Differentiable = Oracles;
INSTANTIATE_TEST_SUITE_P(Ends, Differentiable,
                         testing::Combine(testing::ValuesIn(differentiableOracles),
                                          testing::Values<Method>(Lanczos{}, KrylovSchur{}, Lobpcg{})),
                         [](const auto& each) {
                           return testName(std::get<0>(each.param), std::get<1>(each.param));
                         });

TEST_P(Differentiable, GradientIsExact) {
  const auto result = solve(1e-12);
  AdjointOptions options;
  options.gradientTolerance = 1e-11;
  const EigenAdjoint<double> adjoint(result, options);
  const auto pullback = adjoint(*oracle.loss);
  const auto gradient = oracle.gradient(pullback);
  const double error = relativeDifference(gradient, oracle.expected());
  EXPECT_LE(error, 1e-7) << result.method.name << " " << result.reason << ", estimate "
                         << pullback.errorEstimate << ", iterations " << pullback.iterations;
  EXPECT_TRUE(pullback.certified);
  if (std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0)
    std::printf(
        "%-32s %-12s %s error %.1e estimate %.1e residual %.1e it %d forward %ld adjoint %ld guards %d%s\n",
        std::get<0>(GetParam()).c_str(), result.method.name.c_str(), nameOf(result.status).c_str(), error,
        pullback.errorEstimate, result.residuals[0] / result.normA, pullback.iterations,
        result.applications.A.columns, pullback.applications.A.columns, pullback.numGuards,
        pullback.usedMinres ? " minres" : "");
}

class WithoutDerivative : public Oracles {
 protected:
  /// The refusal of this loss.
  std::optional<GaugeDependent::Finding> refusal(const EigenAdjoint<double>& adjoint) const {
    try {
      adjoint(*oracle.loss);
    } catch (const GaugeDependent& error) {
      return error.finding();
    }
    return std::nullopt;
  }
};
INSTANTIATE_TEST_SUITE_P(
    Ends, WithoutDerivative,
    testing::Combine(testing::Values("cluster_cut_by_k", "cluster_inside_gauge_dependent",
                                     "cluster_inside_value_split", "jump_hidden_from_the_local_check"),
                     testing::Values<Method>(Lanczos{}, KrylovSchur{}, Lobpcg{}, Lapack{})),
    [](const auto& each) { return testName(std::get<0>(each.param), std::get<1>(each.param)); });

TEST_P(WithoutDerivative, IsRefusedWithTheRightCluster) {
  const std::string& name = std::get<0>(GetParam());
  const EigenAdjoint<double> adjoint(solve(1e-12));
  const auto finding = refusal(adjoint);
  ASSERT_TRUE(finding);
  const Cluster expected = name == "cluster_cut_by_k"                   ? Cluster{1, 2}
                           : name == "jump_hidden_from_the_local_check" ? Cluster{0, 1}
                                                                        : Cluster{1, 2, 3};
  EXPECT_EQ(finding->cluster, expected);
  const double value = name == "jump_hidden_from_the_local_check" ? 1.0 : 1.5;
  for (const double found : finding->values) EXPECT_NEAR(found, value, 1e-10);
  if (name == "cluster_cut_by_k")
    EXPECT_EQ(finding->closingK, std::optional<int>(4));
  else
    EXPECT_FALSE(finding->closingK);
}

}  // namespace
}  // namespace ritz::test
