#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/PullbackTangent.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g); }

Dense<double> diagonal(double a, double b) {
  Dense<double> D(2, 2);
  D(0, 0) = a;
  D(1, 1) = b;
  return D;
}

/// Without Ū nothing is solved: W = U Λ̄, Y = U Λ Λ̄, differentiated. The whole, with X, is compared with
/// differences of gradients in SpectralHessianTest.
TEST(PullbackTangent, DifferentiatesLossesOfValues) {
  const KnownProblem known{makeMap(30), separate, true};
  const PairResponse<double> pairs(known.pairs({0, 1}), {});
  const PullbackTangent<double> second(pairs, {diagonal(2, 3)}, nullptr);
  EXPECT_NEAR(second.fixedSize(), std::sqrt(13.0), 1e-14);
  SecondMove<double> move;
  move.pairs.values = diagonal(0.5, -1);
  move.pairs.vectors = std::make_shared<Block>(known.vectors({4, 6}));
  move.cotangent.values = diagonal(7, 11);
  const auto changed = second(move, nullptr, true);
  const Block& U = *pairs.result()->vectors;
  const double bar[] = {2, 3}, barMoved[] = {7, 11}, moved[] = {0.5, -1};
  for (int j = 0; j < 2; ++j) {
    Block W = columns(*move.pairs.vectors, j, 1), Y = columns(*move.pairs.vectors, j, 1);
    W.update(barMoved[j], columns(U, j, 1), bar[j]);
    Y.update(moved[j] * bar[j] + separate(j) * barMoved[j], columns(U, j, 1), separate(j) * bar[j]);
    W.update(-1.0, columns(*changed.W, j, 1), 1.0);
    Y.update(-1.0, columns(*changed.Y, j, 1), 1.0);
    EXPECT_LE(W.getVector(0)->norm2(), 1e-13);
    EXPECT_LE(Y.getVector(0)->norm2(), 1e-13);
  }
  EXPECT_FALSE(second(move, nullptr, false).Y);
}

}  // namespace
}  // namespace ritz::test
