#pragma once

#include "solvers/Problems.hpp"

#include <ritz/adjoint/Loss.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

/// Derivatives of losses by the order in h of what a Taylor polynomial leaves.
namespace ritz::test {

/// log₂ r(h)/r(h/2), the order of a remainder; `exact` where it is rounding (1e-12 of the size).
inline double orderOf(double coarse, double fine, double size, double exact) {
  return std::abs(fine) <= 1e-12 * size ? exact : std::log2(std::abs(coarse / fine));
}

/// A move of k pairs: values along sin(1 + j), vectors along hash vectors.
inline Tangent<double> someMove(const Block& U) {
  const int k = static_cast<int>(U.getNumVectors());
  Tangent<double> moved;
  moved.values = Dense<double>(k, k);
  for (int j = 0; j < k; ++j) moved.values(j, j) = std::sin(1.0 + j);
  moved.vectors = std::make_shared<Block>(hashBlock(U.getMap(), U.getNumVectors(), 77));
  return moved;
}

/// L(h) − L(0) − h L′ falls as h², and less ½h² L″ as h³, with L′ from the cotangent and L″ from its tangent.
inline void expectDerivatives(const Loss<double>& loss, const std::vector<double>& values, const Block& U,
                              double h) {
  const Tangent<double> moved = someMove(U);
  const auto at = [&](double step) {
    std::vector<double> there = values;
    for (std::size_t j = 0; j < there.size(); ++j)
      there[j] += step * moved.values(static_cast<int>(j), static_cast<int>(j));
    Block X(U, Teuchos::Copy);
    X.update(step, *moved.vectors, 1.0);
    return loss.value(there, X);
  };
  const double value = at(0), first = changeOf(loss.cotangent(values, U), moved),
               second = changeOf(loss.tangent(values, U, moved), moved);
  const auto one = [&](double step) { return at(step) - value - step * first; };
  const auto two = [&](double step) { return one(step) - step * step / 2 * second; };
  const double size = std::abs(value) + h * std::abs(first);
  EXPECT_NEAR(orderOf(one(h), one(h / 2), size, 2), 2.0, 0.1);
  EXPECT_GT(orderOf(two(h), two(h / 2), size, 3), 2.8);
}

}  // namespace ritz::test
