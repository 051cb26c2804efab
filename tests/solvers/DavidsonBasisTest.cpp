#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 90;
constexpr double Rounding = 1e-13;

class DavidsonBasisTest : public testing::Test {
 protected:
  DavidsonBasisTest()
      : map(makeMap(N)),
        problem{toeplitzMatrix(map, 2.0, -1.0),
                diagonalOperator(map, [](GlobalIndex g) { return 1.0 + 0.1 * real(g); })},
        pencil(problem, EigenOptions()) {}

  Dense<double> identity(int rows) const {
    Dense<double> I(rows, rows);
    for (int j = 0; j < rows; ++j) I(j, j) = 1.0;
    return I;
  }

  /// [L V] is B′-orthonormal, its images are A′[L V], and H = VᴴA′V.
  void expectConsistent(const DavidsonBasis<double>& basis) const {
    const int all = basis.locked() + basis.size();
    const Block V = basis.combine(identity(all)), BV = image(pencil.mass, V), AV = image(pencil.A, V);
    EXPECT_LE(distanceFromIdentity(V, BV), Rounding);
    Block error = basis.images(identity(all));
    error.update(-1.0, AV, 1.0);
    for (const double norm : columnNorms(error)) EXPECT_LE(norm, Rounding);
    const Dense<double> products = gram(V, AV);
    for (int j = 0; j < basis.size(); ++j)
      for (int i = 0; i < basis.size(); ++i)
        EXPECT_NEAR(basis.projected()(i, j), products(basis.locked() + i, basis.locked() + j), Rounding);
  }

  MapPtr map;
  EigenProblem<double> problem;
  Pencil<double> pencil;
};

TEST_F(DavidsonBasisTest, KeepsImagesThroughGrowthAndRestarts) {
  DavidsonBasis<double> basis(pencil, 12, 3, nullptr, 0);
  EXPECT_EQ(basis.expand(hashBlock(map, 4)), 4);
  EXPECT_EQ(basis.expand(hashBlock(map, 5, 1)), 5);
  expectConsistent(basis);
  const long products = pencil.A->count().columns;
  const auto ritz = hermitianEigen(basis.projected());
  Dense<double> Q(9, 5);
  for (int j = 0; j < 5; ++j) std::copy_n(ritz.vectors.column(j), 9, Q.column(j));
  basis.compress(Q);
  basis.lock(2);
  EXPECT_EQ(basis.size(), 3);
  EXPECT_EQ(basis.locked(), 2);
  EXPECT_EQ(pencil.A->count().columns, products);
  EXPECT_EQ(basis.expand(hashBlock(map, 2, 2)), 2);
  expectConsistent(basis);
  basis.refresh();
  EXPECT_EQ(basis.size(), 5);
  expectConsistent(basis);
}

TEST_F(DavidsonBasisTest, LeavesOutWhatIsNotNew) {
  DavidsonBasis<double> basis(pencil, 12, 0, nullptr, 0);
  Block X = hashBlock(map, 3);
  X.getVectorNonConst(2)->update(1.0, *X.getVector(0), -2.0, *X.getVector(1), 0.0);
  EXPECT_EQ(basis.expand(X), 2);
  EXPECT_EQ(basis.expand(X), 0);
  EXPECT_EQ(basis.expand(Block(map, 1)), 0);
  expectConsistent(basis);
}

TEST_F(DavidsonBasisTest, StaysOrthogonalWhereNearlyNothingIsNew) {
  DavidsonBasis<double> basis(pencil, 12, 0, nullptr, 0);
  const Block X = hashBlock(map, 3);
  basis.expand(X);
  Block near = hashBlock(map, 1, 7);
  near.update(1.0, *X.getVector(1), 1e-9);
  EXPECT_EQ(basis.expand(near), 1);
  expectConsistent(basis);
}

TEST_F(DavidsonBasisTest, StaysOrthogonalToWhatIsDeflatedUntilTheSpaceIsFull) {
  const MapPtr small = makeMap(7);
  const Pencil<double> seven({toeplitzMatrix(small, 2.0, -1.0)}, EigenOptions());
  Block U(small, 2);
  for (int j = 0; j < 2; ++j)
    if (small->isNodeGlobalElement(j)) U.replaceGlobalValue(j, std::size_t(j), 1.0);
  DavidsonBasis<double> basis(seven, 7, 0, &U, 0);
  for (int added = 0; added < 5; ++added) EXPECT_TRUE(basis.expandFreshly());
  EXPECT_TRUE(basis.isFull());
  EXPECT_FALSE(basis.expandFreshly());
  const Dense<double> overlap = gram(U, basis.combine(identity(5)));
  for (int j = 0; j < 5; ++j)
    for (int i = 0; i < 2; ++i) EXPECT_LE(std::abs(overlap(i, j)), Rounding);
}

TEST_F(DavidsonBasisTest, KeepsResidualsOutOfWhatIsDeflated) {
  const MapPtr small = makeMap(30);
  const Pencil<double> thirty({toeplitzMatrix(small, 2.0, -1.0)}, EigenOptions());
  Block U(small, 1);
  if (small->isNodeGlobalElement(0)) U.replaceGlobalValue(0, 0, 1.0);
  DavidsonBasis<double> basis(thirty, 9, 0, &U, 0);
  basis.expand(hashBlock(small, 3));
  const auto ritz = hermitianEigen(basis.projected());
  const Block R = basis.residuals(ritz.vectors, ritz.values);
  const Dense<double> outside = gram(U, R), inside = gram(basis.combine(identity(3)), R);
  for (int j = 0; j < 3; ++j) EXPECT_LE(std::abs(outside(0, j)), Rounding);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) EXPECT_LE(std::abs(inside(i, j)), Rounding);
}

TEST_F(DavidsonBasisTest, RefusesAMassThatShowsItselfIndefinite) {
  const MapPtr small = makeMap(40);
  const auto B = diagonalOperator(small, [](GlobalIndex g) { return g == 0 ? -1e-3 : 1.0; });
  const Pencil<double> wrong({toeplitzMatrix(small, 2.0, -1.0), B}, EigenOptions());
  Block X(small, 1);
  if (small->isNodeGlobalElement(0)) X.replaceGlobalValue(0, 0, 1.0);
  DavidsonBasis<double> basis(wrong, 5, 0, nullptr, 0);
  EXPECT_THROW(basis.expand(X), IndefiniteMass);
}

}  // namespace
