#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredPseudoInverse.hpp>
#include <ritz/solvers/svdsolve.hpp>

#include "solvers/RectangularMatrices.hpp"
#include "solvers/SingularValues.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace {

using ritz::GlobalIndex;
using ritz::Smallest;
using ritz::svdsolve;
using ritz::test::Block;
using ritz::test::expectTriplets;
using ritz::test::operatorWith;
using ritz::test::real;
using ritz::test::tripletsOf;
using testing::HasSubstr;

std::vector<double> first(int count, const ritz::test::Entry& sigma) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(sigma(i));
  return values;
}

double slow(GlobalIndex i) { return 1.0 / (1.0 + 0.1 * real(i)); }

TEST(Svdsolve, FindsTheLargestTripletsOfTallWideAndSquareOperators) {
  for (const auto& [rows, columns] :
       std::vector<std::pair<GlobalIndex, GlobalIndex>>{{300, 200}, {200, 300}, {250, 250}}) {
    SCOPED_TRACE(rows);
    const auto result = svdsolve<double>({operatorWith(rows, columns, slow)}, tripletsOf(6));
    expectTriplets(result, first(6, slow));
    EXPECT_EQ(static_cast<GlobalIndex>(result.left->getGlobalLength()), rows);
    EXPECT_EQ(static_cast<GlobalIndex>(result.right->getGlobalLength()), columns);
  }
}

TEST(Svdsolve, ResolvesValuesToTheRoundingOfTheNormAndNotItsRoot) {
  const auto graded = [](GlobalIndex i) { return std::pow(10.0, -0.5 * real(std::min<GlobalIndex>(i, 60))); };
  const auto result = svdsolve<double>({operatorWith(120, 100, graded)}, tripletsOf(28, 1e-14));
  ASSERT_EQ(result.values.size(), 28u);
  // The last is 3e-14 of ‖A‖: of AᴴA it would be 1e-27. Rounding: a few ε‖A‖ in B and in the residuals.
  for (int i = 0; i < 28; ++i) EXPECT_NEAR(result.values[static_cast<std::size_t>(i)], graded(i), 2e-15) << i;
}

TEST(Svdsolve, TakesOneProductOfEachKindAStep) {
  const auto result = svdsolve<double>({operatorWith(300, 200, slow)}, tripletsOf(6));
  const auto& counts = result.applications;
  EXPECT_EQ(counts.A.columns, counts.adjoint.columns + 1);          // the probe
  const long steps = static_cast<long>(result.history.size()) - 1;  // the last point is the verification
  EXPECT_EQ(result.history[static_cast<std::size_t>(steps - 1)].applications, 1 + 2 * steps);
}

TEST(Svdsolve, FindsAllCopiesOfMultipleValues) {
  const auto sevenfold = [](GlobalIndex i) { return i < 7 ? 2.0 : 1.0 / real(i); };
  expectTriplets(svdsolve<double>({operatorWith(160, 140, sevenfold)}, tripletsOf(8)), first(8, sevenfold));
  expectTriplets(svdsolve<double>({operatorWith(60, 60, [](auto) { return 1.0; })}, tripletsOf(5)),
                 std::vector<double>(5, 1.0));
}

TEST(Svdsolve, SeparatesClusters) {
  const auto clustered = [](GlobalIndex i) { return 1.0 + 1e-6 * real(i % 5) - 0.1 * real(i / 5) / 60.0; };
  auto expected = first(300, clustered);
  std::sort(expected.rbegin(), expected.rend());
  expected.resize(10);
  expectTriplets(svdsolve<double>({operatorWith(400, 300, clustered)}, tripletsOf(10, 1e-10)), expected);
}

TEST(Svdsolve, EndsEarlyOnLowRankAndSaysSo) {
  for (const int rank : {0, 3}) {
    SCOPED_TRACE(rank);
    const auto low = [=](GlobalIndex i) { return i < rank ? 3.0 - real(i) : 0.0; };
    const auto result = svdsolve<double>({operatorWith(90, 80, low)}, tripletsOf(8));
    expectTriplets(result, first(8, low));
    EXPECT_THAT(result.reason, HasSubstr("the rank of A is " + std::to_string(rank)));
    EXPECT_LE(result.iterations, 20);
  }
}

