#include "solvers/RandomSolve.hpp"

namespace {

using traps::RandomProblem;

/// Nearest, or an interval that ends in gaps, so that it is clear what is inside.
void askForInner(RandomProblem& p, std::mt19937_64& random, bool isInterval) {
  const double largest = std::max(std::abs(p.values.front()), std::abs(p.values.back()));
  p.options.which = ritz::Nearest{std::uniform_real_distribution<double>(-1.2, 1.2)(random) * largest};
  std::vector<double> gaps;
  for (std::size_t j = 1; j < p.values.size(); ++j)
    if (p.values[j] - p.values[j - 1] > 1e-2 * largest) gaps.push_back((p.values[j] + p.values[j - 1]) / 2);
  if (isInterval && gaps.size() > 1) {
    std::shuffle(gaps.begin(), gaps.end(), random);
    p.options.which = ritz::Interval{std::min(gaps[0], gaps[1]), std::max(gaps[0], gaps[1])};
  }
  p.text += ", inner: " + nameOf(p.options.which);
}

RandomProblem makeInnerProblem(unsigned seed) {
  RandomProblem p = traps::makeProblem(seed, 110, 180);
  std::mt19937_64 random(seed);
  p.k = p.options.numPairs = std::min(p.k, p.n / 5);
  p.options.method = ritz::Lanczos{};
  p.givesInverse = true;  // conjugate gradients in thousands of products would take their time
  askForInner(p, random, seed % 2 == 0);
  return p;
}

/// Grids, sums of grids, tight clusters, few values with many copies, values that crowd at 0.
double structuredValue(int kind, int i, int n, double part, double noise) {
  const auto few = static_cast<int>(2 + 12 * part);
  if (kind == 0) return i - n / 2;
  if (kind == 1) return std::cos(0.3 * (i % few)) + std::cos(0.3 * (i / few));
  if (kind == 2) return std::sin(1.0 + i % few) + std::pow(10.0, -2.0 - 10.0 * part) * noise;
  if (kind == 3) return std::sin(1.0 + i % few);
  return std::pow(noise, 5.0);
}

/// Any size, any k, any basis and degree.
RandomProblem makeStructuredProblem(unsigned seed) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto part = [&] { return std::uniform_real_distribution<double>(0, 1)(random); };
  RandomProblem p;
  p.n = pick(0, 3) == 0 ? pick(2, 30) : pick(30, 200);
  p.k = p.options.numPairs = pick(0, 1) == 0 ? pick(1, std::min(p.n, 10)) : pick(1, p.n);
  const int kind = pick(0, 4);
  const double shape = part();
  for (int i = 0; i < p.n; ++i)
    p.values.push_back(
        structuredValue(kind, i, p.n, shape, std::uniform_real_distribution<double>(-1, 1)(random)));
  p.generalized = p.givesInverse = pick(0, 3) == 0;
  fillMatrices(p, 1.0, random);
  p.options.seed = seed;
  p.options.tolerance = std::pow(10.0, -4.0 - 8.0 * part());
  const int basis = pick(0, 2) == 0 && p.k + 2 <= p.n ? pick(p.k + 2, std::min(2 * p.k + 40, p.n)) : 0;
  p.options.method = ritz::Lanczos{basis, pick(0, 2) == 0 ? pick(2, 60) : 0};
  p.text = "seed " + std::to_string(seed) + ": n " + std::to_string(p.n) + " k " + std::to_string(p.k) +
           " kind " + std::to_string(kind) + (p.generalized ? " B" : "") + " tolerance " +
           std::to_string(std::log10(p.options.tolerance));
  askForInner(p, random, pick(0, 1) == 0);
  auto* near = std::get_if<ritz::Nearest>(&p.options.which);
  const int at = pick(0, p.n - 1);
  if (near && pick(0, 1) == 0)  // on a value, or in the middle between two
    near->sigma = (p.values[static_cast<std::size_t>(at)] +
                   p.values[static_cast<std::size_t>(pick(std::max(at - 1, 0), at))]) /
                  2;
  return p;
}

TEST(Robustness, InnerValuesOfRandomProblemsAreRightOrSaySo) { traps::sweep(makeInnerProblem, 16); }

TEST(Robustness, InnerValuesOfStructuredProblemsAreRightOrSaySo) { traps::sweep(makeStructuredProblem, 24); }

/// Few values with many copies: a window is as wide as a large part of the spectrum, where the polynomial of
/// degree 1 with p(a) = p(b) would be constant.
TEST(Robustness, InnerValuesOfWideWindowsAreRight) {
  for (const unsigned seed : {33u, 636u, 1477u, 2753u, 2798u})
    EXPECT_TRUE(traps::isRightOrSaysSo(makeInnerProblem(seed))) << seed;
}

/// A copy that was missed lies so little above the bar that deflating what is below pushes it there, too.
TEST(Robustness, InnerCopiesThatDeflationPushesBelowTheBarAreFound) {
  EXPECT_TRUE(traps::isRightOrSaysSo(makeStructuredProblem(7200)));
}

/// Values as dense as the tolerance, of which one that was not found may be better than the last.
TEST(Robustness, InnerErrorBoundsAllowForWhatTheToleranceHides) {
  EXPECT_TRUE(traps::isRightOrSaysSo(makeStructuredProblem(11459)));
}

}  // namespace
