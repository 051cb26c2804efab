#include "adjoint/ConjugateGradients.hpp"

#include <ritz/adjoint/EnergyError.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

/// δxᴴHδx for H = diag(d), right-hand side (1, …, 1).
double energyAt(const std::vector<double>& d, const std::vector<double>& x) {
  double energy = 0;
  for (std::size_t i = 0; i < d.size(); ++i) energy += d[i] * std::pow(1 / d[i] - x[i], 2);
  return energy;
}

TEST(EnergyError, IsTheEnergyOfTheErrorAFewStepsAgo) {
  const std::vector<double> d{0.25, 1, 3, 5, 9, 20, 33, 50, 81, 100};
  EnergyError<double> energy;
  std::vector<double> exact{energyAt(d, std::vector<double>(d.size(), 0.0))},
      squares{static_cast<double>(d.size())};
  int step = 0;
  conjugateGradients(d, 9, [&](double alpha, double before, double after, const std::vector<double>& x) {
    energy.add(alpha, before);
    exact.push_back(energyAt(d, x));
    squares.push_back(after);
    ++step;
    if (step < 5) {
      EXPECT_EQ(energy.perResidual(), 0.0);
      return;
    }
    const auto then = static_cast<std::size_t>(step - 5);
    // The sum of the five terms is the loss of energy since then.
    EXPECT_NEAR(energy.perResidual() * squares[then], exact[then] - exact.back(), 1e-12 * exact[0]);
  });
}

TEST(EnergyError, IsALowerBoundThatGetsSharp) {
  const std::vector<double> d{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  EnergyError<double> energy;
  std::vector<double> exact{energyAt(d, std::vector<double>(d.size(), 0.0))};
  std::vector<double> squares{static_cast<double>(d.size())};
  double known = 0, then = 0;
  conjugateGradients(d, 9, [&](double alpha, double before, double after, const std::vector<double>& x) {
    energy.add(alpha, before);
    exact.push_back(energyAt(d, x));
    squares.push_back(after);
    if (exact.size() < 6) return;
    const std::size_t start = exact.size() - 6;
    known = energy.perResidual() * squares[start];
    then = exact[start];
    EXPECT_LE(known, then * (1 + 1e-10));
  });
  // Chebyshev: five more steps leave at most 4q¹⁰ of the energy, q = (√12 − 1)/(√12 + 1).
  EXPECT_GE(known, then * (1 - 4 * std::pow((std::sqrt(12.0) - 1) / (std::sqrt(12.0) + 1), 10)));
}

TEST(EnergyError, SaysNothingWithoutAResidual) {
  EnergyError<double> energy;
  for (int step = 0; step < 7; ++step) energy.add(1.0, 0.0);
  EXPECT_EQ(energy.perResidual(), 0.0);
}

}  // namespace
}  // namespace ritz::test