TEST(Svdsolve, FindsAllTripletsOfSmallOperators) {
  const auto falling = [](GlobalIndex i) { return 4.0 - real(i); };
  expectTriplets(svdsolve<double>({operatorWith(4, 4, falling)}, tripletsOf(4)), {4, 3, 2, 1});
  expectTriplets(svdsolve<double>({operatorWith(7, 1, falling)}, tripletsOf(1)), {4});
  expectTriplets(svdsolve<double>({operatorWith(1, 9, falling)}, tripletsOf(1)), {4});
}

TEST(Svdsolve, SurvivesTheEndsOfTheNumbers) {
  for (const double size : {1e-130, 1e150}) {
    const auto scaled = [=](GlobalIndex i) { return size * slow(i); };
    expectTriplets(svdsolve<double>({operatorWith(100, 80, scaled)}, tripletsOf(4)), first(4, scaled));
  }
}

TEST(Svdsolve, FindsTheSmallestWithAnInverse) {
  const GlobalIndex n = 1500;
  const auto sigma = [](GlobalIndex i) { return 1e-6 + 0.01 * real(i); };
  const auto inverse = [&](GlobalIndex i) { return 1.0 / sigma(i); };
  ritz::SvdOptions options = tripletsOf(5);
  options.which = Smallest{};
  const auto result = svdsolve<double>({operatorWith(n, n, sigma), operatorWith(n, n, inverse)}, options);
  expectTriplets(result, first(5, sigma));
  EXPECT_LT(result.applications.inverse.columns, 200);
  EXPECT_EQ(result.applications.A.columns, 6);  // probe and verification
}

TEST(Svdsolve, TakesThePseudoInverseOfARectangularOperator) {
  const auto sigma = [](GlobalIndex i) { return 0.5 + real(i); };
  const auto inverse = [&](GlobalIndex i) { return 1.0 / sigma(i); };
  ritz::SvdOptions options = tripletsOf(4);
  options.which = Smallest{};
  expectTriplets(svdsolve<double>({operatorWith(150, 110, sigma), operatorWith(110, 150, inverse)}, options),
                 first(4, sigma));
  expectTriplets(svdsolve<double>({operatorWith(110, 150, sigma), operatorWith(150, 110, inverse)}, options),
                 first(4, sigma));
}

/// (AᴴA)⁻¹ of operatorWith(…, sigma) up to factors between 2/3 and 2.
ritz::OperatorPtr<double> nearInverse(GlobalIndex n, const ritz::test::Entry& sigma) {
  return ritz::test::rotatedOperator(ritz::makeMap(n), [=](GlobalIndex i) {
    return (1.0 + 0.5 * std::sin(7.0 * real(i))) / (sigma(i) * sigma(i));
  });
}

TEST(Svdsolve, FindsTheSmallestWithAPreconditioner) {
  const auto sigma = [](GlobalIndex i) {
    const double q = 1.0 + std::floor(real(i) / 3);  // three copies of each
    return std::min(1.0, 1e-6 * q * q);
  };
  for (const auto& [rows, columns] :
       std::vector<std::pair<GlobalIndex, GlobalIndex>>{{1300, 1100}, {1100, 1300}}) {
    SCOPED_TRACE(rows);
    ritz::SvdProblem<double> problem{operatorWith(rows, columns, sigma)};
    problem.preconditioner = nearInverse(1100, sigma);
    ritz::SvdOptions options = tripletsOf(5, 1e-12);
    options.which = Smallest{};
    const auto result = svdsolve<double>(problem, options);
    expectTriplets(result, first(5, sigma));
    // Residuals of 1e-12 where σ = 1e-6: AᴴA would leave about ε‖A‖²/σ = 2e-10.
    EXPECT_LT(result.applications.A.columns, 400);
    EXPECT_EQ(result.method.name, "davidson");
    EXPECT_GT(result.applications.preconditioner.columns, 0);
  }
}

TEST(Svdsolve, FindsTheSmallestOfSmallOperatorsWithoutHelp) {
  const auto graded = [](GlobalIndex i) { return std::pow(10.0, -0.15 * real(i)); };
  std::vector<double> expected;
  for (int i = 99; i > 95; --i) expected.push_back(graded(i));  // 1.4e-15 is the last one
  ritz::SvdOptions options = tripletsOf(4, 1e-13);
  options.which = Smallest{};
  const auto result = svdsolve<double>({operatorWith(130, 100, graded)}, options);
  expectTriplets(result, expected);
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(result.values[j], expected[j], 2e-15);
}

