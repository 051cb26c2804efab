#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace ritz::test;

/// Y = 2 X through whole local views, which shows when it is handed the wrong kind of view.
class Doubling : public ritz::LinearOperator<double> {
 public:
  explicit Doubling(const ritz::MapPtr& map) : LinearOperator(map, map) {}
  mutable int calls = 0;
  mutable bool strided = true, apart = true;

 private:
  void applyImpl(const Block& X, Block& Y) const override {
    ++calls;
    const auto x = X.getLocalViewHost(Tpetra::Access::ReadOnly);
    const auto y = Y.getLocalViewHost(Tpetra::Access::OverwriteAll);
    strided = strided && X.isConstantStride() && Y.isConstantStride() && x.extent(1) == X.getNumVectors() &&
              y.extent(1) == Y.getNumVectors();
    apart = apart && !X.aliases(Y);
    for (std::size_t j = 0; j < y.extent(1); ++j)
      for (std::size_t i = 0; i < y.extent(0); ++i) y(i, j) = 2.0 * x(i, j);
  }
};

/// Throws on one rank only.
class Failing : public ritz::LinearOperator<double> {
 public:
  Failing(const ritz::MapPtr& map, int rank) : LinearOperator(map, map), rank_(rank) {}

 private:
  void applyImpl(const Block& X, Block& Y) const override {
    if (X.getMap()->getComm()->getRank() == rank_) throw std::domain_error("no more memory on the moon");
    Y.update(1.0, X, 0.0);
  }
  int rank_;
};

/// Fills the result with 1, the adjoint with 2.
class Rectangular : public ritz::LinearOperator<double> {
 public:
  Rectangular(const ritz::MapPtr& domain, const ritz::MapPtr& range) : LinearOperator(domain, range) {}

 private:
  void applyImpl(const Block&, Block& Y) const override { Y.putScalar(1.0); }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const Block&, Block& Y) const override { Y.putScalar(2.0); }
};

const double NaN = std::numeric_limits<double>::quiet_NaN();

Block doubled(const Block& X) {
  Block Y(X, Teuchos::Copy);
  Y.scale(2.0);
  return Y;
}

Teuchos::RCP<Block> columns(Block& X, const std::vector<std::size_t>& which) {
  return X.subViewNonConst(Teuchos::ArrayView<const std::size_t>(which));
}

}  // namespace

TEST(LinearOperator, OverwritesNaNWhereBetaIsZero) {
  const Doubling A(ritz::makeMap(10));
  const auto X = hashBlock(A.getDomainMap(), 3);
  Block Y(A.getRangeMap(), 3), scaled(A.getRangeMap(), 3);
  Y.putScalar(NaN);
  scaled.putScalar(NaN);

  A.apply(X, Y);
  A.apply(X, scaled, Teuchos::NO_TRANS, 0.5, 0.0);

  EXPECT_EQ(distance(Y, doubled(X)), 0.0);
  EXPECT_EQ(distance(scaled, X), 0.0);
}

TEST(LinearOperator, AddsAlphaTimesTheProductToBetaTimesTheResult) {
  const Doubling A(ritz::makeMap(10));
  const auto X = hashBlock(A.getDomainMap(), 2);
  auto Y = hashBlock(A.getDomainMap(), 2, 1);
  Block expected(Y, Teuchos::Copy);
  expected.update(6.0, X, -0.25);

  A.apply(X, Y, Teuchos::NO_TRANS, 3.0, -0.25);

  EXPECT_LE(distance(Y, expected), 8.0 * std::numeric_limits<double>::epsilon());
}

TEST(LinearOperator, DoesNotApplyWhereAlphaIsZero) {
  const Doubling A(ritz::makeMap(5));
  const auto X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1), zero(A.getRangeMap(), 1), kept(X, Teuchos::Copy), half(X, Teuchos::Copy);
  Y.putScalar(NaN);
  half.scale(0.5);

  A.apply(X, Y, Teuchos::NO_TRANS, 0.0, 0.0);
  A.apply(X, kept, Teuchos::NO_TRANS, 0.0, 0.5);

  EXPECT_EQ(distance(Y, zero), 0.0);
  EXPECT_EQ(distance(kept, half), 0.0);
  EXPECT_EQ(A.calls, 0);
}

