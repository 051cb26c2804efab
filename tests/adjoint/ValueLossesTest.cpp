#include "adjoint/TaylorSlopes.hpp"

#include <ritz/adjoint/ValueLosses.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace ritz::test {
namespace {

using Values = std::vector<double>;
const Values Some{0.8, 1.1, 2.2, 4.0};

TEST(ValueGap, HasItsDerivativesFromEitherEnd) {
  const Block U = hashBlock(makeMap(20), 4);
  Values falling = Some;
  std::reverse(falling.begin(), falling.end());
  for (const int before : {1, 2, 3})
    for (const Values& values : {Some, falling})
      expectDerivatives(ValueGap<double>(before, KreisselmeierSteinhauser{3}), values, U, 1e-3);
}

TEST(ValueGap, TendsToTheGap) {
  const ValueGap<double> gap(2, KreisselmeierSteinhauser{1e5});
  EXPECT_NEAR(gap.phi(Some), 1.1, 1e-12);
  EXPECT_NEAR(gap.phi({4.0, 2.2, 1.1, 0.8}), 1.1, 1e-12);
  EXPECT_THROW(ValueGap<double>(4).phi(Some), InvalidOption);
  EXPECT_THROW(ValueGap<double>(0), InvalidOption);
}

TEST(SpectralSum, HasItsDerivatives) {
  const Block U = hashBlock(makeMap(20), 4);
  const SpectralSum<double> loss({[](double x) { return std::log(x); }, [](double x) { return 1 / x; },
                                  [](double x) { return -1 / (x * x); }});
  expectDerivatives(loss, Some, U, 1e-2);
  EXPECT_NEAR(loss.phi({1.0, std::exp(2.0)}), 2.0, 1e-15);
  const SpectralSum<double> once({[](double x) { return x; }, [](double) { return 1.0; }});
  EXPECT_THROW(once.tangent(Some, U, someMove(U)), InvalidOption);  // no f″
}

TEST(BandMean, HasItsDerivatives) {
  const Block U = hashBlock(makeMap(20), 4);
  expectDerivatives(BandMean<double>(1.0, 3.0, 0.5), Some, U, 1e-3);
}

TEST(BandMean, IsTheMeanOfWhatLiesWellInside) {
  EXPECT_NEAR(BandMean<double>(1.0, 3.0, 1e-3).phi(Some), (1.1 + 2.2) / 2, 1e-12);
  EXPECT_THROW(BandMean<double>(9.0, 10.0, 1e-3).phi(Some), InvalidOption);
  EXPECT_THROW(BandMean<double>(2.0, 1.0, 1e-3), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
