#include <ritz/operators/Instantiate.hpp>

#include "solvers/Complex.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

// The tight-binding model of graphene, nearest neighbours, hopping 1: A. Castro Neto et al., The electronic
// properties of graphene, Rev. Mod. Phys. 81 (2009).
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

using namespace ritz;
using ritz::test::Complex;
using ritz::test::expectPairs;
using Entries = std::vector<MatrixEntry<Complex>>;

namespace {

const double Pi = std::acos(-1.0);

Complex phase(double angle) { return std::polar(1.0, angle); }

/// |1 + e^{ik·a₁} + e^{ik·a₂}|, from the angles k·a₁ and k·a₂.
double band(double angle1, double angle2) { return std::abs(1.0 + phase(angle1) + phase(angle2)); }

std::shared_ptr<const MatrixOperator<Complex>> blochHamiltonian(double angle1, double angle2) {
  const Complex f = 1.0 + phase(angle1) + phase(angle2);
  return test::matrixFrom<Complex>(makeMap(2), {{0, 1, -f}, {1, 0, -std::conj(f)}});
}

/// N × N cells with periodic boundaries and a flux that turns the phase by `twist` on the way around in each
/// direction: all of it on the bonds that close the torus, or spread over every bond between cells.
struct Torus {
  GlobalIndex N;
  double twist;
  bool spread = false;

  GlobalIndex size() const { return 2 * N * N; }

  std::shared_ptr<const MatrixOperator<Complex>> hamiltonian() const {
    Entries entries;
    const auto bond = [&](GlobalIndex a, GlobalIndex b, Complex hopping) {
      entries.push_back({2 * a, 2 * b + 1, -hopping});
      entries.push_back({2 * b + 1, 2 * a, -std::conj(hopping)});
    };
    const auto step = [&](GlobalIndex from) {
      return spread ? phase(twist / static_cast<double>(N)) : phase(from + 1 == N ? twist : 0.0);
    };
    for (GlobalIndex y = 0; y < N; ++y)
      for (GlobalIndex x = 0; x < N; ++x) {
        bond(x + N * y, x + N * y, 1.0);
        bond(x + N * y, (x + 1) % N + N * y, step(x));
        bond(x + N * y, x + N * ((y + 1) % N), step(y));
      }
    return test::matrixFrom<Complex>(makeMap(size()), entries);
  }

  /// All eigenvalues, descending: ±|f| at the points whose Bloch phases fit the torus.
  std::vector<double> values() const {
    std::vector<double> values;
    const auto angle = [&](GlobalIndex m) {
      return (2.0 * Pi * static_cast<double>(m) + twist) / static_cast<double>(N);
    };
    for (GlobalIndex m1 = 0; m1 < N; ++m1)
      for (GlobalIndex m2 = 0; m2 < N; ++m2)
        for (const double sign : {-1.0, 1.0}) values.push_back(sign * band(angle(m1), angle(m2)));
    std::sort(values.begin(), values.end(), std::greater<>());
    return values;
  }
};

EigenOptions optionsFor(const Method& method, int numPairs, const Which& which) {
  EigenOptions options;
  options.numPairs = numPairs;
  options.which = which;
  options.method = method;
  options.tolerance = 1e-9;
  return options;
}

std::vector<double> first(std::vector<double> values, std::size_t count) {
  values.resize(count);
  return values;
}

/// Orthonormality and residuals that long recurrences and n terms a sum leave.
constexpr double Rounding = 1e-12;

}  // namespace