TEST(LinearOperator, TakesTheSameVectorTwice) {
  const Doubling A(ritz::makeMap(9));
  auto X = hashBlock(A.getDomainMap(), 2);
  const Block before(X, Teuchos::Copy);

  A.apply(X, X);

  EXPECT_EQ(distance(X, doubled(before)), 0.0);
  EXPECT_TRUE(A.apart);
}

TEST(LinearOperator, TakesOverlappingViews) {
  const Doubling A(ritz::makeMap(9));
  auto X = hashBlock(A.getDomainMap(), 3);
  const Block before(X, Teuchos::Copy);

  A.apply(*X.subView(Teuchos::Range1D(0, 1)), *X.subViewNonConst(Teuchos::Range1D(1, 2)));

  EXPECT_EQ(distance(*X.getVector(0), *before.getVector(0)), 0.0);
  EXPECT_EQ(distance(*X.getVector(1), doubled(*before.getVector(0))), 0.0);
  EXPECT_EQ(distance(*X.getVector(2), doubled(*before.getVector(1))), 0.0);
}

TEST(LinearOperator, HandsOnConstantStrideForANoncontiguousInput) {
  const Doubling A(ritz::makeMap(8));
  auto X = hashBlock(A.getDomainMap(), 4);
  Block Y(A.getRangeMap(), 2);

  A.apply(*columns(X, {3, 1}), Y);

  EXPECT_TRUE(A.strided);
  EXPECT_EQ(distance(*Y.getVector(0), doubled(*X.getVector(3))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(1), doubled(*X.getVector(1))), 0.0);
}

TEST(LinearOperator, WritesOnlyTheColumnsOfANoncontiguousResult) {
  const Doubling A(ritz::makeMap(8));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 4);
  Y.putScalar(7.0);
  columns(Y, {0, 2})->putScalar(NaN);

  A.apply(X, *columns(Y, {0, 2}));

  Block sevens(A.getRangeMap(), 1);
  sevens.putScalar(7.0);
  EXPECT_TRUE(A.strided);
  EXPECT_EQ(distance(*Y.getVector(0), doubled(*X.getVector(0))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(1), sevens), 0.0);
  EXPECT_EQ(distance(*Y.getVector(2), doubled(*X.getVector(1))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(3), sevens), 0.0);
}

TEST(LinearOperator, TakesInterleavedColumnsOfOneBlock) {
  const Doubling A(ritz::makeMap(8));
  auto X = hashBlock(A.getDomainMap(), 4);
  const Block before(X, Teuchos::Copy);

  A.apply(*columns(X, {0, 2}), *columns(X, {1, 3}), Teuchos::NO_TRANS, 1.0, 1.0);

  EXPECT_TRUE(A.strided && A.apart);
  for (const std::size_t j : {0U, 2U}) {
    Block expected(*before.getVector(j + 1), Teuchos::Copy);
    expected.update(2.0, *before.getVector(j), 1.0);
    EXPECT_EQ(distance(*X.getVector(j), *before.getVector(j)), 0.0);
    EXPECT_LE(distance(*X.getVector(j + 1), expected), 4.0 * std::numeric_limits<double>::epsilon());
  }
}

TEST(LinearOperator, RefusesDifferentColumnCounts) {
  const Doubling A(ritz::makeMap(6));
  const Block X(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 3);

  EXPECT_THROW(A.apply(X, Y), ritz::SpaceMismatch);
}

TEST(LinearOperator, RefusesVectorsOnAnotherMap) {
  const Doubling A(ritz::makeMap(6));
  Block longer(ritz::makeMap(7), 1), fits(A.getDomainMap(), 1);

  EXPECT_THROW(A.apply(longer, fits), ritz::SpaceMismatch);
  EXPECT_THROW(A.apply(fits, longer), ritz::SpaceMismatch);
}

