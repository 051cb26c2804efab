#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>

#include "solvers/Traps.hpp"

namespace {

TEST(KrylovSchur, SurvivesWhatBreaksIt) { traps::survivesAll(ritz::KrylovSchur{}); }

TEST(KrylovSchur, SurvivesItWithBlocksToo) { traps::survivesAll(ritz::KrylovSchur{0, 3}); }

TEST(KrylovSchur, TellsEveryRankOfNansAndExceptions) { traps::reportsFailures(ritz::KrylovSchur{}); }

TEST(KrylovSchur, StaysNearUnrestartedLanczosOnTridiagonal5000) {
  // Unrestarted Lanczos takes 585 products here; a restart that drops the wrong half takes 800 and more.
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);
  ritz::EigenOptions options = traps::optionsFor(ritz::KrylovSchur{60}, 10, ritz::Largest{});
  options.tolerance = 5e-7;  // of ‖A‖ + |θ|: 1e-6·‖A‖
  const auto result = ritz::eigsolve<double>({A}, options);
  EXPECT_EQ(result.method.name, "krylov-schur");
  EXPECT_LE(result.applications.A.columns - result.applications.verificationColumns, 660);
}

TEST(KrylovSchur, FindsEveryCopyOfAMultipleValue) {
  // On a cube the second value is threefold, the third too, the fourth threefold again.
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{8, 8, 8}, std::array<double, 3>{1, 1, 1});
  const auto result =
      ritz::eigsolve<double>({A}, traps::optionsFor(ritz::KrylovSchur{}, 10, ritz::Largest{}));
  traps::expectValues(result, ritz::laplacianLargest({8, 8, 8}, {1, 1, 1}, 10));
  traps::expectOrthonormal(result);
}

TEST(KrylovSchur, KeepsGuardsWithTheirImages) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 300);
  const auto result = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::KrylovSchur{}, 4, ritz::Largest{}));
  ASSERT_GT(result.guards.values.size(), 0u);
  ritz::MultiVector<double> AV(*result.guards.vectors, Teuchos::Copy);
  A->apply(*result.guards.vectors, AV);
  AV.update(-1.0, *result.guards.images, 1.0);
  std::vector<double> errors(AV.getNumVectors());
  AV.norm2(Teuchos::arrayViewFromVector(errors));
  for (const double error : errors) EXPECT_LE(error, 1e-12 * result.normA);
}

TEST(KrylovSchur, ChoosesABasisThatFits) {
  EXPECT_EQ(ritz::krylovSchurBasis({}, 10, 1000), 30);
  EXPECT_EQ(ritz::krylovSchurBasis({}, 20, 1000), 60);
  EXPECT_EQ(ritz::krylovSchurBasis({}, 10, 20), 19);
  EXPECT_EQ(ritz::krylovSchurBasis({}, 19, 20), 0);
  EXPECT_EQ(ritz::krylovSchurBasis({0, 4}, 6, 100), 32);
}

}  // namespace
