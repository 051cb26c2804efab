#include <gtest/gtest.h>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonProjection.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr double Rounding = 1e-12;

class DavidsonProjectionTest : public testing::Test {
 protected:
  DavidsonProjectionTest()
      : map(makeMap(60)), A(toeplitzMatrix(map, 2.0, -1.0)), V(hashBlock(map, 5)), W(image(A, V)) {}

  void expectEqual(const Dense<double>& X, const Dense<double>& Y) const {
    ASSERT_EQ(X.rows(), Y.rows());
    ASSERT_EQ(X.cols(), Y.cols());
    for (int j = 0; j < X.cols(); ++j)
      for (int i = 0; i < X.rows(); ++i) EXPECT_NEAR(X(i, j), Y(i, j), Rounding) << i << ' ' << j;
  }

  MapPtr map;
  OperatorPtr<double> A;
  Block V, W;
};

TEST_F(DavidsonProjectionTest, GrowsWithTheSpace) {
  DavidsonProjection<double> projection;
  projection.grow(columns(V, 0, 2), columns(W, 0, 2), 0);
  expectEqual(projection.matrix(), gram(columns(V, 0, 2), columns(W, 0, 2)));
  projection.grow(V, W, 2);
  expectEqual(projection.matrix(), gram(V, W));
}

TEST_F(DavidsonProjectionTest, FollowsRotationsAndWhatIsLocked) {
  DavidsonProjection<double> projection;
  projection.grow(V, W, 0);
  Dense<double> Q(5, 3);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 5; ++i) Q(i, j) = std::sin(1.0 + i + 3.0 * j);
  projection.compress(Q);
  expectEqual(projection.matrix(), gram(times(V, Q), times(W, Q)));
  projection.drop(1);
  expectEqual(projection.matrix(), gram(columns(times(V, Q), 1, 2), columns(times(W, Q), 1, 2)));
  projection.drop(2);
  EXPECT_EQ(projection.matrix().cols(), 0);
}

}  // namespace
