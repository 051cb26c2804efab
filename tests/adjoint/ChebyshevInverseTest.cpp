#include "operators/Blocks.hpp"

#include <ritz/adjoint/ChebyshevInverse.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

namespace ritz::test {
namespace {

using Intervals = std::vector<ShiftedInterval<double>>;

/// T_d(x) for any x.
double chebyshev(int d, double x) {
  if (std::abs(x) <= 1) return std::cos(d * std::acos(x));
  return std::copysign(std::cosh(d * std::acosh(std::abs(x))), d % 2 == 1 ? x : 1.0);
}

/// p(H) of the definition, at the value a of A.
double inverse(int d, const ShiftedInterval<double>& column, double a) {
  const double x = column.sign * (a - column.lambda);
  const auto line = [&](double y) { return (column.high + column.low - 2 * y) / (column.high - column.low); };
  return (1 - chebyshev(d, line(x)) / chebyshev(d, line(0))) / x;
}

double value(GlobalIndex g) { return 0.1 + 0.07 * static_cast<double>(g); }

class ChebyshevInverseOf : public testing::Test {
 protected:
  const MapPtr map = makeMap(90);
  const std::shared_ptr<MeasuredOperator<double>> A = std::make_shared<MeasuredOperator<double>>(
      std::make_shared<DiagonalOperator<double>>(columnOf(map, value)), "A");
  /// One to each side; the last ends before the spectrum does.
  const Intervals columns{{0.05, 1, 0.3, 6.4}, {6.5, -1, 0.5, 6.6}, {0.14, 1, 1.0, 5.0}};
  const Block B = hashBlock(map, 3);
};

TEST_F(ChebyshevInverseOf, IsThePolynomialOfItsDefinition) {
  for (const int asked : {2, 3, 8, 15}) {
    const ChebyshevInverse<double> polynomial(A, asked);
    const int d = polynomial.degree();
    EXPECT_EQ(d, std::max(3, asked + 1 - asked % 2));
    Block Z(map, 3);
    const long before = A->count().columns;

    polynomial.apply(columns, B, Z);

    EXPECT_EQ(A->count().columns - before, 3 * (d - 1));
    for (std::size_t j = 0; j < 3; ++j) {
      const Column expected = columnOf(map, [&](GlobalIndex g) { return inverse(d, columns[j], value(g)); });
      Block product(map, 1);
      product.elementWiseMultiply(1.0, expected, *B.getVector(j), 0.0);
      EXPECT_LE(distance(*Z.getVector(j), product), 1e-12 * expected.normInf()) << d << " " << j;
    }
  }
}

TEST_F(ChebyshevInverseOf, IsPositiveWhereverTheEndsOfTheSpectrumLie) {
  const ChebyshevInverse<double> polynomial(A, 9);
  const Intervals narrow{{3.0, 1, 0.2, 1.5}};  // values on both sides of it, and below λ
  const auto ones = columnOf(map, [](GlobalIndex) { return 1.0; });
  Block Z(map, 1);

  polynomial.apply(narrow, ones, Z);

  for (const double entry : gather(Z)) EXPECT_GT(entry, 0.0);
}

TEST_F(ChebyshevInverseOf, PassesOnWhatAProductThrew) {
  const auto broken = std::make_shared<MeasuredOperator<double>>(
      makeOperator<double>(map, [](const Block&, Block&) { throw std::runtime_error("no product"); }), "A");
  Block Z(map, 3);

  EXPECT_THROW(ChebyshevInverse<double>(broken, 5).apply(columns, B, Z), std::exception);
}

}  // namespace
}  // namespace ritz::test
