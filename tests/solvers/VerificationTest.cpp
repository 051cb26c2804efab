#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/Verification.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Pencil;

constexpr GlobalIndex n = 24;
// A, B and the vectors are of order 1, sums have n terms.
constexpr double Rounding = 100.0 * n * Epsilon;

double massAt(GlobalIndex g) { return 1.0 + 0.25 * real(g % 3); }
/// Eigenvalues 1, 2, …, n with and without B, eigenvectors H e_i.
ritz::EigenProblem<double> standard() {
  return {rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return real(g) + 1.0; })};
}
ritz::EigenProblem<double> generalised() {
  return {rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return (real(g) + 1.0) * massAt(g); }),
          rotatedOperator(ritz::makeMap(n), massAt)};
}

class Verification : public testing::TestWithParam<bool> {
 protected:
  Pencil<double> pencil{GetParam() ? generalised() : standard(), {}};
  double value(double lambda) const { return lambda / pencil.valueScale(); }

  /// Independent mixtures of the eigenvectors `indices`.
  Block mixed(const std::vector<GlobalIndex>& indices) const {
    const int k = static_cast<int>(indices.size());
    ritz::Dense<double> C(k, k);
    for (int j = 0; j < k; ++j)
      for (int i = 0; i < k; ++i) C(i, j) = i == j ? 3.0 : 1.0 / (1.0 + i + j);
    return ritz::times(rotatedUnits(pencil.map, indices), C);
  }
};

}  // namespace

TEST_P(Verification, FindsTheEigenpairsInsideAnInvariantSubspace) {
  const auto pairs = ritz::verify(pencil, mixed({4, 11, 7}), ritz::Largest{});

  ASSERT_EQ(pairs.size(), 3);
  EXPECT_EQ(pairs.numConverged(), 3);
  const double expected[] = {12.0, 8.0, 5.0};
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_NEAR(pairs.values[j], value(expected[j]), Rounding * value(n));
    EXPECT_LE(pairs.residuals[j], Rounding * pairs.norms[j] * value(n));
  }
  EXPECT_LE(pairs.worst * pencil.tolerance, Rounding);
}

TEST_P(Verification, MakesTheVectorsOrthonormalInB) {
  const auto pairs = ritz::verify(pencil, hashBlock(pencil.map, 5), ritz::Smallest{});
  Block BU(pencil.map, 5);
  pencil.applyMass(pairs.U, BU);

  EXPECT_LE(distanceFromIdentity(pairs.U, BU), Rounding);
}

TEST_P(Verification, KeepsImagesNormsAndResidualsOfItsVectors) {
  const auto pairs = ritz::verify(pencil, hashBlock(pencil.map, 4), ritz::Smallest{});
  Block AU(pencil.map, 4), BU(pencil.map, 4);
  pencil.A->apply(pairs.U, AU);
  pencil.applyMass(pairs.U, BU);

  EXPECT_LE(distance(pairs.AU, AU), Rounding * pencil.normA());
  EXPECT_LE(distance(pairs.BU(), BU), Rounding);
  for (std::size_t j = 0; j < 4; ++j) {
    Column r(*AU.getVector(j), Teuchos::Copy);
    r.update(-pairs.values[j], *BU.getVector(j), 1.0);
    EXPECT_NEAR(pairs.residuals[j], r.norm2(), Rounding * pencil.normA());
    EXPECT_NEAR(pairs.norms[j], pairs.U.getVector(j)->norm2(), Rounding);
    EXPECT_LE(distance(*ritz::residualVectors(pairs).getVector(j), r), Rounding * pencil.normA());
  }
}

TEST_P(Verification, CostsOneProductForEachCandidate) {
  const long before = pencil.A->count().columns;

  ritz::verify(pencil, hashBlock(pencil.map, 4), ritz::Smallest{});

  EXPECT_EQ(pencil.A->count().columns - before, 4);
}

TEST_P(Verification, SaysWhichPairsAreWithinTheTolerance) {
  Block U = rotatedUnits(pencil.map, {0, 1, 2});
  U.getVectorNonConst(2)->update(1e-3, *rotatedUnits(pencil.map, {20}).getVector(0), 1.0);

  const auto pairs = ritz::verify(pencil, U, ritz::Smallest{});

  EXPECT_EQ(pairs.converged, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(pairs.numConverged(), 2);
  const double worst = pairs.residuals[2] / pencil.allowed(pairs.values[2], pairs.norms[2], 1.0);
  EXPECT_NEAR(pairs.worst, worst, 1e-12 * worst);
  EXPECT_GT(pairs.worst, 1.0);
}

TEST_P(Verification, TakesColumnsOfAnyLength) {
  Block U = mixed({3, 9});
  U.getVectorNonConst(0)->scale(1e-120);
  U.getVectorNonConst(1)->scale(1e+120);

  const auto pairs = ritz::verify(pencil, U, ritz::Smallest{});

  EXPECT_NEAR(pairs.values[0], value(4.0), Rounding * value(n));
  EXPECT_NEAR(pairs.values[1], value(10.0), Rounding * value(n));
}

TEST_P(Verification, TakesNoCandidates) {
  const auto pairs = ritz::verify(pencil, Block(pencil.map, 0), ritz::Smallest{});

  EXPECT_EQ(pairs.size(), 0);
  EXPECT_EQ(pairs.worst, 0.0);
}

TEST_P(Verification, RefusesDependentCandidates) {
  Block U = hashBlock(pencil.map, 3);
  U.getVectorNonConst(2)->update(0.5, *U.getVector(0), 0.5, *U.getVector(1), 0.0);

  EXPECT_THROW(ritz::verify(pencil, U, ritz::Smallest{}), ritz::IndefiniteMass);
}

TEST_P(Verification, MergesTwoSetsWithoutProducts) {
  const auto first = ritz::verify(pencil, mixed({2, 8, 12}), ritz::Smallest{});
  const auto second = ritz::verify(pencil, mixed({5, 0}), ritz::Smallest{});
  const long before = pencil.A->count().columns;

  const auto merged = ritz::merge(pencil, first, second, ritz::Smallest{}, 3);

  EXPECT_EQ(pencil.A->count().columns, before);
  ASSERT_EQ(merged.size(), 3);
  const double expected[] = {1.0, 3.0, 6.0};
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(merged.values[j], value(expected[j]), Rounding * value(n));
  EXPECT_EQ(merged.numConverged(), 3);
  EXPECT_LE(distanceFromIdentity(merged.U, merged.BU()), Rounding);
}

INSTANTIATE_TEST_SUITE_P(Pencils, Verification, testing::Bool(),
                         [](const auto& parameter) { return parameter.param ? "Generalised" : "Standard"; });
