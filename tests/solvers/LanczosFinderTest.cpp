#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/LanczosFinder.hpp>

#include "solvers/Traps.hpp"

namespace {

TEST(Lanczos, SurvivesWhatBreaksKrylovMethods) { traps::survivesAll(ritz::Lanczos{}); }

TEST(Lanczos, TellsEveryRankOfNansAndExceptions) { traps::reportsFailures(ritz::Lanczos{}); }

TEST(Lanczos, StaysNearUnrestartedLanczosOnTridiagonal5000) {
  // Unrestarted Lanczos takes 585 products here; 1.015 and 1.04 times that with 60 and 30 vectors.
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);
  for (const auto& [basis, most] : std::vector<std::pair<int, long>>{{60, 594}, {30, 608}}) {
    ritz::EigenOptions options = traps::optionsFor(ritz::Lanczos{basis}, 10, ritz::Largest{});
    options.tolerance = 5e-7;  // of ‖A‖ + |θ|: 1e-6·‖A‖
    options.seed = 2;          // the median of the first five
    const auto result = ritz::eigsolve<double>({A}, options);
    EXPECT_EQ(result.method.name, "lanczos");
    EXPECT_LE(result.applications.A.columns - result.applications.verificationColumns, most) << basis;
  }
}

TEST(Lanczos, FindsEveryCopyOfAMultipleValue) {
  const std::array<ritz::GlobalIndex, 3> cube{8, 8, 8};
  const std::array<double, 3> weights{1, 1, 1};
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), cube, weights);
  const auto result = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{}, 10, ritz::Largest{}));
  traps::expectValues(result, ritz::laplacianLargest(cube, weights, 10));
  traps::expectOrthonormal(result);
}

TEST(Lanczos, SurvivesWhatBreaksItWithBlocksToo) { traps::survivesAll(ritz::Lanczos{0, 0, 3}); }

TEST(Lanczos, TellsEveryRankOfNansAndExceptionsInBlocksToo) {
  traps::reportsFailures(ritz::Lanczos{0, 0, 3});
}

TEST(Lanczos, FindsEveryCopyInBlocksAndMultipliesBlocks) {
  const std::array<ritz::GlobalIndex, 3> cube{8, 8, 8};
  const std::array<double, 3> weights{1, 1, 1};
  const auto A = std::make_shared<ritz::CountingOperator<double>>(
      std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), cube, weights));
  const auto result =
      ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{40, 0, 4}, 10, ritz::Largest{}));
  traps::expectValues(result, ritz::laplacianLargest(cube, weights, 10));
  traps::expectOrthonormal(result);
  EXPECT_EQ(result.method.block, 4);
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
  const long iterated = result.applications.A.columns - result.applications.verificationColumns;
  EXPECT_EQ(iterated % 4, 0);
  EXPECT_LE(iterated, 400);  // 40 vectors one by one take 150
}

TEST(Lanczos, TakesSingleVectorsWhereBlocksHaveNoRoom) {
  EXPECT_EQ(ritz::lanczosBlock({30, 0, 4}, 10, 100), 4);
  EXPECT_EQ(ritz::lanczosBlock({30, 0, 4}, 10, 33), 1);
  EXPECT_EQ(ritz::lanczosBasis({0, 0, 8}, 10, 1000), 42);
}

TEST(Lanczos, ChoosesABasisThatFits) {
  EXPECT_EQ(ritz::lanczosBasis({}, 10, 1000), 30);
  EXPECT_EQ(ritz::lanczosBasis({}, 20, 1000), 60);
  EXPECT_EQ(ritz::lanczosBasis({}, 10, 20), 20);
  EXPECT_EQ(ritz::lanczosBasis({45}, 10, 1000), 45);
}

}  // namespace
