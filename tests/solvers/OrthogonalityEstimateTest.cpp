#include <ritz/solvers/OrthogonalityEstimate.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using Vector = std::vector<double>;
constexpr double Epsilon = std::numeric_limits<double>::epsilon();

double dot(const Vector& x, const Vector& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// Lanczos without any reorthogonalisation on a diagonal matrix with one value far from the others, beside
/// the estimate.
class PlainRecurrence {
 public:
  explicit PlainRecurrence(std::size_t n) : values_(n) {
    for (std::size_t i = 0; i < n; ++i) values_[i] = static_cast<double>(i) / static_cast<double>(n);
    values_.back() = 3;
    Vector v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = std::sin(1.0 + static_cast<double>(i * i));
    const double length = std::sqrt(dot(v, v));
    for (double& x : v) x /= length;
    basis_.push_back(v);
    estimate_.reset(0, Epsilon);
  }

  /// One step; returns the estimate for the new vector.
  double step() {
    const Vector& v = basis_.back();
    Vector w(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) w[i] = values_[i] * v[i];
    diagonal_.push_back(dot(w, v));
    const double size = std::sqrt(dot(w, w));
    for (std::size_t i = 0; i < v.size(); ++i) {
      w[i] -= diagonal_.back() * v[i];
      if (basis_.size() > 1) w[i] -= coupling_.back() * basis_[basis_.size() - 2][i];
    }
    coupling_.push_back(std::sqrt(dot(w, w)));
    for (double& x : w) x /= coupling_.back();
    basis_.push_back(w);
    return estimate_.advance(diagonal_, coupling_, 0, 10 * Epsilon * size / coupling_.back());
  }

  double measured() const {
    double largest = 0;
    for (std::size_t j = 0; j + 1 < basis_.size(); ++j)
      largest = std::max(largest, std::abs(dot(basis_[j], basis_.back())));
    return largest;
  }

 private:
  Vector values_, diagonal_, coupling_;
  std::vector<Vector> basis_;
  ritz::OrthogonalityEstimate<double> estimate_;
};

TEST(OrthogonalityEstimate, FollowsTheLossOfAnExtremeRitzValueThatConverges) {
  PlainRecurrence run(300);
  double estimated = 0, measured = 0;
  for (int step = 0; step < 60 && measured < 1e-6; ++step) {
    estimated = run.step();
    measured = run.measured();
    EXPECT_GE(estimated, 0.3 * measured) << "step " << step;
    EXPECT_LE(estimated, std::max(1e4 * measured, 1e-12)) << "step " << step;
  }
  EXPECT_GE(measured, 1e-6) << "nothing was lost: the test says nothing";
}

TEST(OrthogonalityEstimate, ForgetsTheLossAtAReset) {
  PlainRecurrence run(300);
  for (int step = 0; step < 12; ++step) run.step();
  ritz::OrthogonalityEstimate<double> estimate;
  estimate.reset(2, Epsilon);
  EXPECT_LE(estimate.advance({1.0, 1.1, 0.9}, {0.5, 0.4, 0.5}, 0, Epsilon), 10 * Epsilon);
}

TEST(OrthogonalityEstimate, KnowsTheArrowOfARestart) {
  // Two kept vectors couple with column 2 alone: a loss of 1e-12 against column 2 reaches them with 0.5 and
  // 0.25 of it over the new coupling of 0.5.
  ritz::OrthogonalityEstimate<double> estimate;
  estimate.reset(4, 1e-12);
  const double largest = estimate.advance({2.0, 2.0, 1.0, 1.0, 2.0}, {0.5, 0.25, 0.0, 0.0, 0.5}, 2, 0.0);
  EXPECT_NEAR(largest, 1e-12 * (-1.0 + 0.75) / -0.5 + 1e-12 * 0.5, 0.6e-12);
  EXPECT_GE(largest, 1e-12);
}

}  // namespace
