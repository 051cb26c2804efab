#include <ritz/adjoint/EnergyError.hpp>
#include <ritz/adjoint/TridiagonalBound.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ritz::test {
namespace {

/// Conjugate gradients for diag(d) x = (1, …, 1) from zero; `see` gets α, ⟨r, r⟩ before and after each step
/// and x.
template <class See>
void conjugateGradients(const std::vector<double>& d, int steps, See see) {
  std::vector<double> x(d.size(), 0.0), r(d.size(), 1.0), p = r;
  double rr = static_cast<double>(d.size());
  for (int step = 0; step < steps; ++step) {
    double pq = 0, next = 0;
    for (std::size_t i = 0; i < d.size(); ++i) pq += p[i] * d[i] * p[i];
    const double alpha = rr / pq;
    for (std::size_t i = 0; i < d.size(); ++i) {
      x[i] += alpha * p[i];
      r[i] -= alpha * d[i] * p[i];
      next += r[i] * r[i];
    }
    see(alpha, rr, next, x);
    for (std::size_t i = 0; i < d.size(); ++i) p[i] = r[i] + next / rr * p[i];
    rr = next;
  }
}

TEST(TridiagonalBound, FallsToTheSmallestEigenvalue) {
  TridiagonalBound<double> bound;
  double last = 1e300;
  conjugateGradients({0.25, 3, 5, 9, 20}, 5, [&](double alpha, double before, double after, const auto&) {
    const double now = bound.add(alpha, after / before);
    EXPECT_LE(now, last * (1 + 1e-3));
    EXPECT_GE(now, 0.25 * (1 - 1e-3));  // Ritz values are above it, found to three digits
    last = now;
  });
  EXPECT_NEAR(last, 0.25, 1e-3);
}

TEST(TridiagonalBound, IsTheRayleighQuotientAtFirst) {
  TridiagonalBound<double> bound;
  conjugateGradients({1, 2, 6}, 1, [&](double alpha, double before, double after, const auto&) {
    EXPECT_NEAR(bound.add(alpha, after / before), 3.0, 1e-12);  // of (1, 1, 1)
  });
}

TEST(EnergyError, IsTheEnergyOfTheErrorAFewStepsAgo) {
  const std::vector<double> d{0.25, 1, 3, 5, 9, 20, 33, 50, 81, 100};
  EnergyError<double> energy;
  std::vector<double> exact{0}, squares{static_cast<double>(d.size())};
  for (const double entry : d) exact[0] += 1 / entry;  // δxᴴHδx for x = 0
  int step = 0;
  conjugateGradients(d, 9, [&](double alpha, double before, double after, const std::vector<double>& x) {
    energy.add(alpha, before);
    double now = 0;
    for (std::size_t i = 0; i < d.size(); ++i) now += d[i] * std::pow(1 / d[i] - x[i], 2);
    exact.push_back(now);
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

}  // namespace
}  // namespace ritz::test
