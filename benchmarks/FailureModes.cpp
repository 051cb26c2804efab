// The two ways in which gradients of eigenpairs go wrong, as tables that docs/pictures/draw draws: values
// that (nearly) coincide, and pairs that are not exact. The problem has an exact gradient in closed form.
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <cmath>
#include <cstdio>
#include <string>

namespace {

using Block = ritz::MultiVector<double>;
using Function = std::function<double(int)>;

constexpr int size = 200, numPairs = 4;

/// H T H with the tridiagonal T (d on the diagonal, e beside it) and the reflection H = I − 2/n 1 1ᵀ.
ritz::OperatorPtr<double> rotated(const Function& d, double e) {
  return ritz::makeArrayOperator<double>(ritz::makeMap(size), [=](const double* x, double* y, std::size_t n) {
    const auto reflect = [n](std::vector<double>& v) {
      double sum = 0;
      for (const double entry : v) sum += entry;
      for (double& entry : v) entry -= 2 * sum / static_cast<double>(n);
    };
    std::vector<double> v(x, x + n), w(n);
    reflect(v);
    for (std::size_t i = 0; i < n; ++i)
      w[i] = d(static_cast<int>(i)) * v[i] + e * ((i > 0 ? v[i - 1] : 0) + (i + 1 < n ? v[i + 1] : 0));
    reflect(w);
    std::copy(w.begin(), w.end(), y);
  });
}

double weight(int i) { return std::sin(1.0 + i); }

/// tr(D U f(Λ) Uᵀ), f(x) = x², for A(θ) = A₀ + θ A₁ with the values d at θ = 0.
struct Problem {
  Function d;
  std::shared_ptr<ritz::AffineOperator<double>> A = std::make_shared<ritz::AffineOperator<double>>(
      rotated(d, 0.0), std::vector<ritz::OperatorPtr<double>>{rotated([](int) { return 1.0; }, 0.5)});
  ritz::OperatorPtr<double> D = rotated(weight, 0.3);
  ritz::DensityLoss<double> loss{D, {[](double x) { return x * x; }, [](double x) { return 2 * x; }}};

  /// Σ D_ij A₁_ij times divided differences of f, which is zero beyond the pairs.
  double exact() const {
    double sum = 0;
    for (int i = 0; i < numPairs; ++i) sum += weight(i) * 2 * d(i);
    for (int i = 0; i + 1 < numPairs; ++i) sum += 2 * 0.3 * 0.5 * (d(i) + d(i + 1));
    const double a = d(numPairs - 1), b = d(numPairs);
    return sum + 2 * 0.3 * 0.5 * a * a / (a - b);
  }
  double error(double gradient) const { return std::abs(gradient / exact() - 1); }
  double gradient(const ritz::Pullback<double>& pullback) const {
    Tpetra::Vector<double> g(A->parameterMap());
    pullback.accumulateA(*A, g);
    return g.getData(0)[0];
  }
  ritz::EigenResult<double> pairs(double tolerance, ritz::Method method) const {
    ritz::EigenOptions options;
    options.numPairs = numPairs;
    options.which = ritz::Smallest{};
    options.tolerance = tolerance;
    options.method = method;
    return ritz::eigsolve<double>({A}, options);
  }
};

/// What a textbook says: every pair of values is divided by its gap, and Λ̄ is diagonal.
double textbook(const Problem& problem, const ritz::EigenResult<double>& pairs,
                const ritz::Pullback<double>& pullback) {
  const auto cotangent = problem.loss.cotangent(pairs.values, *pairs.vectors);
  ritz::Dense<double> C = ritz::gram(*pairs.vectors, *cotangent.vectors);
  for (int j = 0; j < numPairs; ++j)
    for (int i = 0; i < numPairs; ++i) {
      const double gap =
          pairs.values[static_cast<std::size_t>(j)] - pairs.values[static_cast<std::size_t>(i)];
      C(i, j) = i == j ? cotangent.values(j, j) : C(i, j) / gap;
    }
  ritz::Pullback<double> other = pullback;
  auto W = std::make_shared<Block>(*pullback.X, Teuchos::Copy);
  ritz::addToBlock(1.0, *pairs.vectors, C, *W);
  other.W = W;
  return problem.gradient(other);
}

void clusters() {
  std::printf("# gap, error of the textbook's gradient, of Ritz'\n");
  for (int exponent = 0; exponent <= 15; ++exponent) {
    const double gap = std::pow(10.0, -exponent);
    const Problem problem{[gap](int i) {
      return i == 2 ? 2 + gap : i == 0 ? 1.0 : i + 1.0 - (i > 2 ? -1 : 0);
    }};
    const auto pairs = problem.pairs(1e-13, ritz::Lobpcg{});
    ritz::AdjointOptions options;
    options.gradientTolerance = 1e-12;
    const auto pullback = ritz::EigenAdjoint<double>(pairs, options)(problem.loss);
    std::printf("%.0e %.3e %.3e\n", gap, problem.error(textbook(problem, pairs, pullback)),
                problem.error(problem.gradient(pullback)));
  }
}

void inexactPairs() {
  std::printf("\n\n# tolerance of the pairs, error of the values, of the gradient, estimated, corrected\n");
  const Problem problem{[](int i) { return i + 1.0; }};
  for (int exponent = 6; exponent <= 24; ++exponent) {
    const double tolerance = std::pow(10.0, -0.5 * exponent);
    const auto pairs = problem.pairs(tolerance, ritz::KrylovSchur{});
    ritz::AdjointOptions options;
    options.gradientTolerance = 1e-12;
    const ritz::EigenAdjoint<double> adjoint(pairs, options);
    const auto pullback = adjoint(problem.loss);
    const double g = problem.gradient(pullback),
                 dg = problem.gradient(adjoint.correction(problem.loss, pullback));
    double values = 0;
    for (int j = 0; j < numPairs; ++j)
      values = std::max(values, std::abs(pairs.values[static_cast<std::size_t>(j)] / problem.d(j) - 1));
    std::printf("%.3e %.3e %.3e %.3e %.3e\n", tolerance, values, problem.error(g), std::abs(dg / g),
                problem.error(g + dg));
  }
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  clusters();
  inexactPairs();
}
