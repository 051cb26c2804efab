#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/ProjectedPencil.hpp>
#include <ritz/operators/CountingOperator.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

constexpr int Size = 40;
constexpr double Rounding =
    1e3 * Size * Epsilon;  // of values up to 40, some hundred operations on each entry

double spectrum(GlobalIndex g) { return 1.0 + real(g); }

/// Its pairs are the three smallest.
class Projected : public testing::TestWithParam<bool> {
 protected:
  Projected() : known{makeMap(Size), spectrum, GetParam()}, result(known.pairs(wanted)) {}

  /// P of a block of hash vectors.
  Block complement(const ProjectedPencil<double>& pencil, std::size_t columns, std::uint64_t seed) const {
    Block X = hashBlock(known.map, columns, seed);
    pencil.project(X);
    return X;
  }

  /// Guards that are far from eigenvectors, but B-orthogonal to the pairs.
  void addGuards(int count) {
    const ProjectedPencil<double> plain(result, {1, 1, 1}, false);
    const Block V = complement(plain, static_cast<std::size_t>(count), 77);
    result.guards.vectors = std::make_shared<Block>(V);
    result.guards.images = std::make_shared<Block>(image(result.problem.A, V));
    result.guards.values.assign(static_cast<std::size_t>(count), 0.0);
  }

  /// sign·(A − λ_pair B) x of one column.
  Column shifted(const Block& X, std::size_t column, int pair, double sign) const {
    const Block AX = image(result.problem.A, X), BX = image(result.problem.mass, X);
    Column y(*AX.getVector(column), Teuchos::Copy);
    y.update(-result.values[static_cast<std::size_t>(pair)], *BX.getVector(column), 1.0);
    y.scale(sign);
    return y;
  }

  std::vector<GlobalIndex> wanted{0, 1, 2};
  KnownProblem known;
  EigenResult<double> result;
};
INSTANTIATE_TEST_SUITE_P(With, Projected, testing::Bool(),
                         [](const auto& each) { return std::string(each.param ? "Mass" : "Identity"); });

TEST_P(Projected, VectorsAreOrthogonalToThePairs) {
  const ProjectedPencil<double> pencil(result, {1, 1, 1}, false);
  const Block X = complement(pencil, 2, 3);
  Block again(X, Teuchos::Copy), R = hashBlock(known.map, 2, 4), dual(R, Teuchos::Copy);

  pencil.project(again);
  pencil.projectDual(dual);

  EXPECT_LE(distance(again, X), Rounding);
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_LE(std::abs(pencil.massVectors().getVector(j)->dot(*X.getVector(0))), Rounding);
    EXPECT_LE(std::abs(result.vectors->getVector(j)->dot(*dual.getVector(0))), Rounding);
  }
  // Pᴴ is the adjoint of P.
  Block Y = hashBlock(known.map, 2, 5), PY(Y, Teuchos::Copy);
  pencil.project(PY);
  EXPECT_NEAR(R.getVector(0)->dot(*PY.getVector(0)), dual.getVector(0)->dot(*Y.getVector(0)), Rounding);
}

TEST_P(Projected, ProductsTakeTheShiftAndSignOfTheirPair) {
  const ProjectedPencil<double> pencil(result, {1, -1, 1}, false);
  const std::vector<int> pairOf{2, 1, 0};
  const Block X = complement(pencil, 3, 6);
  Block Y(known.map, 3);

  pencil.apply(pairOf, X, Y);

  // X is in the complement of eigenvectors: Pᴴ changes nothing.
  for (std::size_t c = 0; c < 3; ++c) {
    const double sign = pairOf[c] == 1 ? -1.0 : 1.0;
    EXPECT_LE(distance(*Y.getVector(c), shifted(X, c, pairOf[c], sign)), Rounding) << c;
  }
}

TEST_P(Projected, SystemsSplitExactlyIntoGuardsAndRest) {
  addGuards(4);
  const ProjectedPencil<double> pencil(result, {1, 1, 1}, true);
  ASSERT_EQ(pencil.numGuards(), 4);
  const std::vector<int> pairOf{1, 0};
  const Block x = complement(pencil, 2, 8);
  Block b(known.map, 2), y(x, Teuchos::Copy), S(known.map, 2);
  for (std::size_t c = 0; c < 2; ++c)
    Tpetra::deep_copy(*b.getVectorNonConst(c), shifted(x, c, pairOf[c], 1.0));

  // For b = H x and y = R x: S y is the reduced right-hand side, and expanding y gives x back.
  pencil.projectDeep(y);
  pencil.apply(pairOf, y, S);
  const Block rhs = pencil.reduce(pairOf, b);
  EXPECT_GT(distance(y, x), 0.01);
  EXPECT_LE(distance(S, rhs), 100 * Rounding);  // divided by values of the guards less λ, above 1
  pencil.expand(pairOf, b, y);
  EXPECT_LE(distance(y, x), 100 * Rounding);
}

TEST_P(Projected, GuardsThatAreOfNoUseAreDropped) {
  addGuards(2);
  EXPECT_EQ(ProjectedPencil<double>(result, {1, 1, 1}, false).numGuards(), 0);
  EXPECT_EQ(ProjectedPencil<double>(result, {-1, -1, -1}, true).numGuards(), 0);  // on the wrong side
  result.guards.vectors = std::make_shared<Block>(hashBlock(known.map, 2, 9));    // not orthogonal to U
  result.guards.images = std::make_shared<Block>(image(result.problem.A, *result.guards.vectors));
  EXPECT_EQ(ProjectedPencil<double>(result, {1, 1, 1}, true).numGuards(), 0);
}

TEST_P(Projected, PreconditioningStaysInTheComplement) {
  const auto inverse = known.function([](GlobalIndex g) { return 1.0 / spectrum(g); }, -1);
  result.problem.preconditioner = inverse;
  ProjectedPencil<double> pencil(result, {1, 1, 1}, false);
  Block X = hashBlock(known.map, 2, 10), Z(known.map, 2), plain(known.map, 2);
  pencil.projectDual(X);

  pencil.precondition({}, X, plain);
  EXPECT_FALSE(pencil.preconditioned());
  pencil.usePreconditioner(true);
  EXPECT_TRUE(pencil.preconditioned());
  pencil.precondition({}, X, Z);

  Block expected(X, Teuchos::Copy);
  pencil.project(expected);
  EXPECT_LE(distance(plain, expected), Rounding);
  EXPECT_LE(distance(Z, image(inverse, X)), Rounding);  // keeps the complement by itself
  EXPECT_NEAR(Z.getVector(0)->dot(*X.getVector(1)), X.getVector(0)->dot(*Z.getVector(1)), Rounding);
}

TEST_P(Projected, ProductsAreCounted) {
  const auto A = std::make_shared<CountingOperator<double>>(result.problem.A);
  result.problem.A = A;
  const ProjectedPencil<double> pencil(result, {1, 1, 1}, false);
  Block Y(known.map, 2);

  pencil.apply({0, 1}, complement(pencil, 2, 1), Y);

  EXPECT_EQ(pencil.applications().A.columns, 2);
  EXPECT_EQ(A->count().columns, 2);
  EXPECT_EQ(pencil.applications().mass.columns, GetParam() ? 3 + 2 : 0);  // B U, then B X
  EXPECT_EQ(pencil.isEuclidean(), !GetParam());
  EXPECT_EQ(pencil.norm(1), result.normA + 2.0 * result.normB);
}

}  // namespace
}  // namespace ritz::test
