#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/SecantPrediction.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

using Theta = Tpetra::Vector<double>;

class SecantPredictions : public testing::Test {
 protected:
  Theta theta(double a, double b) const {
    return columnOf(parameters, [=](GlobalIndex g) { return g == 0 ? a : b; });
  }
  /// (1 + 2 a + 5 b) times a column of ones, and minus that.
  MultiVectorPtr<double> block(double a, double b) const {
    auto X = std::make_shared<Block>(space, 2);
    X->getVectorNonConst(0)->putScalar(1 + 2 * a + 5 * b);
    X->getVectorNonConst(1)->putScalar(-1 - 2 * a - 5 * b);
    return X;
  }
  static double distance(const MultiVector<double>& X, const MultiVector<double>& Y) {
    Block D(X, Teuchos::Copy);
    D.update(-1.0, Y, 1.0);
    return D.getVector(0)->normInf() + D.getVector(1)->normInf();
  }
  MapPtr parameters = makeMap(2), space = makeMap(7);
  SecantPrediction<double> prediction;
};

TEST_F(SecantPredictions, KnowNothingAtFirst) { EXPECT_EQ(prediction.at(theta(0, 0)), nullptr); }

TEST_F(SecantPredictions, StayWhereOnePointIsKnown) {
  prediction.add(theta(0, 0), block(0, 0));
  EXPECT_EQ(distance(*prediction.at(theta(1, 0)), *block(0, 0)), 0.0);
}

TEST_F(SecantPredictions, AreExactForLinearMotionAlongALine) {
  prediction.add(theta(0, 0), block(0, 0));
  prediction.add(theta(0.5, 0), block(0.5, 0));
  EXPECT_LE(distance(*prediction.at(theta(1.25, 0)), *block(1.25, 0)), 1e-14);
  EXPECT_LE(distance(*prediction.at(theta(0.25, 0)), *block(0.25, 0)), 1e-14);
  EXPECT_LE(distance(*prediction.at(theta(0.5, 1)), *block(0.5, 0)), 1e-14);  // across it
  EXPECT_EQ(distance(*prediction.at(theta(4, 0)), *block(0.5, 0)), 0.0);      // too far
}

TEST_F(SecantPredictions, TakeABetterValueAtTheSamePoint) {
  prediction.add(theta(0, 0), block(0, 0));
  prediction.add(theta(1, 0), block(7, 0));
  prediction.add(theta(1, 0), block(1, 0));
  EXPECT_LE(distance(*prediction.at(theta(2, 0)), *block(2, 0)), 1e-14);
}

TEST_F(SecantPredictions, FollowTheBasis) {
  prediction.add(theta(0, 0), block(0, 0));
  prediction.add(theta(1, 0), block(1, 0));
  Dense<double> swap(2, 2);
  swap(0, 1) = swap(1, 0) = 1;
  prediction.carry(swap);
  Block expected(*block(2, 0), Teuchos::Copy);
  expected.scale(-1.0);
  EXPECT_LE(distance(*prediction.at(theta(2, 0)), expected), 1e-14);
  prediction.forget();
  EXPECT_EQ(prediction.at(theta(2, 0)), nullptr);
}

}  // namespace
}  // namespace ritz::test
