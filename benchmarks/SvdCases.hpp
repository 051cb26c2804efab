#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// Operators with known singular values on plain arrays, for all that benchmarks/singular_values.py compares.
namespace ritz::bench {

constexpr std::size_t SvdRows = 3000, SvdColumns = 2000;

/// A spectrum, how many triplets are asked for, and to what residual in units of ‖A‖.
struct SvdCase {
  std::string name;
  int k;
  double tolerance;
  std::function<double(double i)> sigma;
};

inline std::vector<SvdCase> svdCases() {
  constexpr double n = SvdColumns;
  return {
      {"graded", 20, 1e-8, [](double i) { return std::pow(10.0, -std::min(i, 400.0) / 20); }},
      {"decay", 10, 1e-10, [](double i) { return 1 / ((1 + i) * (1 + i)); }},
      {"slow", 10, 1e-8, [](double i) { return 1 - i / n; }},
      {"cluster", 10, 1e-10,
       [](double i) {
         return i < 30 ? 1 - 1e-6 * std::fmod(i, 5) - 0.02 * std::floor(i / 5) : 0.8 * (1 - i / n);
       }},
      {"sevenfold", 8, 1e-8, [](double i) { return i < 7 ? 2 : 1 / (1 + i / 20); }},
      {"tiny", 10, 1e-14, [](double i) { return i < 10 ? std::pow(10.0, -1.5 * i) : 5e-16 * (1 - i / n); }}};
}

/// H₁ Σ H₂ with the reflections H = I − 2 w wᵀ/wᵀw, w_i = sin((i + 1)²), that counts its products.
class SvdOperator {
 public:
  explicit SvdOperator(const SvdCase& problem) {
    for (std::size_t i = 0; i < SvdColumns; ++i) sigma_.push_back(problem.sigma(static_cast<double>(i)));
  }

  void apply(const double* x, double* y) {
    ++products;
    multiply(x, SvdColumns, y, SvdRows);
  }
  void applyAdjoint(const double* x, double* y) {
    ++adjointProducts;
    multiply(x, SvdRows, y, SvdColumns);
  }

  /// The k largest, descending.
  std::vector<double> largest(int k) const {
    std::vector<double> all = sigma_;
    std::sort(all.rbegin(), all.rend());
    all.resize(static_cast<std::size_t>(k));
    return all;
  }

  long products = 0, adjointProducts = 0;

 private:
  static void reflect(double* x, std::size_t size) {
    const auto w = [](std::size_t i) { return std::sin(static_cast<double>((i + 1) * (i + 1))); };
    double product = 0, square = 0;
    for (std::size_t i = 0; i < size; ++i) {
      product += w(i) * x[i];
      square += w(i) * w(i);
    }
    for (std::size_t i = 0; i < size; ++i) x[i] -= 2 * product / square * w(i);
  }

  void multiply(const double* x, std::size_t from, double* y, std::size_t to) const {
    std::vector<double> inner(x, x + from);
    reflect(inner.data(), from);
    for (std::size_t i = 0; i < to; ++i) y[i] = i < SvdColumns ? sigma_[i] * inner[i] : 0.0;
    reflect(y, to);
  }

  std::vector<double> sigma_;
};

}  // namespace ritz::bench