TEST(Graphene, FollowsItsBandsFromGammaOverKAndMBackToGamma) {
  const double corners[][2] = {{0, 0}, {2 * Pi / 3, -2 * Pi / 3}, {Pi, 0}, {0, 0}};
  constexpr int Steps = 8;
  for (int leg = 0; leg < 3; ++leg)
    for (int step = 0; step <= Steps; ++step) {
      const double s = static_cast<double>(step) / Steps;
      const double a1 = (1 - s) * corners[leg][0] + s * corners[leg + 1][0];
      const double a2 = (1 - s) * corners[leg][1] + s * corners[leg + 1][1];

      const auto bands = eigsolve<Complex>({blochHamiltonian(a1, a2)}, optionsFor(Auto{}, 2, Smallest{}));

      ASSERT_EQ(nameOf(bands.status), "converged") << bands.reason;
      const double exact = band(a1, a2);
      EXPECT_NEAR(bands.values[0], -exact, 8 * 3 * 2.3e-16) << "leg " << leg << " step " << step;
      EXPECT_NEAR(bands.values[1], exact, 8 * 3 * 2.3e-16) << "leg " << leg << " step " << step;
    }
}

TEST(Graphene, HasBothBandsAtZeroInK) {
  const auto bands =
      eigsolve<Complex>({blochHamiltonian(2 * Pi / 3, -2 * Pi / 3)}, optionsFor(Auto{}, 2, Smallest{}));

  for (const double value : bands.values) EXPECT_NEAR(value, 0.0, 8 * 3 * 2.3e-16);
  EXPECT_LE(test::orthonormalityDefect(bands), 8 * 2.3e-16);
}

class GrapheneTorus : public testing::TestWithParam<Method> {};

TEST_P(GrapheneTorus, HasTheValuesOfItsBlochStatesAtBothEnds) {
  // Equal twists: exchanging the directions is a symmetry, so most values come in pairs.
  const Torus torus{12, 0.7};
  const auto H = torus.hamiltonian();
  const auto exact = first(torus.values(), 8);
  ASSERT_NEAR(exact[2], exact[3], 1e-13);

  expectPairs<Complex>(eigsolve<Complex>({H}, optionsFor(GetParam(), 8, Largest{})), exact, Rounding);

  auto mirrored = exact;  // the lattice is bipartite
  for (double& value : mirrored) value = -value;
  expectPairs<Complex>(eigsolve<Complex>({H}, optionsFor(GetParam(), 8, Smallest{})), mirrored, Rounding);
}

TEST_P(GrapheneTorus, DoesNotDependOnWhereTheTwistSits) {
  // Spread over all bonds, one turn of 2π gives a matrix of complex entries with the values of no twist: the
  // top one alone, then six equal ones.
  const Torus torus{9, 2 * Pi, true};
  const auto exact = first(Torus{9, 0.0}.values(), 7);
  ASSERT_NEAR(exact[1], exact[6], 1e-13);

  expectPairs<Complex>(eigsolve<Complex>({torus.hamiltonian()}, optionsFor(GetParam(), 7, Largest{})), exact,
                       Rounding);
}

INSTANTIATE_TEST_SUITE_P(Graphene, GrapheneTorus,
                         testing::Values(Method(Lapack{}), Method(Lanczos{}), Method(KrylovSchur{}),
                                         Method(Lobpcg{}), Method(Davidson{})),
                         [](const auto& method) { return test::testName(method.param); });

TEST(Graphene, FindsTheTopOfALargeTorus) {
  const Torus torus{40, 1.1};

  const auto result = eigsolve<Complex>({torus.hamiltonian()}, optionsFor(Lanczos{}, 5, Largest{}));

  expectPairs<Complex>(result, first(torus.values(), 5), Rounding);
}

TEST(Graphene, HasFourStatesAtTheDiracPoints) {
  // K and K' are among the points of a torus whose size is a multiple of three, with two states each.
  const Torus torus{6, 2 * Pi, true};

  const auto result = eigsolve<Complex>({torus.hamiltonian()}, optionsFor(Lapack{}, 5, Nearest{0.0}));

  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(result.values[j], 0.0, 1e-14);
  double gap = 3.0;
  for (const double value : torus.values())
    if (std::abs(value) > 1e-10) gap = std::min(gap, std::abs(value));
  EXPECT_NEAR(std::abs(result.values[4]), gap, 1e-13);
}

#endif
