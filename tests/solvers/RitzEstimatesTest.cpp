#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/RitzEstimates.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <memory>

namespace {

class RitzEstimates : public testing::Test {
 protected:
  static ritz::MultiVector<double> start(const ritz::MapPtr& map) {
    ritz::MultiVector<double> x(map, 1, false);
    ritz::fillHash(x, 7);
    return x;
  }

  /// What `look` says against T's own eigenvectors.
  void expectSame() {
    ritz::RitzEstimates<double> whole(which);
    estimates.look(basis);
    whole.decompose(basis);
    ASSERT_EQ(estimates.size(), whole.size());
    for (int j = 0; j < whole.size(); ++j) {
      EXPECT_NEAR(estimates.theta(j), whole.theta(j), 1e-13) << j;
      EXPECT_NEAR(estimates.residual(j), whole.residual(j), 1e-11) << j;
    }
  }

  void restart(int keep) {
    estimates.decompose(basis);
    std::vector<double> kept;
    for (int j = 0; j < keep; ++j) kept.push_back(estimates.theta(j));
    basis.compress(estimates.vectors(0, keep), kept);
    estimates.restarted();
  }

  ritz::Which which = ritz::Largest{};
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil{{std::make_shared<ritz::Laplacian3d<double>>(
                                  ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{8, 8, 8},
                                  std::array<double, 3>{1, 1.17, 1.39})},
                              options};
  ritz::LanczosFactorization<double> basis{ritz::pencilMap(pencil), 30, start(pencil.map), nullptr, 7};
  ritz::RitzEstimates<double> estimates{which};
};

TEST_F(RitzEstimates, AreThoseOfTsEigenvectorsBeforeAndBehindRestarts) {
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(basis.expand());
    expectSame();
  }
  for (int round = 0; round < 3; ++round) {
    restart(12 + round);
    while (basis.size() < 30) {
      ASSERT_TRUE(basis.expand());
      expectSame();
    }
  }
}

TEST_F(RitzEstimates, AreBestFirst) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(basis.expand());
  estimates.look(basis);
  for (int j = 1; j < estimates.size(); ++j) EXPECT_GE(estimates.theta(j - 1), estimates.theta(j));
}

/// A look after it must not put values in another order than vectors.
TEST_F(RitzEstimates, BelongToTheirVectorsAlsoWhenLookedAtAgain) {
  for (int i = 0; i < 15; ++i) ASSERT_TRUE(basis.expand());
  estimates.decompose(basis);
  estimates.look(basis);
  const auto T = basis.projected(), Q = estimates.vectors(0, 15);
  for (int j = 0; j < 15; ++j) {
    double quotient = 0;
    for (int i = 0; i < 15; ++i)
      for (int l = 0; l < 15; ++l) quotient += Q(i, j) * T(i, l) * Q(l, j);
    EXPECT_NEAR(quotient, estimates.theta(j), 1e-13) << j;
  }
}

TEST_F(RitzEstimates, CoupleByTheirResiduals) {
  for (int i = 0; i < 15; ++i) ASSERT_TRUE(basis.expand());
  estimates.decompose(basis);
  const auto C = estimates.couplings(0, 5);
  for (int j = 0; j < 5; ++j) EXPECT_NEAR(std::abs(C(0, j)), estimates.residual(j), 1e-14);
}

TEST(StepsBeforeNextLook, GrowWithTheDistance) {
  EXPECT_EQ(ritz::stepsBeforeNextLook(0.5), 1);
  EXPECT_EQ(ritz::stepsBeforeNextLook(50), 1);
  EXPECT_EQ(ritz::stepsBeforeNextLook(1.1e6), 3);
  EXPECT_LE(ritz::stepsBeforeNextLook(std::numeric_limits<double>::infinity()), 8);
}

}  // namespace
