#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Laplacian3d.hpp>

#include <array>
#include <limits>
#include <vector>

namespace {

using namespace ritz::test;
using Size = std::array<ritz::GlobalIndex, 3>;
using Weights = std::array<double, 3>;

/// The entry (a, b) of the matrix, from its definition.
double entry(const Size& n, const Weights& w, ritz::GlobalIndex a, ritz::GlobalIndex b) {
  if (a == b) return 2.0 * (w[0] + w[1] + w[2]);
  const Size p{a % n[0], a / n[0] % n[1], a / (n[0] * n[1])}, q{b % n[0], b / n[0] % n[1], b / (n[0] * n[1])};
  for (std::size_t d = 0; d < 3; ++d) {
    const std::size_t e = (d + 1) % 3, f = (d + 2) % 3;
    if (p[e] == q[e] && p[f] == q[f] && std::abs(p[d] - q[d]) == 1) return -w[d];
  }
  return 0.0;
}

}  // namespace

TEST(Laplacian3d, HasTheEntriesOfTheDefinition) {
  const Weights w{1.0, 1.25, 0.5};  // exact in binary, so the comparison is
  for (const Size& n :
       {Size{3, 4, 5}, {5, 1, 1}, {1, 5, 1}, {1, 1, 5}, {1, 1, 1}, {2, 1, 3}, {7, 2, 1}, {1, 4, 2}}) {
    const ritz::Laplacian3d<double> A(ritz::worldComm(), n, w);
    const auto columns = denseColumns(A);
    for (std::size_t j = 0; j < columns.size(); ++j)
      for (std::size_t i = 0; i < columns.size(); ++i)
        EXPECT_EQ(columns[j][i],
                  entry(n, w, static_cast<ritz::GlobalIndex>(i), static_cast<ritz::GlobalIndex>(j)))
            << "grid " << n[0] << " " << n[1] << " " << n[2] << " at " << i << ", " << j;
  }
}

TEST(Laplacian3d, TakesBlocksAndOverwritesNaN) {
  const ritz::Laplacian3d<double> A(ritz::worldComm(), {5, 3, 4}, {1.0, 1.17, 1.39});
  const auto X = hashBlock(A.getDomainMap(), 3);
  Block Y(A.getRangeMap(), 3), one(A.getRangeMap(), 1);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);

  for (std::size_t j = 0; j < 3; ++j) {
    A.apply(*X.getVector(j), one);
    EXPECT_EQ(distance(*Y.getVector(j), one), 0.0);
  }
}

TEST(Laplacian3d, GivesTheSameOnOneRankAsOnAll) {
  const Size n{7, 6, 5};
  const ritz::Laplacian3d<double> spread(ritz::worldComm(), n);
  const auto alone = ritz::worldComm()->split(ritz::worldComm()->getRank(), 0);
  const ritz::Laplacian3d<double> whole(alone, n);
  const auto X = hashBlock(spread.getDomainMap(), 1), x = hashBlock(whole.getDomainMap(), 1);
  Block Y(X.getMap(), 1), y(x.getMap(), 1);

  spread.apply(X, Y);
  whole.apply(x, y);

  EXPECT_EQ(gather(Y), gather(y));
}

TEST(Laplacian3d, IsItsOwnAdjoint) {
  EXPECT_EQ(transposeDefect(ritz::Laplacian3d<double>(ritz::worldComm(), {3, 2, 4}, {1.0, 2.0, 4.0})), 0.0);
}

TEST(Laplacian3d, GivesItsDiagonal) {
  const ritz::Laplacian3d<double> A(ritz::worldComm(), {2, 2, 2}, {1.0, 2.0, 4.0});

  EXPECT_EQ(gather(A.diagonal()), std::vector<double>(8, 14.0));
}

TEST(Laplacian3d, WorksOnASubCommunicator) {
  if (ritz::worldComm()->getSize() < 3) GTEST_SKIP() << "needs three ranks";
  const std::vector<int> ranks{1, 2};
  const auto pair = ritz::worldComm()->createSubcommunicator(Teuchos::ArrayView<const int>(ranks));
  if (pair.is_null()) return;
  const ritz::Laplacian3d<double> A(pair, {3, 3, 3});

  EXPECT_EQ(denseColumns(A)[13][13], 6.0);
  EXPECT_EQ(denseColumns(A)[13][4], -1.0);
}

TEST(Laplacian3d, RefusesBadGrids) {
  const auto comm = ritz::worldComm();
  const ritz::GlobalIndex huge = ritz::GlobalIndex(1) << 40;

  EXPECT_THROW(ritz::Laplacian3d<double>(comm, {0, 1, 1}), ritz::InvalidOption);
  EXPECT_THROW(ritz::Laplacian3d<double>(comm, {huge, huge, 1}), ritz::InvalidOption);
  EXPECT_THROW(
      ritz::Laplacian3d<double>(comm, {1, 1, 1}, {1.0, std::numeric_limits<double>::infinity(), 1.0}),
      ritz::InvalidOption);
}
