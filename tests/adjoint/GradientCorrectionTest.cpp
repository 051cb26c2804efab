#include "adjoint/Families.hpp"
#include "adjoint/Oracles.hpp"

#include <ritz/operators/CountingOperator.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace ritz::test {
namespace {

struct Accuracy {
  double pairs, solve;
};

/// How far a gradient is off, and how far it says it is.
struct Errors {
  double exact = 0, estimated = 0, corrected = 0;
};

std::vector<double> sum(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

class ErrorEstimates : public OracleByMethod {
 protected:
  /// Nothing where pairs this rough have values too close to be told apart.
  std::optional<Errors> errors(const EigenResult<double>& result, double solveTolerance) const {
    AdjointOptions options;
    options.gradientTolerance = solveTolerance;
    try {
      const EigenAdjoint<double> adjoint(result, options);
      const auto pullback = adjoint(*oracle.loss);
      const auto gradient = oracle.gradient(pullback);
      const auto better = sum(gradient, oracle.gradient(adjoint.correction(*oracle.loss, pullback)));
      return Errors{relativeDifference(gradient, oracle.expected()), relativeDifference(better, gradient),
                    relativeDifference(better, oracle.expected())};
    } catch (const GaugeDependent&) {
      return std::nullopt;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Oracles, ErrorEstimates,
                         testing::Combine(testing::ValuesIn(differentiableOracles),
                                          testing::Values<Method>(Lanczos{}, KrylovSchur{}, Lobpcg{})),
                         [](const auto& each) {
                           return testName(std::get<0>(each.param), std::get<1>(each.param));
                         });

TEST_P(ErrorEstimates, AreWithinAFactorOfTen) {
  const bool prints = std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0;
  // What several ranks change shows in the small problems, too.
  const bool together = worldComm()->getSize() > 1;
  if (together && std::get<0>(GetParam()).find("real_") == 0) GTEST_SKIP() << "on one rank alone";
  using List = std::vector<double>;
  const List tolerances = together ? List{1e-6} : List{1e-4, 1e-6, 1e-8};
  for (const double pairs : tolerances) {
    const auto result = solvedOracle(oracle, std::get<1>(GetParam()), pairs);
    for (const double solve : tolerances) {
      const auto found = errors(result, solve);
      if (prints && found)
        std::printf("%-30s %-12s pairs %.0e solve %.0e error %.1e estimate %.1e corrected %.1e\n",
                    std::get<0>(GetParam()).c_str(), result.method.name.c_str(), pairs, solve, found->exact,
                    found->estimated, found->corrected);
      if (!found || found->exact <= 1e-10) continue;
      // By luck a gradient may be better than what the correction leaves, and so than can be told.
      EXPECT_LE(found->estimated, 10 * std::max(found->exact, found->corrected)) << pairs << " " << solve;
      EXPECT_GE(found->estimated, found->exact / 10) << pairs << " " << solve;
    }
  }
}

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

class Correction : public testing::TestWithParam<bool> {
 protected:
  AdjointOptions rough() const {
    AdjointOptions options;
    options.gradientTolerance = 1e-3;
    return options;
  }
  const Family family = makeFamily(60, separate, GetParam());
  const VectorForms<double> loss{
      diagonalOperator(family.A->getDomainMap(), [](GlobalIndex g) { return std::sin(1.0 + real(g)); }),
      {1, 0, -2}};
};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutMass, Correction, testing::Bool());

TEST_P(Correction, MakesTheGradientBetter) {
  const auto exact = differences(family, 3, Smallest{}, loss);
  AdjointOptions options = rough();
  options.correctionTolerance = 1e-3;
  const EigenAdjoint<double> adjoint(solvedPairs(family, 3, Smallest{}, 1e-4, KrylovSchur{}), options);
  const auto pullback = adjoint(loss);
  const auto gradient = family.gradient(pullback);
  const double before = relativeError(gradient, exact);
  EXPECT_GT(before, 1e-5);
  EXPECT_LT(relativeError(sum(gradient, family.gradient(adjoint.correction(loss, pullback))), exact),
            before / 50);
}

TEST_P(Correction, OfACotangentTakesItForThatOfTheCorrectedVectors) {
  const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{});
  const EigenAdjoint<double> adjoint(pairs, rough());
  const auto cotangent = loss.cotangent(pairs.values, *pairs.vectors);
  const auto pullback = adjoint(cotangent);
  // The vectors hardly move, so that it is the correction of the loss.
  EXPECT_LE(relativeError(family.gradient(adjoint.correction(cotangent, pullback)),
                          family.gradient(adjoint.correction(loss, pullback))),
            1e-5);
}

TEST_P(Correction, CountsEveryProduct) {
  auto pairs = solvedPairs(family, 3, Smallest{}, 1e-6, KrylovSchur{});
  const auto counted = std::make_shared<CountingOperator<double>>(pairs.problem.A);
  pairs.problem.A = counted;
  const EigenAdjoint<double> adjoint(pairs, rough());
  const auto pullback = adjoint(loss);
  const long before = counted->count().columns;
  const auto correction = adjoint.correction(loss, pullback);
  EXPECT_EQ(correction.applications.A.columns, counted->count().columns - before);
}

TEST_P(Correction, RefusesAPullbackOfOtherPairs) {
  const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-6, KrylovSchur{});
  auto others = pairs;
  others.vectors = std::make_shared<Block>(*pairs.vectors, Teuchos::Copy);
  EXPECT_THROW(EigenAdjoint<double>(pairs).correction(loss, EigenAdjoint<double>(others)(loss)),
               SpaceMismatch);
}

}  // namespace
}  // namespace ritz::test
