#include "Blocks.hpp"
#include "Matrices.hpp"
#include "solvers/RectangularMatrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredPseudoInverse.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::Factorization;
using ritz::GlobalIndex;
using ritz::makeFactoredPseudoInverse;

class FactoredPseudoInverse : public testing::TestWithParam<Factorization> {
 protected:
  void SetUp() override {
    if (!ritz::hasFactorization(GetParam())) GTEST_SKIP() << "this build is without it";
  }
};
INSTANTIATE_TEST_SUITE_P(Libraries, FactoredPseudoInverse,
                         testing::Values(Factorization::Mumps, Factorization::Klu2));

const std::vector<std::pair<GlobalIndex, GlobalIndex>> shapes{{60, 40}, {40, 60}, {50, 50}};

}  // namespace

TEST_P(FactoredPseudoInverse, RestoresWhatAHasMultiplied) {
  for (const auto& [rows, columns] : shapes) {
    SCOPED_TRACE(rows);
    const auto A = bandedMatrix(rows, columns, 2.5);
    const auto inverse = makeFactoredPseudoInverse<double>(A->matrix(), GetParam());
    EXPECT_FALSE(inverse->isDeficient());
    EXPECT_EQ(inverse->numFactorizations(), 1);

    // A A⁺A = A, and Aᴴ(A⁺)ᴴAᴴ = Aᴴ; the condition is below 10.
    for (const auto mode : {Teuchos::NO_TRANS, Teuchos::CONJ_TRANS}) {
      const bool isForward = mode == Teuchos::NO_TRANS;
      const auto from = isForward ? A->getDomainMap() : A->getRangeMap();
      const auto to = isForward ? A->getRangeMap() : A->getDomainMap();
      const Block X = hashBlock(from, 3);
      Block Y(to, 3), Z(from, 3), again(to, 3);
      A->apply(X, Y, mode);
      inverse->apply(Y, Z, mode);
      A->apply(Z, again, mode);
      EXPECT_LE(distance(Y, again), 1e-13);
    }
    EXPECT_LE(transposeDefect(*inverse), 1e-3);  // unit vectors lie outside of the range: ε‖A‖/δ
  }
}

TEST_P(FactoredPseudoInverse, GivesTheInverseOfTheNormalMatrix) {
  for (const auto& [rows, columns] : shapes) {
    SCOPED_TRACE(rows);
    const auto A = bandedMatrix(rows, columns, 2.5);
    const auto P = makeFactoredPseudoInverse<double>(A->matrix(), GetParam())->normalInverse();
    const bool isWide = rows < columns;
    const Block X = hashBlock(isWide ? A->getRangeMap() : A->getDomainMap(), 2);
    Block Y(X, Teuchos::Copy), Z(isWide ? A->getDomainMap() : A->getRangeMap(), 2);

    P->apply(X, Y);
    A->apply(Y, Z, isWide ? Teuchos::CONJ_TRANS : Teuchos::NO_TRANS);
    A->apply(Z, Y, isWide ? Teuchos::NO_TRANS : Teuchos::CONJ_TRANS);

    // Solutions are right to ε‖A‖/δ = 1e-3 along their first part.
    EXPECT_LE(distance(X, Y), 1e-2);
  }
}

TEST_P(FactoredPseudoInverse, CountsTheSingularValuesBelowANumber) {
  for (const auto& [rows, columns] : shapes) {
    const auto A = diagonalRectangle(rows, columns, [](GlobalIndex i) { return 1.0 + 0.5 * real(i); });
    const auto inverse = makeFactoredPseudoInverse<double>(A->matrix(), GetParam());
    for (const int count : {0, 1, 7, 40}) {
      const auto counted = inverse->numBelow(0.75 + 0.5 * count);
      EXPECT_EQ(counted.has_value(), GetParam() == Factorization::Mumps);
      EXPECT_EQ(counted.value_or(count), count);
    }
  }
}

TEST_P(FactoredPseudoInverse, SaysWhereTheRankIsLow) {
  for (const auto& [rows, columns] : shapes) {
    SCOPED_TRACE(rows);
    const auto A = diagonalRectangle(rows, columns, [](GlobalIndex i) { return i < 2 ? 0.0 : real(i); });
    const auto inverse = makeFactoredPseudoInverse<double>(A->matrix(), GetParam());
    EXPECT_TRUE(inverse->isDeficient());
    const auto P = inverse->normalInverse();
    const Column unit = columnOf(P->getDomainMap(), [](GlobalIndex i) { return i == 5 ? 1.0 : 0.0; });
    Column image(P->getDomainMap());
    P->apply(unit, image);
    EXPECT_NEAR(gather(image)[5], 1.0 / 25, 1e-6);
  }
}

TEST_P(FactoredPseudoInverse, SurvivesBadConditions) {
  // 1e-12: far from what AᴴA could hold.
  const auto sigma = [](GlobalIndex i) { return std::pow(10.0, -0.3 * real(i)); };
  const auto A = diagonalRectangle(55, 41, sigma);
  const auto inverse = makeFactoredPseudoInverse<double>(A->matrix(), GetParam());
  EXPECT_FALSE(inverse->isDeficient());
  const Column unit = columnOf(A->getRangeMap(), [](GlobalIndex i) { return i == 40 ? 1.0 : 0.0; });
  Column image(A->getDomainMap());
  inverse->apply(unit, image);
  // σ/(σ² + δ²) with δ = 1000 ε: 5e-2 off.
  EXPECT_NEAR(gather(image)[40] * sigma(40), 1.0, 0.06);
}

TEST(MakeFactoredPseudoInverse, RefusesWhatItCannotFactor) {
  EXPECT_THROW(makeFactoredPseudoInverse<double>(nullptr), ritz::SpaceMismatch);
}
