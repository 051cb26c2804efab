#include "Blocks.hpp"

#include "solvers/Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::Factorization;
using ritz::makeFactoredInverse;

constexpr double Pi = 3.14159265358979323846;

/// 2 − 2 cos(jπ/(n+1)), j from 1.
double toeplitzValue(int j, int n) { return 2.0 - 2.0 * std::cos(j * Pi / (n + 1)); }

/// ‖(A − σB) Y − X‖/‖X‖, the largest.
double defect(const ritz::ShiftInverse<double>& inverse, const ritz::Operator<double>& A,
              const ritz::Operator<double>* B, std::size_t columns) {
  const Block X = hashBlock(A.getDomainMap(), columns);
  Block Y(X.getMap(), columns), R(X, Teuchos::Copy), BY(Y, Teuchos::Copy);
  inverse.apply(X, Y);
  if (B)
    B->apply(Y, BY);
  else
    BY.update(1.0, Y, 0.0);
  A.apply(Y, R, Teuchos::NO_TRANS, 1.0, -1.0);
  R.update(-inverse.shift(), BY, 1.0);
  const auto rest = norms(R), size = norms(X);
  double worst = 0.0;
  for (std::size_t j = 0; j < columns; ++j) worst = std::max(worst, rest[j] / size[j]);
  return worst;
}

class FactoredInverse : public testing::TestWithParam<Factorization> {
 protected:
  void SetUp() override {
    if (!ritz::hasFactorization(GetParam())) GTEST_SKIP() << "this build is without it";
  }
  static std::shared_ptr<const ritz::ShiftInverse<double>> inverseOf(
      const std::shared_ptr<const ritz::MatrixOperator<double>>& A, double sigma = 0) {
    return makeFactoredInverse<double>(A->matrix(), nullptr, sigma, GetParam());
  }
  /// LU has no inertia.
  static std::optional<long long> below(long long count) {
    return GetParam() == Factorization::Mumps ? std::optional<long long>(count) : std::nullopt;
  }
};
INSTANTIATE_TEST_SUITE_P(Libraries, FactoredInverse,
                         testing::Values(Factorization::Mumps, Factorization::Klu2));

}  // namespace

TEST_P(FactoredInverse, SolvesForBlocksOfAnyWidth) {
  const auto A = toeplitzMatrix(ritz::makeMap(60), 2.0, -1.0);
  const auto B = toeplitzMatrix(ritz::makeMap(60), 4.0, 1.0);

  const auto inverse = makeFactoredInverse<double>(A->matrix(), B->matrix(), 0.3, GetParam());

  for (const std::size_t columns : {1, 2, 5}) EXPECT_LT(defect(*inverse, *A, B.get(), columns), 1e-10);
}

TEST_P(FactoredInverse, CountsTheEigenvaluesBelowItsShift) {
  constexpr int N = 60;
  const auto A = toeplitzMatrix(ritz::makeMap(N), 2.0, -1.0);
  auto inverse = inverseOf(A);
  EXPECT_EQ(inverse->numBelow(), below(0));

  for (const int j : {1, 7, 30, N}) {
    inverse = inverse->movedTo((toeplitzValue(j, N) + toeplitzValue(j + 1, N)) / 2);
    EXPECT_EQ(inverse->numBelow(), below(j));
    EXPECT_LT(defect(*inverse, *A, nullptr, 2), 1e-9);
  }
  EXPECT_EQ(inverse->numFactorizations(), 5);
}

TEST_P(FactoredInverse, CanBeUsedInTurnWithTheOneItWasMovedFrom) {
  const auto A = toeplitzMatrix(ritz::makeMap(40), 2.0, -1.0);
  const auto first = inverseOf(A, -1.0);
  const auto second = first->movedTo(0.7);

  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_LT(defect(*first, *A, nullptr, 1), 1e-12);
    EXPECT_LT(defect(*second, *A, nullptr, 1), 1e-10);
  }
}

TEST_P(FactoredInverse, GoesBelowAShiftThatIsAnEigenvalue) {
  const auto map = ritz::makeMap(30);
  std::vector<ritz::MatrixEntry<double>> entries;  // the Laplacian of a path: singular
  for (ritz::GlobalIndex i = 0; i + 1 < 30; ++i)
    entries.insert(entries.end(), {{i, i, 1.0}, {i + 1, i + 1, 1.0}, {i, i + 1, -1.0}, {i + 1, i, -1.0}});
  const auto A = matrixOf(map, entries);

  const auto inverse = inverseOf(A);

  EXPECT_LT(inverse->shift(), 0.0);
  EXPECT_GT(inverse->shift(), -1e-6);
  EXPECT_EQ(inverse->numBelow(), below(0));
  EXPECT_LT(defect(*inverse, *A, nullptr, 1), 1e-6);
}

TEST_P(FactoredInverse, LeavesNoRankWaitingWhereNoShiftHelps) {
  const auto map = ritz::makeMap(30);
  std::vector<ritz::MatrixEntry<double>> entries;  // A and B have a common null vector
  for (ritz::GlobalIndex i = 0; i < 30; ++i) entries.push_back({i, i, i == 5 ? 0.0 : 1.0});
  const auto A = matrixOf(map, entries);
  const auto inverse = makeFactoredInverse<double>(A->matrix(), A->matrix(), 0.5, GetParam());
  const Block X = hashBlock(map, 2);
  Block Y(map, 2);

  inverse->apply(X, Y);

  if (GetParam() != Factorization::Klu2) return;
  for (const double norm : norms(Y)) EXPECT_TRUE(std::isnan(norm));
}

TEST_P(FactoredInverse, WorksOnASubcommunicator) {
  const auto comm = ritz::worldComm();
  const ritz::CommPtr half = comm->split(comm->getRank() == 0 ? 0 : 1, comm->getRank());
  const auto A = toeplitzMatrix(ritz::makeMap(half, 25), 2.0, -1.0);

  EXPECT_LT(defect(*inverseOf(A), *A, nullptr, 2), 1e-11);
}

TEST_P(FactoredInverse, TakesMapsWithEmptyRanks) {
  const auto A = toeplitzMatrix(mapOnLastRank(25), 2.0, -1.0);

  EXPECT_LT(defect(*inverseOf(A), *A, nullptr, 2), 1e-11);
}

TEST_P(FactoredInverse, RefusesMatricesOnDifferentMaps) {
  const auto A = toeplitzMatrix(ritz::makeMap(20), 2.0, -1.0),
             B = toeplitzMatrix(ritz::makeMap(21), 4.0, 1.0);

  EXPECT_THROW(makeFactoredInverse<double>(A->matrix(), B->matrix(), 0.0, GetParam()), ritz::SpaceMismatch);
  EXPECT_THROW(makeFactoredInverse<double>(nullptr), ritz::SpaceMismatch);
}
