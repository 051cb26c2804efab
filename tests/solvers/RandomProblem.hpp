#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/ritz.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace traps {

using ritz::Dense;

/// A problem whose eigenvalues are known by construction, the same on every rank.
struct RandomProblem {
  int n = 0, k = 0;
  Dense<double> A, B, inverse;  ///< of B
  std::vector<double> values;   ///< all of them, ascending
  bool generalized = false, givesInverse = false;
  ritz::EigenOptions options;
  int preconditioning = 0;  ///< 1: a good one, 2: a definite one that is bad, 3: indefinite
  std::string text;
};

inline Dense<double> product(const Dense<double>& X, const Dense<double>& Y, bool transposeY) {
  const int inner = X.cols(), cols = transposeY ? Y.rows() : Y.cols();
  Dense<double> Z(X.rows(), cols);
  for (int j = 0; j < cols; ++j)
    for (int l = 0; l < inner; ++l) {
      const double y = transposeY ? Y(j, l) : Y(l, j);
      for (int i = 0; i < X.rows(); ++i) Z(i, j) += X(i, l) * y;
    }
  return Z;
}

/// A product of random reflections.
inline Dense<double> randomOrthogonal(int n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Dense<double> Q(n, n);
  for (int i = 0; i < n; ++i) Q(i, i) = 1.0;
  for (int r = 0; r < std::min(n, 6); ++r) {
    std::vector<double> v(static_cast<std::size_t>(n));
    double length = 0.0;
    for (double& x : v) {
      x = normal(random);
      length += x * x;
    }
    for (int j = 0; j < n; ++j) {
      double overlap = 0.0;
      for (int i = 0; i < n; ++i) overlap += v[static_cast<std::size_t>(i)] * Q(i, j);
      for (int i = 0; i < n; ++i) Q(i, j) -= 2.0 * overlap / length * v[static_cast<std::size_t>(i)];
    }
  }
  return Q;
}

/// A = Q diag(values·scale) Qᵀ, or with a B that has the same eigenvalues; sorts the values. The condition of
/// B.
inline double fillMatrices(RandomProblem& p, double scale, std::mt19937_64& random) {
  Dense<double> Q = randomOrthogonal(p.n, random), D = Q;
  for (int j = 0; j < p.n; ++j)
    for (int i = 0; i < p.n; ++i) D(i, j) *= p.values[static_cast<std::size_t>(j)] * scale;
  p.A = product(D, Q, true);
  double condition = 1.0;
  if (p.generalized) {  // B = L Lᵀ and A = L (Q D Qᵀ) Lᵀ with a diagonal-times-orthogonal L
    condition = std::pow(10.0, std::uniform_real_distribution<double>(0, 4)(random));
    Dense<double> L = randomOrthogonal(p.n, random), transposedInverse = L;
    for (int j = 0; j < p.n; ++j)
      for (int i = 0; i < p.n; ++i) {
        L(i, j) *= std::pow(condition, -0.5 * j / p.n);
        transposedInverse(i, j) *= std::pow(condition, 0.5 * j / p.n);
      }
    p.inverse = product(transposedInverse, transposedInverse, true);
    p.A = product(product(L, p.A, false), L, true);
    p.B = product(L, L, true);
  }
  for (double& value : p.values) value *= scale;
  std::sort(p.values.begin(), p.values.end());
  return condition;
}

inline RandomProblem makeProblem(unsigned seed, int leastSize = 1, int largestSize = 60) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  RandomProblem p;
  p.n = pick(leastSize, largestSize);
  p.k = pick(1, p.n);
  const int rank = pick(0, 2) == 0 ? pick(0, p.n) : p.n, clusters = pick(0, 3) == 0 ? pick(1, 5) : 0;
  const double scale = pick(0, 2) == 0 ? std::pow(10.0, uniform(-150, 150)) : 1.0;
  p.generalized = pick(0, 2) == 0;
  std::vector<double> centres;
  for (int c = 0; c < clusters; ++c) centres.push_back(uniform(-1, 1));
  for (int i = 0; i < p.n; ++i)
    p.values.push_back(i >= rank      ? 0.0
                       : clusters > 0 ? centres[static_cast<std::size_t>(i % clusters)]
                                      : uniform(-1, 1));
  const double condition = fillMatrices(p, scale, random);
  p.options.numPairs = p.k;
  p.options.seed = seed;
  const int end = pick(0, 2);
  if (end == 0) p.options.which = ritz::Smallest{};
  if (end == 2) p.options.which = ritz::LargestMagnitude{};
  const int method = pick(0, 3);
  if (method == 0) {
    p.options.method = ritz::Lobpcg{};
    if (end == 2) p.options.which = ritz::Largest{};  // not of both ends at once
  }
  if (method == 1) p.options.method = ritz::KrylovSchur{0, pick(0, 3) == 0 ? pick(1, 4) : 1};
  if (method == 2) p.options.method = ritz::Lanczos{0, end < 2 && pick(0, 1) == 0 ? pick(2, 25) : 0};
  if (method == 3) {
    const int block = pick(0, 2) == 0 && p.n > 3 ? pick(2, 3) : 1;
    p.options.method = ritz::Davidson{0, block, pick(0, 2) == 0};
    if (end == 2) p.options.which = ritz::Largest{};
    p.preconditioning = pick(0, 3);
  }
  p.text = "seed " + std::to_string(seed) + ": n " + std::to_string(p.n) + " k " + std::to_string(p.k) +
           " rank " + std::to_string(rank) + " clusters " + std::to_string(clusters) + " scale " +
           std::to_string(std::log10(scale)) + (p.generalized ? " B cond " + std::to_string(condition) : "") +
           " " + nameOf(p.options.which) + " " + nameOf(p.options.method);
  return p;
}

}  // namespace traps
