#include <gtest/gtest.h>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <Teuchos_CommHelpers.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 60;

/// A hidden B with six values.
Pencil<double> pencilWith(const Entry& mass) {
  const MapPtr map = makeMap(N);
  return Pencil<double>({diagonalOperator(map, real), rotatedOperator(map, mass)}, EigenOptions());
}

double sixValues(GlobalIndex g) { return 1.0 + real(g % 6); }

TEST(measureMassSolve, AsksForALittleMoreThanThePairs) {
  EXPECT_DOUBLE_EQ(massSolveTolerance(1e-8), 1e-10);
  EXPECT_EQ(massSolveTolerance(1e-15), 1e-12);
  EXPECT_EQ(massSolveTolerance(0.5), 1e-4);
}

TEST(measureMassSolve, TakesOneProductWithAAndOneSolveOfEitherKind) {
  const auto pencil = pencilWith(sixValues);
  const long products = pencil.A->count().columns, before = pencil.mass->count().columns;
  const MassSolveTimes times = measureMassSolve(pencil, EigenOptions());
  EXPECT_EQ(pencil.A->count().columns - products, 1);
  // Conjugate gradients end after as many steps as B has values, the rough ones earlier; each may look at its
  // residual once more.
  const long columns = pencil.mass->count().columns - before;
  EXPECT_GE(columns, 6 + 2);
  EXPECT_LE(columns, 7 + 7);
  for (const double seconds : {times.application, times.mass, times.solve, times.roughSolve, times.column})
    EXPECT_GT(seconds, 0.0);
}

TEST(measureMassSolve, TellsEveryRankTheSame) {
  const auto pencil = pencilWith(sixValues);
  const MassSolveTimes times = measureMassSolve(pencil, EigenOptions());
  const double mine[5] = {times.application, times.mass, times.solve, times.roughSolve, times.column};
  double least[5], most[5];
  Teuchos::reduceAll(*pencil.map->getComm(), Teuchos::REDUCE_MIN, 5, mine, least);
  Teuchos::reduceAll(*pencil.map->getComm(), Teuchos::REDUCE_MAX, 5, mine, most);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(least[i], most[i]) << i;
}

TEST(measureMassSolve, BelievesTheTimesThatAreGiven) {
  const auto pencil = pencilWith(sixValues);
  const long before = pencil.mass->count().columns;
  EigenOptions options;
  options.costs.application = 3e-3;
  options.costs.column = 2e-6;
  const MassSolveTimes times = measureMassSolve(pencil, options);
  EXPECT_EQ(times.application, 3e-3);
  EXPECT_EQ(times.column, 2e-6);
  EXPECT_EQ(times.solve, 0.0);
  EXPECT_EQ(pencil.mass->count().columns, before);
  options.costs.application = 0;
  EXPECT_EQ(measureMassSolve(pencil, options).column, 2e-6);
}

TEST(measureMassSolve, ShowsASingularMass) {
  const auto pencil = pencilWith([](GlobalIndex g) { return g % 2 == 0 ? 0.0 : 1.0; });
  EXPECT_THROW(measureMassSolve(pencil, EigenOptions()), SingularMassFound);
}

}  // namespace
