#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/OperatorChecks.hpp>
#include <ritz/operators/ScaledOperator.hpp>
#include <ritz/operators/SumOperator.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace {

using namespace ritz::test;

// A sum of n terms rounds by at most n·eps of the sum of their sizes; 5·4·3 = 60 entries, eight operations
// each.
const double rounding = 68 * std::numeric_limits<double>::epsilon();

ritz::OperatorPtr<double> laplacian(double scale = 1.0) {
  return std::make_shared<ritz::ScaledOperator<double>>(
      scale, std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(),
                                                         std::array<ritz::GlobalIndex, 3>{5, 4, 3}));
}

/// A + c N with a nonsymmetric N of entries in (−1, 1).
ritz::SumOperator<double> spoiled(double c) {
  const auto A = laplacian();
  return ritz::SumOperator<double>({{1.0, A}, {c, denseOperator(A->getDomainMap(), A->getDomainMap(), 1)}});
}

}  // namespace

TEST(OperatorChecks, FindNoFaultWithASymmetricOperatorOfAnyScale) {
  for (const double scale : {1.0, 1e-200, 1e150, 0.0}) {
    EXPECT_LE(ritz::symmetryDefect(*laplacian(scale)), rounding) << scale;
    EXPECT_LE(ritz::linearityDefect(*laplacian(scale)), rounding) << scale;
    EXPECT_LE(ritz::adjointDefect(*laplacian(scale)), rounding) << scale;
  }
}

TEST(OperatorChecks, MeasureTheNonsymmetricPart) {
  const double small = ritz::symmetryDefect(spoiled(1e-9)), large = ritz::symmetryDefect(spoiled(1e-3));

  EXPECT_GT(small, 1e-12);
  EXPECT_LT(small, 1e-9);
  EXPECT_NEAR(large / small, 1e6, 1e4);  // linear in the perturbation while that is small
}

TEST(OperatorChecks, FindAffineFunctionsNotLinear) {
  const auto map = ritz::makeMap(20);
  const auto shifted = ritz::makeOperator<double>(map, [](const Block& X, Block& Y) {
    Y.putScalar(1e-6);
    Y.update(1.0, X, 1.0);
  });

  EXPECT_GT(ritz::linearityDefect(*shifted), 1e-7);
}

TEST(OperatorChecks, FindAnAdjointThatBelongsToAnother) {
  const auto map = ritz::makeMap(20);
  const auto twice = [](const Block& X, Block& Y) { Y.update(2.0, X, 0.0); };
  const auto thrice = [](const Block& X, Block& Y) { Y.update(3.0, X, 0.0); };

  // |2 − 3|·|⟨x, y⟩| / ((2 + 3) Σ|xᵢ||yᵢ|)
  EXPECT_GT(ritz::adjointDefect(*ritz::makeOperator<double>(map, map, twice, thrice)), 1e-3);
  EXPECT_LE(ritz::adjointDefect(*ritz::makeOperator<double>(map, map, twice, twice)), rounding);
  EXPECT_THROW(ritz::adjointDefect(*withoutAdjoint(map)), ritz::NotSupported);
}

TEST(OperatorChecks, CheckAdjointsBetweenTwoSpaces) {
  const auto A = denseOperator(ritz::makeMap(7), ritz::makeMap(4), 1);

  EXPECT_LE(ritz::adjointDefect(*A), rounding);
  EXPECT_THROW(ritz::symmetryDefect(*A), ritz::SpaceMismatch);
}

TEST(OperatorChecks, ProbeTheSignOfTheForm) {
  const auto map = ritz::makeMap(50);
  const ritz::DiagonalOperator<double> A(
      columnOf(map, [](ritz::GlobalIndex g) { return g % 2 == 0 ? 3.0 : 2.0; }));
  const ritz::DiagonalOperator<double> indefinite(
      columnOf(map, [](ritz::GlobalIndex g) { return g % 2 == 0 ? 1.0 : -9.0; }));

  const auto range = ritz::definitenessProbe(A), negative = ritz::definitenessProbe(indefinite);

  EXPECT_GE(range.min, 2.0);
  EXPECT_LE(range.max, 3.0);
  EXPECT_LT(range.min, range.max);
  EXPECT_LT(negative.min, 0.0);
}

TEST(OperatorChecks, GiveNaNForNaN) {
  const ritz::DiagonalOperator<double> A(columnOf(ritz::makeMap(9), [](ritz::GlobalIndex g) {
    return g == 4 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
  }));

  EXPECT_TRUE(std::isnan(ritz::symmetryDefect(A)));
  EXPECT_TRUE(std::isnan(ritz::linearityDefect(A)));
  EXPECT_TRUE(std::isnan(ritz::definitenessProbe(A).min));
  EXPECT_TRUE(std::isnan(ritz::definitenessProbe(A).max));
}

TEST(OperatorChecks, TellOfAThrowOnOneRank) {
  const auto map = ritz::makeMap(9);
  const auto A = ritz::makeOperator<double>(map, [](const Block& X, Block& Y) {
    if (X.getMap()->getComm()->getRank() == X.getMap()->getComm()->getSize() - 1)
      throw ritz::OperatorFailure("out");
    Y.update(1.0, X, 0.0);
  });

  EXPECT_THROW(ritz::symmetryDefect(*A), ritz::OperatorFailure);
  EXPECT_THROW(ritz::definitenessProbe(*A), ritz::OperatorFailure);
}

TEST(OperatorChecks, RefuseToCheckNothing) {
  EXPECT_THROW(ritz::symmetryDefect(*laplacian(), 0, 0), ritz::InvalidOption);
}
