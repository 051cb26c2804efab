#include "adjoint/Families.hpp"

#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

TEST(Pullback, AddsToWhatIsThere) {
  const Family family = makeFamily(
      30, [](GlobalIndex g) { return 1.0 + real(g); }, true);
  const auto pullback = EigenAdjoint<double>(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}))(
      ValueSum<double>({1, 1}));
  Tpetra::Vector<double> once(family.A->parameterMap()), twice(family.A->parameterMap());
  pullback.accumulateA(*family.A, once);
  pullback.accumulateA(*family.A, twice);
  pullback.accumulateA(*family.A, twice);
  twice.update(-2.0, once, 1.0);
  EXPECT_EQ(twice.normInf(), 0.0);
  EXPECT_GT(once.normInf(), 0.0);
}

TEST(Pullback, RefusesTheMassThatItDoesNotKnow) {
  const Family family = makeFamily(
      30, [](GlobalIndex g) { return 1.0 + real(g); }, false);
  const auto pullback = EigenAdjoint<double>(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}))(
      ValueSum<double>({1, 1}));
  Tpetra::Vector<double> g(family.A->parameterMap());
  EXPECT_THROW(pullback.accumulateMass(*family.A, g), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
