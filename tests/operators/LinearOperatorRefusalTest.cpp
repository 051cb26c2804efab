#include "Doubling.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>

#include <cmath>
#include <stdexcept>
#include <string>

/// What an operator does not take, and what becomes of exceptions.
namespace {

using namespace ritz::test;

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

}  // namespace

TEST(LinearOperatorRefusal, RefusesDifferentColumnCounts) {
  const Doubling A(ritz::makeMap(6));
  const Block X(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 3);

  EXPECT_THROW(A.apply(X, Y), ritz::SpaceMismatch);
}

TEST(LinearOperatorRefusal, RefusesVectorsOnAnotherMap) {
  const Doubling A(ritz::makeMap(6));
  Block longer(ritz::makeMap(7), 1), fits(A.getDomainMap(), 1);

  EXPECT_THROW(A.apply(longer, fits), ritz::SpaceMismatch);
  EXPECT_THROW(A.apply(fits, longer), ritz::SpaceMismatch);
}

TEST(LinearOperatorRefusal, RefusesOnEveryRankWhenAMapDiffersOnSome) {
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

TEST(LinearOperatorRefusal, ChecksTheAdjointsMapsTheOtherWayRound) {
  const Rectangular A(ritz::makeMap(2), ritz::makeMap(3));
  Block small(A.getDomainMap(), 1), large(A.getRangeMap(), 1);

  EXPECT_NO_THROW(A.apply(small, large));
  EXPECT_NO_THROW(A.apply(large, small, Teuchos::CONJ_TRANS));
  EXPECT_THROW(A.apply(small, large, Teuchos::CONJ_TRANS), ritz::SpaceMismatch);
  EXPECT_EQ(gather(small), (std::vector<double>{2.0, 2.0}));
}

TEST(LinearOperatorRefusal, SaysThatItHasNoAdjoint) {
  const Doubling A(ritz::makeMap(4));
  const Block X(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_FALSE(A.hasTransposeApply());
  EXPECT_THROW(A.apply(X, Y, Teuchos::CONJ_TRANS), ritz::NotSupported);
  EXPECT_THROW(A.apply(X, Y, Teuchos::TRANS), ritz::NotSupported);
}

TEST(LinearOperatorRefusal, RefusesANullMap) { EXPECT_THROW(Doubling(Teuchos::null), ritz::SpaceMismatch); }

TEST(LinearOperatorRefusal, LetsAnExceptionOutAtOnceOnOneRank) {
  const auto alone = ritz::worldComm()->split(ritz::worldComm()->getRank(), 0);
  const Failing A(ritz::makeMap(alone, 4), 0);
  const Block X(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_THROW(A.apply(X, Y), std::domain_error);
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(LinearOperatorRefusal, TurnsAThrowOnOneRankIntoNaNAndAFailureOnAll) {
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

TEST(LinearOperatorRefusal, StaysWithinASubCommunicator) {
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