ritz::SvdOptions smallest(int count, double tolerance = 1e-8) {
  ritz::SvdOptions options = tripletsOf(count, tolerance);
  options.which = Smallest{};
  return options;
}

TEST(Svdsolve, FindsTheSmallestOfLargeOperatorsWithoutHelpWhereTheyLieApart) {
  const auto apart = [](GlobalIndex i) { return i < 8 ? 1.0 + real(i) : 20.0 + 1e-2 * real(i); };
  const auto A = operatorWith(1150, 1100, apart);
  const auto result = svdsolve<double>({A}, smallest(4));
  expectTriplets(result, first(4, apart));
  EXPECT_THAT(result.method.why, HasSubstr("without an inverse or a preconditioner"));

  ritz::SvdOptions limited = smallest(4);
  limited.budget.maxApplications = 30;
  EXPECT_THAT(svdsolve<double>({A}, limited).reason, HasSubstr("with an inverse or a preconditioner"));
}

/// With values that are proven by a count where MUMPS is.
void expectSmallest(GlobalIndex rows, GlobalIndex columns, const ritz::test::Entry& sigma,
                    const std::vector<double>& expected, bool isDeficient) {
  const auto A = ritz::test::diagonalRectangle(rows, columns, sigma);
  const auto inverse = ritz::makeFactoredPseudoInverse<double>(A->matrix());
  ASSERT_EQ(inverse->isDeficient(), isDeficient);
  const auto result = svdsolve<double>({A, inverse}, smallest(static_cast<int>(expected.size()), 1e-12));
  expectTriplets(result, expected);
  EXPECT_GE(result.applications.factorizations, 1);
  EXPECT_THAT(result.method.why, HasSubstr(isDeficient ? "A is singular to rounding" : "with the inverse"));
  const bool counts = ritz::hasFactorization(ritz::Factorization::Mumps);
  EXPECT_THAT(result.reason, HasSubstr(counts ? "all of them found" : "within the tolerance"));
}

TEST(Svdsolve, ProvesTheSmallestByAFactorisation) {
  if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no factorisation";
  const auto threefold = [](GlobalIndex i) { return 1e-7 + 1e-3 * std::floor(real(i) / 3); };
  for (const auto& [rows, columns] :
       std::vector<std::pair<GlobalIndex, GlobalIndex>>{{130, 110}, {110, 130}, {120, 120}}) {
    SCOPED_TRACE(rows);
    expectSmallest(rows, columns, threefold, first(5, threefold), false);
  }
}

TEST(Svdsolve, FindsTheZerosOfASingularMatrix) {
  if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no factorisation";
  const auto low = [](GlobalIndex i) { return 0.01 * std::max(0.0, real(i) - 2); };  // three zeros
  for (const auto& [rows, columns] :
       std::vector<std::pair<GlobalIndex, GlobalIndex>>{{130, 110}, {110, 130}, {120, 120}}) {
    SCOPED_TRACE(rows);
    expectSmallest(rows, columns, low, first(6, low), true);
  }
}

TEST(Svdsolve, DoesNotDependOnTheNumberOfRanks) {
  const auto result = svdsolve<double>({operatorWith(80, 60, slow)}, tripletsOf(3));
  // ⟨hash vector, v⟩ is real and positive, so that signs are fixed: those of one rank.
  EXPECT_EQ(ritz::test::gather(*result.right, 0).size(), 60u);
  const auto again = svdsolve<double>({operatorWith(80, 60, slow)}, tripletsOf(3));
  EXPECT_LE(ritz::test::distance(*result.right, *again.right), 1e-15);
}

class StopAfter : public ritz::Monitor {
 public:
  explicit StopAfter(int steps) : left_(steps) {}
  bool onProgress(const ritz::Progress&) override { return --left_ > 0; }

 private:
  int left_;
};