TEST(LinearOperator, RefusesOnEveryRankWhenAMapDiffersOnSome) {
  const auto comm = ritz::worldComm();
  if (comm->getSize() < 3) GTEST_SKIP() << "needs three ranks";
  const Doubling A(ritz::makeMap(6));
  // Two entries per rank as in A's map, but ranks 1 and 2 have changed places.
  const int piece = comm->getRank() == 0 ? 0 : 3 - comm->getRank();
  const std::vector<ritz::GlobalIndex> indices{2 * piece, 2 * piece + 1};
  const Teuchos::ArrayView<const ritz::GlobalIndex> mine(indices);
  const ritz::MapPtr swapped = Teuchos::rcp(new ritz::Map(6, mine, 0, comm));
  Block X(swapped, 1), Y(A.getRangeMap(), 1);

  EXPECT_THROW(A.apply(X, Y), ritz::SpaceMismatch);
}

TEST(LinearOperator, ChecksTheAdjointsMapsTheOtherWayRound) {
  const Rectangular A(ritz::makeMap(2), ritz::makeMap(3));
  Block small(A.getDomainMap(), 1), large(A.getRangeMap(), 1);

  EXPECT_NO_THROW(A.apply(small, large));
  EXPECT_NO_THROW(A.apply(large, small, Teuchos::CONJ_TRANS));
  EXPECT_THROW(A.apply(small, large, Teuchos::CONJ_TRANS), ritz::SpaceMismatch);
  EXPECT_EQ(gather(small), (std::vector<double>{2.0, 2.0}));
}

TEST(LinearOperator, SaysThatItHasNoAdjoint) {
  const Doubling A(ritz::makeMap(4));
  const Block X(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_FALSE(A.hasTransposeApply());
  EXPECT_THROW(A.apply(X, Y, Teuchos::CONJ_TRANS), ritz::NotSupported);
  EXPECT_THROW(A.apply(X, Y, Teuchos::TRANS), ritz::NotSupported);
}

TEST(LinearOperator, RefusesANullMap) { EXPECT_THROW(Doubling(Teuchos::null), ritz::SpaceMismatch); }

TEST(LinearOperator, LetsAnExceptionOutAtOnceOnOneRank) {
  const auto alone = ritz::worldComm()->split(ritz::worldComm()->getRank(), 0);
  const Failing A(ritz::makeMap(alone, 4), 0);
  const Block X(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_THROW(A.apply(X, Y), std::domain_error);
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(LinearOperator, TurnsAThrowOnOneRankIntoNaNAndAFailureOnAll) {
  const auto comm = ritz::worldComm();
  if (comm->getSize() < 2) GTEST_SKIP() << "needs several ranks";
  const Failing A(ritz::makeMap(9), 1);
  const auto X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_NO_THROW(A.apply(X, Y));

  const auto y = Y.getData(0);
  for (const double entry : y) EXPECT_EQ(std::isnan(entry), comm->getRank() == 1);
  EXPECT_EQ(ritz::hasOperatorFailure(), comm->getRank() == 1);
  try {
    ritz::raiseOperatorFailure(*comm, "test");
    FAIL() << "nothing was thrown";
  } catch (const ritz::OperatorFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("no more memory on the moon"), std::string::npos);
    if (comm->getRank() == 1)
      EXPECT_THROW(std::rethrow_if_nested(failure), std::domain_error);
    else
      EXPECT_NO_THROW(std::rethrow_if_nested(failure));
  }
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(LinearOperator, WorksOnASubCommunicator) {
  const auto world = ritz::worldComm();
  if (world->getSize() < 3) GTEST_SKIP() << "needs three ranks";
  const std::vector<int> ranks{0, 1};
  const auto pair = world->createSubcommunicator(Teuchos::ArrayView<const int>(ranks));
  if (world->getRank() == 2) return;
  const Doubling A(ritz::makeMap(pair, 7));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2);

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, doubled(X)), 0.0);
  const Failing failing(A.getDomainMap(), 1);
  EXPECT_NO_THROW(failing.apply(X, Y));
  EXPECT_THROW(ritz::raiseOperatorFailure(*pair, "test"), ritz::OperatorFailure);
}

TEST(LinearOperator, WorksWhereRanksHaveNoEntries) {
  const Doubling A(ritz::makeMap(1));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2);

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, doubled(X)), 0.0);
}
