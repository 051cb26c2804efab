#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>

#include "solvers/Traps.hpp"

namespace {

TEST(Lobpcg, SurvivesWhatBreaksIt) { traps::survivesAll(ritz::Lobpcg{}); }

TEST(Lobpcg, TellsEveryRankOfNansAndExceptions) { traps::reportsFailures(ritz::Lobpcg{}); }

TEST(Lobpcg, LocksWhenTheBlockIsSmallerThanTheNumberOfPairs) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 100);
  const auto exact = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lapack{}, 9, ritz::Smallest{}));
  const auto result = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lobpcg{3}, 9, ritz::Smallest{}));
  EXPECT_EQ(result.method.block, 3);
  traps::expectValues(result, exact.values);
  traps::expectOrthonormal(result);
}

TEST(Lobpcg, IsMuchFasterWithJacobiOnTridiagonal5000) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);
  const auto jacobi = traps::diagonal(A->getDomainMap(), [](auto g) { return 1.0 / double(g + 1); });
  ritz::EigenOptions options = traps::optionsFor(ritz::Lobpcg{10}, 10, ritz::Smallest{});
  options.tolerance = 5e-7;
  ritz::EigenProblem<double> problem{A};
  problem.preconditioner = jacobi;
  const auto result = ritz::eigsolve<double>(problem, options);
  EXPECT_EQ(nameOf(result.status), "converged");
  EXPECT_LE(result.applications.A.columns - result.applications.verificationColumns, 200);
  EXPECT_GT(result.applications.preconditioner.columns, 0);
}

TEST(Lobpcg, UsesAsManyStartVectorsAsItIsGiven) {
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{7, 6, 5}, std::array<double, 3>{1, 1.17, 1.39});
  const ritz::EigenOptions options = traps::optionsFor(ritz::Lobpcg{}, 5, ritz::Smallest{});
  const auto cold = ritz::eigsolve<double>({A}, options);
  ritz::Start<double> start;
  start.previous = &cold;
  const auto warm = ritz::eigsolve<double>({A}, options, start);
  traps::expectValues(warm, ritz::laplacianSmallest({7, 6, 5}, {1, 1.17, 1.39}, 5));
  EXPECT_LE(2 * warm.applications.A.columns, cold.applications.A.columns);
}

TEST(Lobpcg, ChoosesABlockThatFits) {
  EXPECT_EQ(ritz::lobpcgBlock({}, 10, 1000), 12);
  EXPECT_EQ(ritz::lobpcgBlock({}, 10, 34), 8);
  EXPECT_EQ(ritz::lobpcgBlock({5}, 10, 1000), 5);
}

}  // namespace
