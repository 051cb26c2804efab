#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr std::array<ritz::GlobalIndex, 3> Sizes{16, 16, 16};
constexpr std::array<double, 3> Weights{1, 1.17, 1.39};

ritz::EigenProblem<double> laplacian() {
  return {std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Sizes, Weights)};
}

/// 1e4/i², i = 1, 2, …: a Hessian of low effective rank.
ritz::EigenProblem<double> decaying(ritz::GlobalIndex n) {
  return {traps::diagonal(ritz::makeMap(n), [](auto g) { return 1e4 / std::pow(double(g) + 1, 2); })};
}

ritz::EigenResult<double> solve(const ritz::EigenProblem<double>& problem, const ritz::Method& method, int k,
                                const ritz::Which& which, const ritz::CostModel& costs, double memory = 0) {
  auto options = traps::optionsFor(method, k, which);
  options.costs = costs;
  options.memory = memory;
  return ritz::eigsolve<double>(problem, options);
}

long forward(const ritz::EigenResult<double>& result) {
  return result.applications.A.columns - result.applications.verificationColumns;
}

constexpr ritz::CostModel Dear{0.1, 1e-5}, Cheap{1e-5, 1e-4};

TEST(Auto, NeedsNoMoreThanATwentiethOnTopOfLanczosWhereProductsAreDear) {
  const std::vector<std::pair<ritz::EigenProblem<double>, ritz::Which>> cases{
      {laplacian(), ritz::Largest{}},
      {laplacian(), ritz::Smallest{}},
      {{std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 3000)}, ritz::Largest{}},
      {decaying(3000), ritz::Largest{}}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(i);
    const auto& [problem, which] = cases[i];
    const auto lanczos = solve(problem, ritz::Lanczos{}, 10, which, Dear);
    const auto chosen = solve(problem, ritz::Auto{}, 10, which, Dear);
    ASSERT_TRUE(chosen.allConverged()) << chosen.reason;
    EXPECT_LE(static_cast<double>(forward(chosen)), 1.05 * static_cast<double>(forward(lanczos)));
    EXPECT_EQ(chosen.method.filterDegree, 0);
    EXPECT_EQ(chosen.method.block, 1);
  }
}

TEST(Auto, TakesAFilterWhereProductsAreCheapAndSaysWhy) {
  const auto result = solve(laplacian(), ritz::Auto{}, 10, ritz::Largest{}, Cheap);
  traps::expectValues(result, ritz::laplacianLargest(Sizes, Weights, 10));
  EXPECT_GT(result.method.filterDegree, 0);
  EXPECT_NE(result.method.why.find("s without a filter"), std::string::npos) << result.method.why;
}

TEST(Auto, MultipliesBlocksWhereFurtherColumnsCostNearlyNothing) {
  for (const auto& which : {ritz::Which(ritz::Largest{}), ritz::Which(ritz::Smallest{})}) {
    const auto result = solve(laplacian(), ritz::Auto{}, 10, which, {0.1, 1e-7, 1e-5});
    traps::expectValues(result, std::holds_alternative<ritz::Largest>(which)
                                    ? ritz::laplacianLargest(Sizes, Weights, 10)
                                    : ritz::laplacianSmallest(Sizes, Weights, 10));
    EXPECT_GT(result.method.block, 1);
    EXPECT_NE(result.method.why.find("blocks of"), std::string::npos) << result.method.why;
  }
}

TEST(Auto, KeepsWithinTheMemory) {
  // 30 vectors beside what 10 pairs take; no rank has more than ⌈n/ranks⌉ entries.
  const auto problem = laplacian();
  const auto ranks = static_cast<std::size_t>(problem.A->getDomainMap()->getComm()->getSize());
  const double vector = 8.0 * static_cast<double>((4096 + ranks - 1) / ranks);
  const auto result =
      solve(problem, ritz::Auto{}, 10, ritz::Largest{}, Cheap, vector * (7 * 10 + 55 + 20) + 1);
  traps::expectValues(result, ritz::laplacianLargest(Sizes, Weights, 10));
  EXPECT_LE(result.method.basis, 20);
  EXPECT_NE(result.method.why.find("the memory holds 145"), std::string::npos) << result.method.why;
}

TEST(Auto, RefusesAMemoryThatDoesNotHoldThePairs) {
  try {
    solve(laplacian(), ritz::Auto{}, 10, ritz::Largest{}, Cheap, 1e5);
    ADD_FAILURE();
  } catch (const ritz::InvalidOption& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("10 pairs within 1e+05 bytes"), std::string::npos) << text;
    EXPECT_NE(text.find("lanczos needs 140"), std::string::npos) << text;
    EXPECT_NE(text.find("bytes or more"), std::string::npos) << text;
  }
}

/// A restart would cost products; the pairs come one after another.
TEST(Auto, LetsTheBasisGrowBehindADecayingSpectrum) {
  auto decay = decaying(3000);
  const auto grown = solve(decay, ritz::Auto{}, 16, ritz::Largest{}, Dear);
  ASSERT_TRUE(grown.allConverged()) << grown.reason;
  const auto whole = solve(decay, ritz::Lanczos{200}, 16, ritz::Largest{}, Dear);
  EXPECT_LE(forward(grown), forward(whole) + 2);
}

/// Four values that come one after another, 5.4 to 9.9, and a thousand from 0 to 4, closest at the ends.
ritz::EigenProblem<double> misleading() {
  constexpr double Pi = 3.141592653589793;
  constexpr int Apart = 4, Together = 1000;
  return {traps::diagonal(ritz::makeMap(Apart + Together), [](auto g) {
    const double x = Pi * double(g - Apart + 1) / (Together + 1);
    return g < Apart ? 9.9 - 1.5 * double(g) : 2 + 2 * std::cos(x);
  })};
}

/// The first pairs set a pace that the others do not keep.
TEST(Auto, ChangesToAFilterWhereAPaceIsNotKept) {
  constexpr ritz::CostModel EquallyCheap{1e-5, 1e-5};
  const auto result = solve(misleading(), ritz::Auto{}, 8, ritz::Largest{}, EquallyCheap);
  ASSERT_TRUE(result.allConverged()) << result.reason;
  EXPECT_GT(result.method.filterDegree, 0);
  EXPECT_NE(result.method.why.find("were expected: filter of degree"), std::string::npos)
      << result.method.why;
  const auto lanczos = solve(misleading(), ritz::Lanczos{}, 8, ritz::Largest{}, EquallyCheap);
  // ‖r‖ ≤ tolerance·(α + |θ|) ≤ 1e-8·2·9.9 for both.
  for (std::size_t j = 0; j < 8; ++j) EXPECT_NEAR(result.values[j], lanczos.values[j], 4e-8 * 9.9);

  const auto dear = solve(misleading(), ritz::Auto{}, 8, ritz::Largest{}, Dear);
  EXPECT_EQ(dear.method.filterDegree, 0) << dear.method.why;
  EXPECT_LE(static_cast<double>(forward(dear)), 1.05 * static_cast<double>(forward(lanczos)));
}

TEST(Auto, FindsTheSameOnGivenVectors) {
  const auto first = solve(laplacian(), ritz::Auto{}, 6, ritz::Smallest{}, Cheap);
  auto options = traps::optionsFor(ritz::Auto{}, 6, ritz::Smallest{});
  options.costs = Cheap;
  options.tolerance = 1e-10;
  ritz::Start<double> start;
  start.previous = &first;
  const auto again = ritz::eigsolve<double>(laplacian(), options, start);
  traps::expectValues(again, ritz::laplacianSmallest(Sizes, Weights, 6));
}

}  // namespace
