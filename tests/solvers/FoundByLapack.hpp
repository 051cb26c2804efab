#pragma once

#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/solvers/LapackFinder.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

/// Problems of 60 unknowns, and what LapackFinder finds of them.
namespace ritz::test {

using Problem = EigenProblem<double>;

constexpr std::array<GlobalIndex, 3> Grid{5, 4, 3};
constexpr int n = 60;  // = 5·4·3

/// What the finder gives, in the user's values.
struct Found {
  std::vector<double> values;
  double worstResidual = 0.0;  // ‖A′v − θ′B′v‖₂/(α′ + |θ′|β′)‖v‖₂
  double massDefect = 0.0;     // |VᴴB′V − I|
};

inline Found find(const Problem& problem, const Which& which, int numPairs) {
  EigenOptions options;
  const Pencil<double> pencil(problem, options);
  options.which = scaled(which, pencil.valueScale());
  options.numPairs = numPairs;
  LapackFinder<double> finder(pencil, options);
  EXPECT_EQ(finder.run(1.0), RunEnd::EstimatesPass);

  const auto pairs = finder.pairs(numPairs);
  const std::size_t m = pairs.values.size();
  Block AV(pencil.map, m), BV(pencil.map, m);
  pencil.A->apply(pairs.vectors, AV);
  pencil.applyMass(pairs.vectors, BV);
  Found found;
  found.massDefect = distanceFromIdentity(pairs.vectors, BV);
  for (std::size_t j = 0; j < m; ++j) {
    found.values.push_back(pairs.values[j] * pencil.valueScale());
    AV.getVectorNonConst(j)->update(-pairs.values[j], *BV.getVector(j), 1.0);
    const double size = pencil.normA() + std::abs(pairs.values[j]) * pencil.normB();
    found.worstResidual = std::max(found.worstResidual,
                                   AV.getVector(j)->norm2() / (size * pairs.vectors.getVector(j)->norm2()));
  }
  return found;
}

inline void expectValues(const Found& found, const std::vector<double>& expected, double scale) {
  ASSERT_EQ(found.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j)
    EXPECT_NEAR(found.values[j], expected[j], 100.0 * n * Epsilon * scale) << j;  // backward stable
}

inline Problem laplacian() {
  return {std::make_shared<Laplacian3d<double>>(worldComm(), Grid, std::array<double, 3>{1.0, 2.0, 3.5})};
}

inline std::vector<double> laplacianSpectrum() { return laplacianSmallest(Grid, {1.0, 2.0, 3.5}, n); }

/// λ = −20, −19, …, 39 with a full B of condition 4.
inline Problem generalised() {
  const auto map = makeMap(n);
  const auto mass = [](GlobalIndex g) { return 1.0 + real(g % 4); };
  return {rotatedOperator(map, [mass](GlobalIndex g) { return (real(g) - 20.0) * mass(g); }),
          rotatedOperator(map, mass)};
}

/// K = tridiagonal (2, −1), B = diag(1, 1, 0, 1, 1, 0, …): every third unknown has no mass.
inline Problem semidefinite(int size) {
  const auto map = makeMap(size);
  return {toeplitzMatrix(map, 2.0, -1.0),
          diagonalOperator(map, [](GlobalIndex g) { return g % 3 == 2 ? 0.0 : 1.0; })};
}

}  // namespace ritz::test
