#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/ErrorBounds.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Pencil;
using ritz::Which;

constexpr GlobalIndex n = 40;

using Spectrum = std::vector<double>;

Spectrum evenly() {
  Spectrum values;
  for (GlobalIndex g = 0; g < n; ++g) values.push_back(real(g) - 10.0);
  return values;
}

/// Double, nearly double and tight values at both ends.
Spectrum clustered() {
  Spectrum values = evenly();
  values[1] = values[0];
  values[3] = values[2] + 1e-7;
  values[4] = values[2] + 3e-4;
  values[n - 2] = values[n - 1];
  values[n - 3] = values[n - 1] - 2e-4;
  return values;
}

double massOf(GlobalIndex g) { return std::pow(10.0, -real(g % 4)); }

ritz::EigenProblem<double> problemOf(const Spectrum& spectrum, bool withMass) {
  const auto map = ritz::makeMap(n);
  const auto at = [spectrum](GlobalIndex g) { return spectrum[static_cast<std::size_t>(g)]; };
  if (!withMass) return {rotatedOperator(map, at)};
  return {rotatedOperator(map, [at](GlobalIndex g) { return at(g) * massOf(g); }),
          rotatedOperator(map, massOf)};
}

/// The first k eigenvectors in the order of `which`, each disturbed by a hash vector of 2-norm about `size`.
Block disturbed(const ritz::MapPtr& map, const Spectrum& spectrum, const Which& which, int k, double size,
                std::uint64_t seed) {
  std::vector<GlobalIndex> best;
  for (const int index : ritz::sortedIndices(spectrum, which)) best.push_back(index);
  best.resize(static_cast<std::size_t>(k));
  Block U = rotatedUnits(map, best);
  U.update(size / std::sqrt(n / 3.0), hashBlock(map, static_cast<std::size_t>(k), seed), 1.0);
  return U;
}

double distanceToSpectrum(double theta, const Spectrum& spectrum) {
  double best = Infinity;
  for (const double lambda : spectrum) best = std::min(best, std::abs(theta - lambda));
  return best;
}

struct Case {
  bool clusters, mass;
  Which which;
};

class ErrorBounds : public testing::TestWithParam<Case> {
 protected:
  Spectrum spectrum = GetParam().clusters ? clustered() : evenly();
  Pencil<double> pencil{problemOf(spectrum, GetParam().mass), {}};
};

std::string nameOfCase(const testing::TestParamInfo<Case>& info) {
  std::string name = nameOf(info.param.which) + (info.param.clusters ? "Clusters" : "Even") +
                     (info.param.mass ? "Mass" : "");
  name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
  return name;
}

}  // namespace

TEST_P(ErrorBounds, HoldForDisturbedVectors) {
  for (const double size : {1e-12, 1e-8, 1e-5, 1e-4, 1e-3, 1e-2})
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const auto pairs = ritz::verify(
          pencil, disturbed(pencil.map, spectrum, GetParam().which, 7, size, seed), GetParam().which);

      const auto bounds = ritz::errorBounds(pencil, pairs, GetParam().which);

      ASSERT_EQ(bounds.size(), 7U);
      for (std::size_t j = 0; j < 7; ++j)
        EXPECT_LE(distanceToSpectrum(pairs.values[j] * pencil.valueScale(), spectrum),
                  bounds[j] * pencil.valueScale())
            << "pair " << j << ", disturbed by " << size << ", seed " << seed;
    }
}

