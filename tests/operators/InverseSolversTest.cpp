#include "InverseProblems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/ShiftedOperator.hpp>

#include <cmath>
#include <limits>
#include <string>

/// What every solver of InverseOperator has to do.
namespace {

using namespace ritz::test;
using ritz::InverseOperator;
using ritz::InverseOptions;
using ritz::InverseSolver;

class EverySolver : public testing::TestWithParam<InverseSolver> {};

}  // namespace

TEST_P(EverySolver, ReachesTheToleranceAsked) {
  const auto A = laplacian();
  const auto B = hashBlock(A->getDomainMap(), 3);
  for (const double tolerance : {1e-3, 1e-8, 1e-12}) {
    Block X(A->getDomainMap(), 3);
    X.putScalar(std::numeric_limits<double>::quiet_NaN());

    const InverseOperator<double> inverse(A, with(GetParam(), tolerance));
    inverse.apply(B, X);

    EXPECT_LE(relativeResidual(*A, B, X), tolerance * (1.0 + 1e-3));  // the recomputation rounds differently
  }
}

TEST_P(EverySolver, GivesZeroForZeroColumns) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(laplacian());
  const InverseOperator<double> inverse(A, with(GetParam()));
  Block B = hashBlock(A->getDomainMap(), 3), X(B.getMap(), 3);
  B.getVectorNonConst(1)->putScalar(0.0);

  inverse.apply(B, X);
  const auto lengths = norms(X);
  A->reset();
  inverse.apply(*B.getVector(1), *X.getVectorNonConst(0));

  EXPECT_GT(lengths[0], 0.0);
  EXPECT_EQ(lengths[1], 0.0);
  EXPECT_GT(lengths[2], 0.0);
  EXPECT_EQ(norms(X)[0], 0.0);
  EXPECT_EQ(A->count().columns, 0);
}

TEST_P(EverySolver, SolvesOneEquationAndTheIdentity) {
  const auto four = diagonal(1, [](ritz::GlobalIndex) { return 4.0; });
  const auto identity = diagonal(5, [](ritz::GlobalIndex) { return 1.0; });
  const auto B = hashBlock(identity->getDomainMap(), 4), b = hashBlock(four->getDomainMap(), 1);
  Block X(B.getMap(), 4), x(b.getMap(), 1), quarter(b, Teuchos::Copy);
  quarter.scale(0.25);

  InverseOperator<double>(identity, with(GetParam())).apply(B, X);
  InverseOperator<double>(four, with(GetParam())).apply(b, x);

  EXPECT_LE(distance(X, B), 1e-12);
  EXPECT_LE(distance(x, quarter), 1e-12);
}

TEST_P(EverySolver, SolvesColumnsThatNeedVeryDifferentNumbersOfSteps) {
  // The first column is an eigenvector: one step solves it exactly.
  const auto A = diagonal(40, [](ritz::GlobalIndex g) { return 1.0 + static_cast<double>(g); });
  Block B = hashBlock(A->getDomainMap(), 3), X(B.getMap(), 3);
  B.getVectorNonConst(0)->update(
      1.0, columnOf(B.getMap(), [](ritz::GlobalIndex g) { return g == 1 ? 1.0 : 0.0; }), 0.0);

  InverseOperator<double>(A, with(GetParam())).apply(B, X);

  EXPECT_LE(relativeResidual(*A, B, X), 1.001e-12);
}

TEST_P(EverySolver, UsesThePreconditioner) {
  const auto value = [](ritz::GlobalIndex g) { return std::pow(10.0, static_cast<double>(g % 7) - 3.0); };
  const auto A = std::make_shared<ritz::CountingOperator<double>>(diagonal(300, value));
  auto options = with(GetParam(), 1e-10);
  const auto B = hashBlock(A->getDomainMap(), 1);
  Block X(B.getMap(), 1);

  // The exact inverse, badly scaled: one step and what verifies it.
  options.preconditioner = diagonal(300, [&](ritz::GlobalIndex g) { return 1e6 / value(g); });
  InverseOperator<double>(A, options).apply(B, X);

  EXPECT_LE(A->count().columns, 4);
  EXPECT_LE(relativeResidual(*A, B, X), 1.001e-10);
}

TEST_P(EverySolver, SaysWhatItReachedWhenIterationsRunOut) {
  auto options = with(GetParam());
  options.maxIterations = 3;
  const InverseOperator<double> inverse(laplacian(), options);

  const std::string text = failureOf(inverse, hashBlock(inverse.getDomainMap(), 2));

  EXPECT_NE(text.find("after 3 iterations"), std::string::npos) << text;
  EXPECT_NE(text.find("reached"), std::string::npos) << text;
}

TEST_P(EverySolver, EndsOnNaN) {
  const InverseOperator<double> inverse(laplacian(), with(GetParam()));
  auto B = hashBlock(inverse.getDomainMap(), 2);
  if (B.getMap()->isNodeGlobalElement(7))
    B.replaceGlobalValue(7, 1, std::numeric_limits<double>::quiet_NaN());

  EXPECT_NE(failureOf(inverse, B).find("NaN"), std::string::npos);
}

TEST_P(EverySolver, EndsWhenTheOperatorReturnsNaN) {
  const auto map = ritz::makeMap(20);
  const auto broken = ritz::makeOperator<double>(map, [](const Block& X, Block& Y) {
    Y.update(2.0, X, 0.0);
    if (Y.getMap()->isNodeGlobalElement(3))
      Y.replaceGlobalValue(3, 0, std::numeric_limits<double>::quiet_NaN());
  });

  EXPECT_NE(failureOf(InverseOperator<double>(broken, with(GetParam())), hashBlock(map, 1)), "");
}

TEST_P(EverySolver, TellsWhatTheOperatorThrewOnOneRank) {
  const auto map = ritz::makeMap(20);
  const int last = map->getComm()->getSize() - 1;
  const auto broken = ritz::makeOperator<double>(map, [last](const Block& X, Block&) {
    if (X.getMap()->getComm()->getRank() == last) throw std::domain_error("the licence server is asleep");
  });
  const InverseOperator<double> inverse(broken, with(GetParam()));
  const auto B = hashBlock(map, 1);
  Block X(map, 1);

  if (last == 0)
    EXPECT_THROW(inverse.apply(B, X), std::domain_error);
  else
    EXPECT_NE(failureOf(inverse, B).find("the licence server is asleep"), std::string::npos);
}

TEST_P(EverySolver, EndsOnASingularOperator) {
  const auto zero = diagonal(12, [](ritz::GlobalIndex) { return 0.0; });

  EXPECT_NE(failureOf(InverseOperator<double>(zero, with(GetParam())), hashBlock(zero->getDomainMap(), 2)),
            "");
}

INSTANTIATE_TEST_SUITE_P(InverseOperator, EverySolver,
                         testing::Values(InverseSolver::Cg, InverseSolver::Minres, InverseSolver::Gmres));
