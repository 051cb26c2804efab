#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/TangentFormula.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g); }
double f(GlobalIndex g) { return std::cos(real(g)); }
double h(GlobalIndex g) { return 0.3 + 0.1 * real(g); }

MultiVectorPtr<double> applied(const OperatorPtr<double>& A, const EigenResult<double>& pairs) {
  return std::make_shared<Block>(image(A, *pairs.vectors));
}

/// Changes that have the vectors of the problem: UᴴdA U = diag(f), UᴴdB U = diag(h).
TEST(TangentFormula, MovesValuesAndLengthsAlone) {
  const KnownProblem known{makeMap(30), separate, true};
  const auto pairs = known.pairs({0, 1, 2});
  const PencilChange<double> change{applied(known.function(f, 1), pairs),
                                    applied(known.function(h, 1), pairs)};
  const TangentFormula<double> formula(pairs, {0, 1, 2}, change);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) {
      EXPECT_NEAR(formula.values()(i, j), i == j ? f(i) - separate(i) * h(i) : 0.0, 1e-12);
      EXPECT_NEAR(formula.mixing()(i, j), i == j ? -0.5 * h(i) : 0.0, 1e-12);
    }
  const auto force = TangentFormula<double>::force(pairs, change);
  for (std::size_t j = 0; j < 3; ++j) {
    Block expected(*change.AU->getVector(j), Teuchos::Copy);
    expected.update(-pairs.values[j], *change.BU->getVector(j), 1.0);
    expected.update(-1.0, *force->getVector(j), 1.0);
    EXPECT_LE(expected.getVector(0)->norm2(), 1e-13);
  }
}

/// UᴴB dU + dUᴴB U = −UᴴdB U whatever the change, in clusters too, and gaps divide between them alone.
TEST(TangentFormula, KeepsTheVectorsOrthonormal) {
  const KnownProblem known{makeMap(30), separate, true};
  const auto pairs = known.pairs({0, 1, 2});
  const auto dA = toeplitzMatrix(known.map, 1.0, 0.5), dB = toeplitzMatrix(known.map, 0.3, 0.1);
  const PencilChange<double> change{applied(dA, pairs), applied(dB, pairs)};
  const Dense<double> G = gram(*pairs.vectors, *change.AU), D = gram(*pairs.vectors, *change.BU);
  for (const std::vector<int>& clusterOf : {std::vector<int>{0, 1, 2}, std::vector<int>{0, 1, 1}}) {
    const TangentFormula<double> formula(pairs, clusterOf, change);
    const auto& C = formula.mixing();
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(C(i, j) + C(j, i), -D(i, j), 1e-12);
        const auto li = pairs.values[static_cast<std::size_t>(i)],
                   lj = pairs.values[static_cast<std::size_t>(j)];
        const bool together =
            clusterOf[static_cast<std::size_t>(i)] == clusterOf[static_cast<std::size_t>(j)];
        EXPECT_NEAR(C(i, j), together ? -0.5 * D(i, j) : (G(i, j) - lj * D(i, j)) / (lj - li), 1e-12);
        EXPECT_NEAR(formula.values()(i, j), together ? G(i, j) - 0.5 * (li + lj) * D(i, j) : 0.0, 1e-12);
      }
  }
}

}  // namespace
}  // namespace ritz::test
