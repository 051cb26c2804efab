#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/SpectraplexProgram.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

template <class R>
Dense<R> withoutFirst(const Dense<R>& Q) {
  Dense<R> A(Q.rows() - 1, Q.cols() - 1);
  for (int j = 0; j < A.cols(); ++j)
    for (int i = 0; i < A.rows(); ++i) A(i, j) = Q(i + 1, j + 1);
  return A;
}

/// The z of norm ≤ radius that minimises ½ Σ d_i z_i² + Σ b_i z_i, all d_i ≥ 0.
template <class R>
std::vector<R> diagonalMinimum(std::vector<R> d, std::vector<R> b, R radius) {
  const R rounding = 100 * std::numeric_limits<R>::epsilon();
  R top = 0, whole = 0;
  for (std::size_t i = 0; i < d.size(); ++i) {
    top = std::max(top, d[i]);
    whole = std::max(whole, std::abs(b[i]));
  }
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (d[i] <= rounding * top) d[i] = 0;
    if (std::abs(b[i]) <= rounding * whole) b[i] = 0;
  }
  const auto at = [&](R mu) {
    std::vector<R> z;
    for (std::size_t i = 0; i < d.size(); ++i) z.push_back(b[i] != R(0) ? -b[i] / (d[i] + mu) : R(0));
    return z;
  };
  const auto norm = [](const std::vector<R>& z) {
    R sum = 0;
    for (const R entry : z) sum += entry * entry;
    return std::sqrt(sum);
  };
  if (norm(at(R(0))) <= radius) return at(R(0));
  R low = 0, high = norm(b) / radius;  // ‖z(μ)‖ falls, and ≤ ‖b‖/μ
  for (R mu = high / 2; low < mu && mu < high; mu = low + (high - low) / 2)
    (norm(at(mu)) > radius ? low : high) = mu;
  return at(high);
}

template <class S>
Dense<S> inverseOf(const Dense<S>& Y) {
  const auto eigen = hermitianEigen(Y);
  Dense<S> scaled = eigen.vectors;
  for (int j = 0; j < Y.cols(); ++j)
    for (int i = 0; i < Y.rows(); ++i) scaled(i, j) /= S(eigen.values[static_cast<std::size_t>(j)]);
  return product(scaled, adjoint(eigen.vectors));
}

}  // namespace

template <class S>
SpectraplexProgram<S>::SpectraplexProgram(HermitianBasis<S> basis, Dense<Real<S>> Q, Vector c)
    : basis_(std::move(basis)), Q_(std::move(Q)), c_(std::move(c)) {
  const int N = basis_.dimension();
  if (Q_.rows() != N || Q_.cols() != N || static_cast<int>(c_.size()) != N)
    throw InvalidOption(
        fmt::format("SpectraplexProgram: asked for a quadratic form of order {} x {} with {} linear terms on "
                    "a space of dimension {}; give that many",
                    Q_.rows(), Q_.cols(), c_.size(), N));
}

template <class S>
typename SpectraplexProgram<S>::Vector SpectraplexProgram<S>::gradient(const Vector& y) const {
  Vector g = c_;
  for (int j = 0; j < Q_.cols(); ++j)
    for (int i = 0; i < Q_.rows(); ++i)
      g[static_cast<std::size_t>(i)] += Q_(i, j) * y[static_cast<std::size_t>(j)];
  return g;
}

template <class S>
Real<S> SpectraplexProgram<S>::gap(const Dense<S>& Y) const {
  const Dense<S> M = basis_.matrix(gradient(basis_.coordinates(Y)));
  Real<S> trace = 0;
  for (int j = 0; j < Y.cols(); ++j)
    for (int i = 0; i < Y.rows(); ++i)
      trace += std::real(Teuchos::ScalarTraits<S>::conjugate(M(i, j)) * Y(i, j));
  return trace - hermitianEigen(M).values.front();
}

template <class S>
Dense<S> SpectraplexProgram<S>::minimizer() const {
  if (basis_.order() == 1) return Dense<S>(1, 1, S(1));
  return basis_.order() == 2 ? inBall() : byBarrier();
}