TEST(Svdsolve, GivesTheBestTripletsSoFarAtALimit) {
  const auto A = operatorWith(500, 400, [](GlobalIndex i) { return 1.0 - 1e-4 * real(i); });
  ritz::SvdOptions options = tripletsOf(5);
  options.budget.maxApplications = 60;
  const auto limited = svdsolve<double>({A}, options);
  EXPECT_EQ(nameOf(limited.status), "application-limit");
  ASSERT_EQ(limited.values.size(), 5u);
  EXPECT_LT(limited.numConverged(), 5);
  try {
    limited.requireConverged();
    ADD_FAILURE() << "requireConverged() let an unconverged result pass";
  } catch (const ritz::NotConvergedTriplets<double>& error) {
    EXPECT_EQ(error.result().values, limited.values);
  }
  options.budget = {};
  options.budget.maxIterations = 7;
  EXPECT_EQ(svdsolve<double>({A}, options).iterations, 7);
  StopAfter monitor(9);
  const auto stopped = svdsolve<double>({A}, tripletsOf(5), &monitor);
  EXPECT_EQ(nameOf(stopped.status), "stopped");
  EXPECT_EQ(stopped.iterations, 9);
}

/// A diagonal 90 × 80 operator whose `fault` happens on the last rank after `calls` good products of one
/// kind.
ritz::OperatorPtr<double> failing(bool inAdjoint, int calls, const std::function<void(double&)>& fault) {
  const auto good = operatorWith(90, 80, slow);
  const auto count = std::make_shared<int>(0);
  const auto product = [=](Teuchos::ETransp mode, bool fails) {
    return [=](const Block& X, Block& Y) {
      good->apply(X, Y, mode);
      const auto& comm = *Y.getMap()->getComm();
      if (fails && ++*count > calls && comm.getRank() == comm.getSize() - 1) fault(Y.getDataNonConst(0)[0]);
    };
  };
  return ritz::makeOperator<double>(good->getDomainMap(), good->getRangeMap(),
                                    product(Teuchos::NO_TRANS, !inAdjoint),
                                    product(Teuchos::TRANS, inAdjoint));
}

TEST(Svdsolve, TellsEveryRankOfNansAndExceptions) {
  for (const bool inAdjoint : {false, true})
    for (const int calls : {0, 1, 5}) {
      SCOPED_TRACE(calls);
      const auto nan = [](double& entry) { entry = std::numeric_limits<double>::quiet_NaN(); };
      EXPECT_THROW(svdsolve<double>({failing(inAdjoint, calls, nan)}, tripletsOf(3)), ritz::OperatorFailure);
      const auto oil = [](double&) { throw std::runtime_error("the pump is out of oil"); };
      try {
        svdsolve<double>({failing(inAdjoint, calls, oil)}, tripletsOf(3));
        ADD_FAILURE() << "nothing was thrown";
      } catch (const ritz::OperatorFailure& error) {
        EXPECT_THAT(error.what(), HasSubstr("out of oil"));
      }
    }
}

TEST(Svdsolve, NoticesAnAdjointThatIsAnother) {
  const auto A = operatorWith(90, 80, slow);
  const auto wrong = ritz::makeOperator<double>(
      A->getDomainMap(), A->getRangeMap(), [A](const Block& X, Block& Y) { A->apply(X, Y); },
      [A](const Block& X, Block& Y) { A->apply(X, Y, Teuchos::TRANS, 1.001); });
  EXPECT_THROW(svdsolve<double>({wrong}, tripletsOf(3)), ritz::NotSymmetric);
}

TEST(Svdsolve, RefusesWhatItCannotDo) {
  const auto A = operatorWith(30, 20, slow);
  EXPECT_THROW(svdsolve<double>({nullptr}), ritz::InvalidOption);
  EXPECT_THROW(svdsolve<double>({A}, tripletsOf(21)), ritz::InvalidOption);
  EXPECT_THROW(svdsolve<double>({A}, tripletsOf(0)), ritz::InvalidOption);
  EXPECT_THROW(svdsolve<double>({A}, tripletsOf(3, 1e-17)), ritz::InvalidOption);
  EXPECT_THROW(svdsolve<double>({A, A}, tripletsOf(3)), ritz::SpaceMismatch);
  EXPECT_THROW(svdsolve<double>({A, nullptr, A}, tripletsOf(3)), ritz::SpaceMismatch);
  const auto forwardOnly = ritz::makeOperator<double>(A->getDomainMap(), A->getRangeMap(),
                                                      [A](const Block& X, Block& Y) { A->apply(X, Y); });
  EXPECT_THROW(svdsolve<double>({forwardOnly}, tripletsOf(3)), ritz::NotSupported);
}

}  // namespace