TEST_P(ErrorBounds, AreQuadraticInTheResidualAwayFromTheLastPair) {
  const auto& which = GetParam().which;
  const auto pairs = ritz::verify(pencil, disturbed(pencil.map, spectrum, which, 7, 1e-5, 1), which);

  const auto bounds = ritz::errorBounds(pencil, pairs, which);

  // All but their copies are 0.99 away from the first three values, ‖r‖ ≤ ‖A‖·2e-5 with ‖A‖ ≤ 30, and at most
  // three values make one cluster. With the mass, B⁻¹ and the condition of the eigenvectors come in: factors
  // of 1000.
  const double delta = 60.0 * 1e-5 * (GetParam().mass ? 1e3 : 1.0);
  if (std::holds_alternative<ritz::Smallest>(which) || std::holds_alternative<ritz::Largest>(which)) {
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_LE(bounds[j] * pencil.valueScale(), 3.0 * delta * delta / 0.9) << j;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Spectra, ErrorBounds,
    testing::Values(Case{false, false, ritz::Smallest{}}, Case{false, false, ritz::Largest{}},
                    Case{false, true, ritz::Smallest{}}, Case{false, true, ritz::Largest{}},
                    Case{true, false, ritz::Smallest{}}, Case{true, false, ritz::Largest{}},
                    Case{true, true, ritz::Smallest{}}, Case{true, true, ritz::Largest{}},
                    Case{false, false, ritz::LargestMagnitude{}}, Case{true, true, ritz::LargestMagnitude{}},
                    Case{false, true, ritz::Nearest{4.2}}, Case{true, false, ritz::SmallestMagnitude{}}),
    nameOfCase);

TEST(ErrorBoundsAlone, GiveTheLastPairNoMoreThanItsResidual) {
  // Value 6 of 7: what lies beyond the last pair is not known, so only ‖r‖ is sure.
  const Spectrum spectrum = evenly();
  const Pencil<double> pencil(problemOf(spectrum, false), {});
  const auto pairs =
      ritz::verify(pencil, disturbed(pencil.map, spectrum, ritz::Smallest{}, 7, 1e-5, 1), ritz::Smallest{});

  const auto bounds = ritz::errorBounds(pencil, pairs, ritz::Smallest{});

  EXPECT_GE(bounds[6], pairs.residuals[6] / pairs.norms[6]);
  EXPECT_LE(bounds[6], pairs.residuals[6] / pairs.norms[6] + 40 * Epsilon * pencil.normA());
  EXPECT_LE(bounds[0], 1e-3 * bounds[6]);
}

TEST(ErrorBoundsAlone, GiveTheLastPairAGapWhenAllAreKnown) {
  const auto map = ritz::makeMap(3);
  const Pencil<double> pencil({diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g); })}, {});
  Block U(map, 3);
  for (GlobalIndex g = 0; g < 3; ++g)
    if (map->isNodeGlobalElement(g)) U.replaceGlobalValue(g, static_cast<std::size_t>(g), 1.0);
  auto pairs = ritz::verify(pencil, U, ritz::Smallest{});
  pairs.residuals = {1e-4, 1e-4, 1e-4};

  const auto bounds = ritz::errorBounds(pencil, pairs, ritz::Smallest{});

  EXPECT_LE(bounds[2], 2e-8 / (1.0 / pencil.valueScale()));
}

TEST(ErrorBoundsAlone, HoldForValuesJustAboveThoseLeftOutOfAnInterval) {
  // 1 lies outside of [1 + 1e-4, 2.5] and spoils the vector of 1 + 2e-4: the gap is 2e-4, not 1.
  Spectrum spectrum = evenly();
  spectrum[11] = 1.0;
  spectrum[12] = 1.0 + 2e-4;
  const Pencil<double> pencil(problemOf(spectrum, false), {});
  Block U = rotatedUnits(pencil.map, {12, 13});
  U.getVectorNonConst(0)->update(0.7, *rotatedUnits(pencil.map, {11}).getVector(0), 1.0);
  const Which which = ritz::scaled(ritz::Interval{1.0 + 1e-4, 3.5}, pencil.valueScale());
  const auto pairs = ritz::verify(pencil, U, which);

  const auto bounds = ritz::errorBounds(pencil, pairs, which);

  for (std::size_t j = 0; j < 2; ++j)
    EXPECT_LE(distanceToSpectrum(pairs.values[j] * pencil.valueScale(), spectrum),
              bounds[j] * pencil.valueScale());
}

TEST(ErrorBoundsAlone, HoldForAMassOfWideRange) {
  // B = 1 but for 1e-8 on e₇. In its norm u is half e₁ (value −9) and half e₇ (value −3): θ = −6 is 3 from
  // both, and δ = 3. Half of rᴴB⁻¹r lies in the ten-thousandth part of r along e₇.
  const auto map = ritz::makeMap(n);
  const auto mass = [](GlobalIndex g) { return g == 7 ? 1e-8 : 1.0; };
  const Spectrum spectrum = evenly();
  const ritz::EigenProblem<double> problem{
      rotatedOperator(map, [&](GlobalIndex g) { return spectrum[static_cast<std::size_t>(g)] * mass(g); }),
      rotatedOperator(map, mass)};
  const Pencil<double> pencil(problem, {});
  Block u = rotatedUnits(map, {1});
  u.update(1e4, rotatedUnits(map, {7}), 1.0);

  const auto pairs = ritz::verify(pencil, u, ritz::Smallest{});
  const auto bounds = ritz::errorBounds(pencil, pairs, ritz::Smallest{});

  EXPECT_NEAR(pairs.values[0] * pencil.valueScale(), -6.0, 1e-6);
  EXPECT_GE(bounds[0] * pencil.valueScale(), 3.0 - 1e-6);
}

TEST(ErrorBoundsAlone, AreInfiniteWhereTheMassCannotBeInverted) {
  const auto map = ritz::makeMap(n);
  const Pencil<double> pencil({diagonalOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                               diagonalOperator(map, [](GlobalIndex g) { return g == 3 ? 0.0 : 1.0; })},
                              {});
  const auto pairs = ritz::verify(pencil, hashBlock(map, 2), ritz::Smallest{});

  for (const double bound : ritz::errorBounds(pencil, pairs, ritz::Smallest{})) EXPECT_EQ(bound, Infinity);
}
