#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/JacobiPreconditioner.hpp>

#include <cmath>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

const auto Diagonal = [](GlobalIndex g) { return 1.0 + static_cast<double>(g); };
const auto Mass = [](GlobalIndex g) { return g % 2 ? 2.0 : 0.5; };

void expectQuotients(const Block& Y, const Block& X, std::size_t column,
                     const std::function<double(GlobalIndex)>& denominator) {
  const auto x = X.getData(column), y = Y.getData(column);
  for (int i = 0; i < y.size(); ++i) {
    const double expected = x[i] / denominator(X.getMap()->getGlobalElement(i));
    EXPECT_NEAR(y[i], expected, 1e-15 * std::abs(expected)) << i;
  }
}

TEST(JacobiPreconditioner, DividesByTheDiagonal) {
  const MapPtr map = makeMap(23);
  const JacobiPreconditioner<double> K(columnOf(map, Diagonal));
  const Block X = hashBlock(map, 2);
  Block Y(map, 2);
  K.apply(X, Y);
  for (const std::size_t j : {std::size_t(0), std::size_t(1)}) expectQuotients(Y, X, j, Diagonal);
}

TEST(JacobiPreconditioner, TakesAShiftForEachColumnAndStaysAwayFromZero) {
  const MapPtr map = makeMap(23);
  const auto mass = columnOf(map, Mass);
  const JacobiPreconditioner<double> K(columnOf(map, Diagonal), &mass);
  const Block X = hashBlock(map, 2);
  Block Y(map, 2);
  K.applyShifted(X, {-3.0, 6.0}, Y);
  expectQuotients(Y, X, 0, [](GlobalIndex g) { return Diagonal(g) + 3.0 * Mass(g); });
  expectQuotients(Y, X, 1, [](GlobalIndex g) {
    const double denominator = Diagonal(g) - 6.0 * Mass(g), least = 0.1 * Diagonal(g);
    return std::abs(denominator) >= least ? denominator : denominator < 0 ? -least : least;
  });
}

TEST(JacobiPreconditioner, RefusesADiagonalWithoutReciprocals) {
  const MapPtr map = makeMap(9);
  EXPECT_THROW(JacobiPreconditioner<double>(columnOf(map, [](GlobalIndex g) { return g == 8 ? 0.0 : 1.0; })),
               InvalidOption);
  const auto other = columnOf(makeMap(8), Diagonal);
  EXPECT_THROW(JacobiPreconditioner<double>(columnOf(map, Diagonal), &other), SpaceMismatch);
}

}  // namespace
