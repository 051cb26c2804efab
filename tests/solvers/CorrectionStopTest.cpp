#include <gtest/gtest.h>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/CorrectionStop.hpp>
#include <ritz/solvers/CorrectionSystem.hpp>

#include "solvers/Problems.hpp"

#include <cmath>

using namespace ritz;
using namespace ritz::test;

namespace {

/// diag(1, 2, …) and a vector near the first unit vector with its Rayleigh quotient and residual.
class CorrectionStopTest : public testing::Test {
 protected:
  CorrectionStopTest()
      : map(makeMap(80)),
        pencil({diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g); })}, EigenOptions()),
        u(hashBlock(map, 1)),
        minusR(map, 1) {
    u.scale(1e-3 / columnNorms(u)[0]);
    if (map->isNodeGlobalElement(0)) u.replaceGlobalValue(0, 0, 1.0);
    theta = rayleigh(u);
    minusR = residual(u);
    minusR.scale(-1.0);
  }

  /// Normalises v; its Rayleigh quotient.
  double rayleigh(Block& v) const {
    v.scale(1 / columnNorms(v)[0]);
    Block image(map, 1);
    pencil.A->apply(v, image);
    return gram(v, image)(0, 0);
  }

  Block residual(Block& v) const {
    const double value = rayleigh(v);
    Block image(map, 1);
    pencil.A->apply(v, image);
    image.update(-value, v, 1.0);
    return image;
  }

  MapPtr map;
  Pencil<double> pencil;
  Block u, minusR;
  double theta = 0;
};

/// Without a preconditioner the formula is exact.
TEST_F(CorrectionStopTest, KnowsTheResidualOfTheCorrectedVector) {
  const CorrectionSystem<double> system(pencil, u, u, theta);
  for (const int steps : {1, 2, 4, 7}) {
    SCOPED_TRACE(steps);
    CorrectionStop<double> stop(0, steps);
    SymmetricQmr<double> qmr(system, stop, minusR);
    qmr.iterate();
    Block v(u, Teuchos::Copy);
    v.update(1.0, qmr.solution(), 1.0);
    const double exact = columnNorms(residual(v))[0];
    EXPECT_NEAR(stop.eigenresidual(), exact, 1e-6 * exact);
  }
}

TEST_F(CorrectionStopTest, EndsWhenTheResidualHasFallenToATenth) {
  const CorrectionSystem<double> system(pencil, u, u, theta);
  CorrectionStop<double> stop(0, 1000);
  SymmetricQmr<double> qmr(system, stop, minusR);
  qmr.iterate();
  EXPECT_LE(stop.eigenresidual(), 0.1 * columnNorms(minusR)[0]);
  EXPECT_EQ(stop.getStatus(), Belos::Passed);
  CorrectionStop<double> earlier(0, qmr.getNumIters() - 1);
  SymmetricQmr<double> shorter(system, earlier, minusR);
  shorter.iterate();
  EXPECT_GT(earlier.eigenresidual(), 0.1 * columnNorms(minusR)[0]);
}

TEST_F(CorrectionStopTest, EndsWhenTheResidualIsAsSmallAsItHasToBe) {
  const CorrectionSystem<double> system(pencil, u, u, theta);
  CorrectionStop<double> all(0, 1000), enough(0.5, 1000);
  SymmetricQmr<double> long_(system, all, minusR), short_(system, enough, minusR);
  long_.iterate();
  short_.iterate();
  EXPECT_LT(short_.getNumIters(), long_.getNumIters());
  EXPECT_LE(enough.eigenresidual(), 0.5 * columnNorms(minusR)[0]);
}

/// A shift that is no eigenvalue: the linear system may be solved, the eigenproblem is not.
TEST_F(CorrectionStopTest, EndsWhenTheResidualNoLongerFallsWithThatOfTheSystem) {
  Block far = hashBlock(map, 1, 3);
  const double value = rayleigh(far);
  Block b = residual(far);
  b.scale(-1.0);
  const CorrectionSystem<double> system(pencil, far, far, value);
  CorrectionStop<double> stop(0, 1000);
  SymmetricQmr<double> qmr(system, stop, b);
  qmr.iterate();
  EXPECT_LT(qmr.getNumIters(), 40) << "a tenth is not reached: the vector is far from all eigenvectors";
}

}  // namespace
