#include <ritz/solvers/MissedCopies.hpp>

#include "solvers/Traps.hpp"

namespace {

/// diag(9, 9, 9, 1, 1/2, …) with the pairs of one 9 and of 1, as a Krylov space from one vector would find
/// them.
class MissedCopies : public testing::Test {
 protected:
  MissedCopies()
      : map(ritz::makeMap(80)),
        problem{traps::diagonal(map, [](auto g) { return g < 3 ? 9.0 : 1.0 / double(g - 2); })},
        options(traps::optionsFor(ritz::KrylovSchur{}, 2, ritz::Largest{})),
        pencil(problem, options),
        supervisor(map->getComm(), {}, 80, nullptr) {}

  ritz::VerifiedPairs<double> unitPairs(ritz::GlobalIndex first, ritz::GlobalIndex second) {
    ritz::MultiVector<double> E(map, 2);
    if (map->isNodeGlobalElement(first)) E.replaceGlobalValue(first, 0, 1.0);
    if (map->isNodeGlobalElement(second)) E.replaceGlobalValue(second, 1, 1.0);
    return verify(pencil, E, options.which);
  }

  ritz::MapPtr map;
  ritz::EigenProblem<double> problem;
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::Supervisor supervisor;
  ritz::Status status = ritz::Status::Converged;
};

TEST_F(MissedCopies, TakesInACopyThatIsBetterThanTheWorstPair) {
  auto pairs = unitPairs(0, 3);
  EXPECT_TRUE(takeInMissedCopies(pencil, options, supervisor, pairs, status));
  EXPECT_NEAR(pairs.values[0] * pencil.valueScale(), 9.0, 1e-7);
  EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 9.0, 1e-7);
}

TEST_F(MissedCopies, LeavesCompletePairsAlone) {
  auto pairs = unitPairs(0, 2);
  const long before = pencil.A->count().columns;
  EXPECT_TRUE(takeInMissedCopies(pencil, options, supervisor, pairs, status));
  EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 9.0, 1e-12);
  EXPECT_LE(pencil.A->count().columns - before, 80);
}

TEST_F(MissedCopies, StopsAtALimit) {
  ritz::Budget budget;
  budget.maxIterations = 1;
  ritz::Supervisor strict(map->getComm(), budget, 80, nullptr);
  auto pairs = unitPairs(0, 3);
  EXPECT_FALSE(takeInMissedCopies(pencil, options, strict, pairs, status));
  EXPECT_EQ(status, ritz::Status::IterationLimit);
}

}  // namespace
