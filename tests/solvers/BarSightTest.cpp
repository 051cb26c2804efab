#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/BarSight.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>

#include <optional>

#include "solvers/Traps.hpp"

namespace {

/// Lanczos from a random vector on diag(first, 0.9·399/400, …, 0.9/400): the steps after which a search gives
/// up what is better than 1, at most 30.
std::optional<long> stepsToExclude(double first, unsigned seed, std::optional<double> farEnd) {
  const auto map = ritz::makeMap(400);
  const ritz::Pencil<double> pencil(
      {traps::diagonal(map, [first](auto g) { return g == 0 ? first : 0.9 * double(400 - g) / 400; })}, {});
  const double unit = pencil.valueScale();
  ritz::MultiVector<double> start(map, 1);
  ritz::fillHash(start, seed);
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 30, start, nullptr, 0);
  ritz::RitzEstimates<double> estimates(ritz::Largest{});
  if (farEnd) *farEnd /= unit;
  while (basis.steps() < 30) {
    basis.expand();
    estimates.look(basis);
    if (ritz::isExcluded<double>(estimates, ritz::Largest{}, {1 / unit, farEnd, 0, 1, basis.steps(), 400}))
      return basis.steps();
  }
  return std::nullopt;
}

TEST(BarSight, DoesNotExcludeWhatIsThere) {
  for (unsigned seed = 0; seed < 200; ++seed) EXPECT_FALSE(stepsToExclude(1.0, seed, 0.0)) << seed;
}

/// With c a hundredth above the best value of 0.8978, T_{m−1}(1 + 2·0.092/0.908) > 2e4·√(0.908/0.01) from 22
/// steps on.
TEST(BarSight, GoesByTheBestValueAloneWhereTheFarEndIsKnown) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto steps = stepsToExclude(0.0, seed, 0.0);
    ASSERT_TRUE(steps) << seed;
    EXPECT_LE(*steps, 22) << seed;
  }
}

}  // namespace