/// Y = I/2 + Σ z_r E_r ⪰ 0 where ‖z‖ ≤ 1/√2.
template <class S>
Dense<S> SpectraplexProgram<S>::inBall() const {
  Vector y(c_.size(), Real<S>(0));
  y.front() = 1 / std::sqrt(Real<S>(2));
  const Vector all = gradient(y), b(all.begin() + 1, all.end());
  const auto eigen = hermitianEigen(withoutFirst(Q_));
  Vector rotated(b.size(), Real<S>(0));
  for (std::size_t i = 0; i < b.size(); ++i)
    for (std::size_t l = 0; l < b.size(); ++l)
      rotated[i] += eigen.vectors(static_cast<int>(l), static_cast<int>(i)) * b[l];
  const Vector z = diagonalMinimum(eigen.values, rotated, 1 / std::sqrt(Real<S>(2)));
  for (std::size_t l = 0; l < b.size(); ++l)
    for (std::size_t i = 0; i < b.size(); ++i)
      y[l + 1] += eigen.vectors(static_cast<int>(l), static_cast<int>(i)) * z[i];
  return basis_.matrix(y);
}

template <class S>
Real<S> SpectraplexProgram<S>::scale() const {
  Real<S> largest = frobenius(Q_);
  for (const Real<S> entry : c_) largest = std::max(largest, std::abs(entry));
  return largest;
}

template <class S>
Dense<S> SpectraplexProgram<S>::byBarrier() const {
  const auto m = static_cast<Real<S>>(basis_.order());
  Vector y(c_.size(), Real<S>(0));
  y.front() = 1 / std::sqrt(m);
  const Real<S> size = scale();
  if (!(size > 0)) return basis_.matrix(y);
  const Real<S> last = Real<S>(0.01) / (std::numeric_limits<Real<S>>::epsilon() * size);
  for (Real<S> t = m / size; t < last; t *= 8)
    for (int step = 0; step < 50 && newtonStep(t, y); ++step) {
    }
  return basis_.matrix(y);
}

/// Slope and Hessian of t f(Y) − log det Y in the traceless directions.
template <class S>
void SpectraplexProgram<S>::barrier(Real<S> t, const Vector& y, Vector& slope, Dense<Real<S>>& H) const {
  const Dense<S> inverse = inverseOf(basis_.matrix(y));
  const Vector f = gradient(y), log = basis_.coordinates(inverse);
  for (std::size_t r = 1; r < y.size(); ++r) slope[r - 1] = t * f[r] - log[r];
  for (int s = 1; s < basis_.dimension(); ++s) {
    const Vector column = basis_.coordinates(product(inverse, product(basis_.element(s), inverse)));
    for (int r = 1; r < basis_.dimension(); ++r)
      H(r - 1, s - 1) = t * Q_(r, s) + column[static_cast<std::size_t>(r)];
  }
}

/// One damped step of Newton's method; false if it was too short to matter.
template <class S>
bool SpectraplexProgram<S>::newtonStep(Real<S> t, Vector& y) const {
  const int N = basis_.dimension() - 1;
  Vector slope(static_cast<std::size_t>(N)), move(static_cast<std::size_t>(N), Real<S>(0));
  Dense<Real<S>> H(N, N);
  barrier(t, y, slope, H);
  const auto newton = hermitianEigen(H);
  Real<S> square = 0;
  for (int l = 0; l < N; ++l) {
    const Real<S>* direction = newton.vectors.column(l);
    const Real<S> along = std::inner_product(slope.begin(), slope.end(), direction, Real<S>(0));
    const Real<S> stretch = newton.values[static_cast<std::size_t>(l)];
    square += along * along / stretch;
    for (int r = 0; r < N; ++r) move[static_cast<std::size_t>(r)] -= direction[r] * along / stretch;
  }
  const Real<S> decrement = std::sqrt(square), length = decrement > Real<S>(0.25) ? 1 / (1 + decrement) : 1;
  for (std::size_t r = 0; r < move.size(); ++r) y[r + 1] += length * move[r];
  return decrement > Real<S>(1e-3);
}

RITZ_INSTANTIATE(SpectraplexProgram)

}  // namespace ritz
