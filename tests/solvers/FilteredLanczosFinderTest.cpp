#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/FilteredLanczosFinder.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr std::array<double, 3> Weights{1, 1.17, 1.39};

std::shared_ptr<const ritz::LinearOperator<double>> laplacian(ritz::GlobalIndex size,
                                                              std::array<double, 3> weights = Weights) {
  return std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{size, size, size}, weights);
}

long forward(const ritz::EigenResult<double>& result) {
  return result.applications.A.columns - result.applications.verificationColumns;
}

TEST(FilteredLanczos, SurvivesWhatBreaksKrylovMethods) { traps::survivesAll(ritz::Lanczos{0, -1}); }

TEST(FilteredLanczos, TellsEveryRankOfNansAndExceptions) { traps::reportsFailures(ritz::Lanczos{0, 9}); }

TEST(FilteredLanczos, FindsBothEndsInFewSteps) {
  const auto A = laplacian(20);
  for (const bool atUpperEnd : {true, false}) {
    SCOPED_TRACE(atUpperEnd);
    const auto which = atUpperEnd ? ritz::Which(ritz::Largest{}) : ritz::Which(ritz::Smallest{});
    const auto plain = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{}, 10, which));
    const auto filtered = ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{0, 11}, 10, which));
    const std::array<ritz::GlobalIndex, 3> sizes{20, 20, 20};
    traps::expectValues(filtered, atUpperEnd ? ritz::laplacianLargest(sizes, Weights, 10)
                                             : ritz::laplacianSmallest(sizes, Weights, 10));
    traps::expectOrthonormal(filtered);
    EXPECT_EQ(filtered.method.filterDegree, 11);
    // Fewer steps by a factor that comes near the degree, for somewhat more products.
    EXPECT_LT(filtered.iterations, plain.iterations / 2);
    EXPECT_LT(forward(filtered), 2 * forward(plain));
  }
}

/// A few values stand out, and a loose tolerance has them before a density could be told.
TEST(FilteredLanczos, NeedsNoMoreThanLanczosWherePairsConvergeBeforeAChoice) {
  const auto map = ritz::makeMap(2000);
  const auto A = traps::diagonal(map, [](auto g) { return std::pow(0.5, double(g)); });
  auto options = traps::optionsFor(ritz::Lanczos{}, 3, ritz::Largest{});
  options.tolerance = 1e-4;
  const auto plain = ritz::eigsolve<double>({A}, options);
  options.method = ritz::Lanczos{0, -1};
  const auto filtered = ritz::eigsolve<double>({A}, options);
  EXPECT_EQ(filtered.applications.A.columns, plain.applications.A.columns);
  EXPECT_LT(filtered.iterations, 20);
  EXPECT_EQ(filtered.method.filterDegree, 0);
  EXPECT_NE(filtered.method.why.find("converged before"), std::string::npos) << filtered.method.why;
}

TEST(FilteredLanczos, SolvesPencilsWithAGivenInverse) {
  const auto map = ritz::makeMap(400);
  const auto mass = [](ritz::GlobalIndex g) { return 1.0 + 0.5 * std::sin(double(g)); };
  const ritz::EigenProblem<double> problem{
      traps::diagonal(map, [&](auto g) { return mass(g) * double(g + 1); }), traps::diagonal(map, mass),
      traps::diagonal(map, [&](auto g) { return 1 / mass(g); })};
  auto options = traps::optionsFor(ritz::Lanczos{0, 7}, 5, ritz::Smallest{});
  const auto result = ritz::eigsolve<double>(problem, options);
  EXPECT_EQ(result.method.filterDegree, 7);
  traps::expectValues(result, {1, 2, 3, 4, 5});
  traps::expectOrthonormal(result);
}

TEST(FilteredLanczos, FindsEveryCopyOfAMultipleValue) {
  const auto exact = ritz::laplacianLargest({10, 10, 10}, {1, 1, 1}, 10);
  auto options = traps::optionsFor(ritz::Lanczos{0, 9}, 10, ritz::Largest{});
  for (options.seed = 0; options.seed < 30; ++options.seed) {
    SCOPED_TRACE(options.seed);
    traps::expectValues(ritz::eigsolve<double>({laplacian(10, {1, 1, 1})}, options), exact);
  }
}

/// One value far below the rest, which a random vector hardly has: too narrow an end makes the filter amplify
/// it.
TEST(FilteredLanczos, RepairsAFilterThatAmplifiesTheWrongEnd) {
  const auto map = ritz::makeMap(2000);
  const auto A = traps::diagonal(map, [](auto g) { return g == 0 ? -300.0 : double(g % 1000); });
  auto options = traps::optionsFor(ritz::Lanczos{0, 15}, 4, ritz::Largest{});
  traps::expectValues(ritz::eigsolve<double>({A}, options), {999, 999, 998, 998});
}

/// Three values stand out and the fourth is the bulk's: no edge has four beyond it.
TEST(FilteredLanczos, GoesOnWithoutAFilterWhereNoneFits) {
  const auto map = ritz::makeMap(2000);
  const auto A = traps::diagonal(map, [](auto g) { return g < 3 ? 10.0 + double(g) : (g % 2 ? 1.0 : 0.0); });
  const auto result =
      ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{0, 15}, 6, ritz::Largest{}));
  traps::expectValues(result, {12, 11, 10, 1, 1, 1});
}

TEST(FilteredLanczos, DecidesByTheCostModel) {
  auto options = traps::optionsFor(ritz::Lanczos{0, -1}, 10, ritz::Largest{});
  options.costs = {0.1, 1e-5};
  const auto dear = ritz::eigsolve<double>({laplacian(16)}, options);
  EXPECT_EQ(dear.method.filterDegree, 0);
  const auto plain =
      ritz::eigsolve<double>({laplacian(16)}, traps::optionsFor(ritz::Lanczos{}, 10, ritz::Largest{}));
  EXPECT_EQ(forward(dear), forward(plain));  // nothing is lost on the way to the decision
  options.costs = {1e-6, 1e-5};
  const auto cheap = ritz::eigsolve<double>({laplacian(16)}, options);
  EXPECT_GT(cheap.method.filterDegree, 0);
  EXPECT_NE(cheap.method.why.find("filter of degree"), std::string::npos) << cheap.method.why;
  traps::expectValues(cheap, ritz::laplacianLargest({16, 16, 16}, Weights, 10));
}

TEST(FilteredLanczos, GivesGuardsWithTheirImages) {
  const auto A = laplacian(12);
  const auto result =
      ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lanczos{0, 9}, 5, ritz::Smallest{}));
  const auto& guards = result.guards;
  ASSERT_GE(guards.values.size(), 5u);
  ritz::MultiVector<double> images(*guards.images, Teuchos::Copy);
  A->apply(*guards.vectors, images, Teuchos::NO_TRANS, 1.0, -1.0);
  for (std::size_t j = 0; j < guards.values.size(); ++j)
    EXPECT_LE(images.getVector(j)->norm2(), 1e-12 * double(result.normA)) << j;
}

TEST(FilteredLanczos, IsRefusedForMagnitudes) {
  EXPECT_THROW(ritz::eigsolve<double>({laplacian(12)},
                                      traps::optionsFor(ritz::Lanczos{0, 9}, 5, ritz::LargestMagnitude{})),
               ritz::NotSupported);
  EXPECT_THROW(
      ritz::eigsolve<double>({laplacian(12)}, traps::optionsFor(ritz::Lanczos{0, 1}, 5, ritz::Largest{})),
      ritz::InvalidOption);
}

}  // namespace
