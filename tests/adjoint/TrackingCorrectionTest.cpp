#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/TrackingCorrection.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace ritz::test {
namespace {

/// Three known pairs, the middle ones of the spectrum 3, 3.5, …, as tracking has them when nothing has moved.
class Tracked {
 public:
  Tracked(bool withMass, const Which& which, const std::function<void(EigenProblem<double>&)>& with = {})
      : known{makeMap(N), [](GlobalIndex g) { return 3.0 + 0.5 * real(g); }, withMass},
        previous(known.pairs(indices, which)) {
    if (with) with(previous.problem);
    pencil = std::make_shared<Pencil<double>>(previous.problem, previous.options);
    basis = std::make_shared<DavidsonBasis<double>>(*pencil, 20, 0, nullptr, 0);
    basis->expand(*previous.vectors);
    ritz = hermitianEigen(basis->projected());  // ascending, as the indices
  }

  /// For these residuals of the scaled pencil, all of which have to fall by 1e-11.
  Block correction(const Block& R, const std::vector<int>& which) {
    const std::vector<double> relative(3, 3e10 * pencil->tolerance);
    TrackingCorrection<double> correction(*pencil, previous, {});
    Block T = correction.of(R, which, {*basis, ritz, relative});
    applications = correction.applications();
    return T;
  }

  static constexpr GlobalIndex N = 40;
  const std::vector<GlobalIndex> indices{18, 19, 20};
  KnownProblem known;
  EigenResult<double> previous;
  std::shared_ptr<Pencil<double>> pencil;
  std::shared_ptr<DavidsonBasis<double>> basis;
  SmallEigen<double> ritz;
  Applications applications;
};

TEST(TrackingCorrection, IsTheResidualAtAnEnd) {
  for (const Which& which : {Which(Smallest{}), Which(Largest{}), Which(LargestMagnitude{})}) {
    Tracked tracked(false, which);
    const Block R = hashBlock(tracked.known.map, 2);
    EXPECT_EQ(distance(tracked.correction(R, {0, 2}), R), 0.0);
    EXPECT_EQ(tracked.applications.A.columns, 0);
  }
}

TEST(TrackingCorrection, IsThePreconditionedResidualWhereThereIsOne) {
  const auto K = diagonalOperator(makeMap(Tracked::N), [](GlobalIndex g) { return 1.0 + real(g); });
  const auto give = [K](EigenProblem<double>& problem) { problem.preconditioner = problem.massInverse = K; };
  Tracked tracked(true, Smallest{}, give);
  const Block R = hashBlock(tracked.known.map, 1);
  const Block T = tracked.correction(R, {1});
  EXPECT_EQ(tracked.pencil->preconditioner->count().columns, 1);
  EXPECT_EQ(tracked.pencil->massInverse->count().columns, 0);
  const Block expected = image(K, R);
  const double size = T.getVector(0)->norm2() / expected.getVector(0)->norm2();
  Block scaled(expected, Teuchos::Copy);
  scaled.scale(size);
  EXPECT_LE(distance(T, scaled), 1e-14 * T.getVector(0)->norm2());
}

TEST(TrackingCorrection, IsTheInverseOfTheMassWithoutAPreconditioner) {
  const auto give = [](EigenProblem<double>& problem) {
    problem.massInverse =
        diagonalOperator(makeMap(Tracked::N), [](GlobalIndex g) { return 1.0 + real(g % 7); });
  };
  Tracked tracked(true, Largest{}, give);
  const Block R = hashBlock(tracked.known.map, 3);
  tracked.correction(R, {0, 1, 2});
  EXPECT_EQ(tracked.pencil->massInverse->count().columns, 3);
}

TEST(TrackingCorrection, SolvesTheProjectedEquationInTheInterior) {
  for (const bool withMass : {false, true}) {
    Tracked tracked(withMass, Nearest{12.4});
    const std::vector<int> which{2, 0};
    const Block R = hashBlock(tracked.known.map, 2);
    const Block T = tracked.correction(R, which);
    // A′ = sA·A, so that δu solves Pᴴ(A − λB)P δu = −r/sA.
    Block rhs(R, Teuchos::Copy);
    rhs.scale(-1 / tracked.pencil->A->scale());
    for (const std::size_t j : {0, 1}) {
      const Block exact = tracked.known.solution(
          tracked.indices, tracked.indices[static_cast<std::size_t>(which[j])], 1.0, rhs);
      // ‖P(A − λB)δu + r‖ ≤ 1e-11·‖r‖ and the next value is 0.5 away; norms of B within [1, 3.1].
      Block mine(*T.getVector(j), Teuchos::Copy);
      mine.update(-1.0, *exact.getVector(j), 1.0);
      EXPECT_LE(norms(mine)[0], 1e-9 * norms(rhs)[j]) << withMass << j;
    }
    EXPECT_GT(tracked.applications.A.columns, 0);
  }
}

}  // namespace
}  // namespace ritz::test
