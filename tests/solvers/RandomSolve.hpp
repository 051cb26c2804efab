#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "solvers/RandomProblem.hpp"
#include "solvers/Traps.hpp"

namespace traps {

inline std::shared_ptr<const ritz::LinearOperator<double>> asOperator(const ritz::MapPtr& map,
                                                                      const Dense<double>& M) {
  return ritz::makeOperator<double>(map, [M](const auto& X, auto& Y) {
    // Gathers X on every rank: small and slow, which is all right here.
    const int n = M.rows();
    const auto first = X.getMap()->getMinGlobalIndex();
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      std::vector<double> mine(static_cast<std::size_t>(n), 0.0), all(static_cast<std::size_t>(n), 0.0);
      const auto x = X.getData(j);
      for (int i = 0; i < x.size(); ++i) mine[static_cast<std::size_t>(first + i)] = x[i];
      Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, n, mine.data(), all.data());
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i < y.size(); ++i) {
        double sum = 0.0;
        for (int l = 0; l < n; ++l)
          sum += M(static_cast<int>(first) + i, l) * all[static_cast<std::size_t>(l)];
        y[i] = sum;
      }
    }
  });
}

/// Diagonals: near 1/diag A, or anything.
inline ritz::OperatorPtr<double> preconditionerOf(const ritz::MapPtr& map, const RandomProblem& p) {
  std::mt19937_64 random(p.options.seed);
  std::normal_distribution<double> normal;
  std::vector<double> entries;
  double largest = 1e-300;
  for (int i = 0; i < p.n; ++i) largest = std::max(largest, std::abs(p.A(i, i)));
  for (int i = 0; i < p.n; ++i) {
    const double noise = normal(random);
    entries.push_back(p.preconditioning == 1   ? 1.0 / (std::abs(p.A(i, i)) / largest + 0.01)
                      : p.preconditioning == 2 ? std::exp(4.0 * noise)
                                               : noise);
  }
  return diagonal(map, [=](auto g) { return entries[static_cast<std::size_t>(g)]; });
}

/// The exact values in the order of `which`.
inline std::vector<double> expected(const RandomProblem& p) {
  std::vector<double> values = p.values;
  if (std::holds_alternative<ritz::Largest>(p.options.which)) std::reverse(values.begin(), values.end());
  if (std::holds_alternative<ritz::LargestMagnitude>(p.options.which))
    std::stable_sort(values.begin(), values.end(),
                     [](double a, double b) { return std::abs(a) > std::abs(b); });
  if (const auto* near = std::get_if<ritz::Nearest>(&p.options.which))
    std::sort(values.begin(), values.end(),
              [near](double a, double b) { return std::abs(a - near->sigma) < std::abs(b - near->sigma); });
  if (const auto* in = std::get_if<ritz::Interval>(&p.options.which)) {
    const auto isOutside = [in](double value) { return value < in->a || value > in->b; };
    values.erase(std::remove_if(values.begin(), values.end(), isOutside), values.end());
  }
  values.resize(std::min(values.size(), static_cast<std::size_t>(p.k)));
  return values;
}

inline double sortKey(const RandomProblem& p, double value) {
  if (const auto* near = std::get_if<ritz::Nearest>(&p.options.which)) return std::abs(value - near->sigma);
  return std::holds_alternative<ritz::LargestMagnitude>(p.options.which) ? std::abs(value) : value;
}

/// Solves it and compares, where it says "converged". Returns whether it does.
inline bool isRightOrSaysSo(const RandomProblem& p) {
  SCOPED_TRACE(p.text);
  const auto map = ritz::makeMap(p.n);
  ritz::EigenProblem<double> problem{asOperator(map, p.A)};
  if (p.generalized) problem.mass = asOperator(map, p.B);
  if (p.generalized && p.givesInverse) problem.massInverse = asOperator(map, p.inverse);
  if (p.preconditioning > 0) problem.preconditioner = preconditionerOf(map, p);
  ritz::EigenResult<double> result;
  EXPECT_NO_THROW(result = ritz::eigsolve<double>(problem, p.options));
  if (!result.allConverged()) {
    if (std::getenv("RITZ_SWEEP_VERBOSE") && map->getComm()->getRank() == 0)
      std::printf("%s: %s, %s\n", p.text.c_str(), nameOf(result.status).c_str(), result.reason.c_str());
    return false;
  }
  const double largest = std::max(std::abs(p.values.front()), std::abs(p.values.back()));
  const double rounding =
      1e3 * p.n * std::numeric_limits<double>::epsilon() * largest * (p.generalized ? 10 : 1);
  const std::vector<double> exact = expected(p);
  EXPECT_EQ(result.values.size(), exact.size());
  // The residual may be tolerance·(α + |θ|β), and a missed copy is looked for to twice the tolerance; in
  // the B⁻¹ norm that grows by the condition of B, 1e4 at most.
  const double slack = 4 * p.options.tolerance * largest * (p.generalized ? 1e4 : 1);
  for (std::size_t j = 0; j < std::min(exact.size(), result.values.size()); ++j) {
    EXPECT_NEAR(sortKey(p, result.values[j]), sortKey(p, exact[j]), slack + rounding) << "pair " << j;
    double nearest = std::numeric_limits<double>::infinity();
    for (const double value : p.values) nearest = std::min(nearest, std::abs(value - result.values[j]));
    EXPECT_LE(nearest, result.errorBounds[j] + rounding) << "pair " << j;
  }
  return true;
}

/// RITZ_SWEEP problems from RITZ_SWEEP_FROM on, or the `standard` first ones.
inline void sweep(RandomProblem (*make)(unsigned seed), int standard) {
  const char* count = std::getenv("RITZ_SWEEP");
  const int problems = count ? std::atoi(count) : standard;
  const char* from = std::getenv("RITZ_SWEEP_FROM");
  int unconverged = 0;
  for (int i = 0; i < problems; ++i)
    if (!isRightOrSaysSo(make(static_cast<unsigned>(i + (from ? std::atoi(from) : 0))))) ++unconverged;
  EXPECT_LE(unconverged, problems / 20);
  testing::Test::RecordProperty("unconverged", unconverged);
}

}  // namespace traps
