#pragma once

#include "solvers/Problems.hpp"

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

/// Families of eigenproblems for tests of the adjoint.
namespace ritz::test {

/// A(θ) = A₀ + θ₁A₁ + θ₂A₂ and B(θ) = B₀ + θ₃B₁ around θ = 0, with eigenvalues of one's choice there.
template <class S>
struct FamilyOf {
  std::shared_ptr<AffineOperator<S>> A, B;
  EigenProblem<S> problem() const { return {A, B}; }

  void set(double t1, double t2, double t3) const {
    setAll(*A, {t1, t2});
    if (B) setAll(*B, {t3});
  }
  /// The three derivatives.
  std::vector<double> gradient(const Pullback<S>& pullback) const {
    Tpetra::Vector<double> a(A->parameterMap());
    pullback.accumulateA(*A, a);
    std::vector<double> result = gather(a);
    if (!B) return result;
    Tpetra::Vector<double> b(B->parameterMap());
    pullback.accumulateMass(*B, b);
    result.push_back(gather(b)[0]);
    return result;
  }

 private:
  static void setAll(AffineOperator<S>& op, const std::vector<double>& values) {
    Tpetra::Vector<double> theta(op.parameterMap());
    for (std::size_t i = 0; i < values.size(); ++i)
      if (op.parameterMap()->isNodeGlobalElement(static_cast<GlobalIndex>(i)))
        theta.replaceGlobalValue(static_cast<GlobalIndex>(i), values[i]);
    op.setParameters(theta);
  }
};

using Family = FamilyOf<double>;

/// Values `spectrum` at θ = 0: A₀ = D C D, B₀ = D² with C = H diag(spectrum) H, or A₀ = C without B.
inline Family makeFamily(int n, const Entry& spectrum, bool withMass) {
  const auto map = makeMap(n);
  const auto C = rotatedOperator(map, spectrum);
  const auto weight = [](GlobalIndex g) { return 1.0 + 0.25 * static_cast<double>(g % 4); };
  const auto D = diagonalOperator(map, weight);
  OperatorPtr<double> A0 = C;
  if (withMass)
    A0 = makeOperator<double>(map, [C, D](const Block& X, Block& Y) {
      Block DX(X, Teuchos::Copy), CDX(X, Teuchos::Copy);
      D->apply(X, DX);
      C->apply(DX, CDX);
      D->apply(CDX, Y);
    });
  Family family;
  const std::vector<OperatorPtr<double>> parts{
      toeplitzMatrix(map, 1.0, 0.5), diagonalOperator(map, [](GlobalIndex g) { return std::cos(real(g)); })};
  family.A = std::make_shared<AffineOperator<double>>(A0, parts);
  if (withMass)
    family.B = std::make_shared<AffineOperator<double>>(
        diagonalOperator(map, [=](GlobalIndex g) { return weight(g) * weight(g); }),
        std::vector<OperatorPtr<double>>{toeplitzMatrix(map, 0.3, 0.1)});
  return family;
}

template <class S>
EigenResult<S> solvedPairs(const FamilyOf<S>& family, int k, Which which, double tolerance, Method method) {
  EigenOptions options;
  options.numPairs = k;
  options.which = which;
  options.tolerance = tolerance;
  options.method = method;
  return eigsolve<S>(family.problem(), options);
}

/// dL/dθ by fourth-order differences of dense solves, h = 1e-3: truncation h⁴ ≈ 1e-12 times fifth
/// derivatives, rounding 1e-15·n/h.
template <class S>
std::vector<double> differences(const FamilyOf<S>& family, int k, Which which, const Loss<S>& loss) {
  const double h = 1e-3;
  std::vector<double> result;
  for (int i = 0; i < (family.B ? 3 : 2); ++i) {
    const auto at = [&](double t) {
      family.set(i == 0 ? t : 0, i == 1 ? t : 0, i == 2 ? t : 0);
      const auto pairs = solvedPairs(family, k, which, 1e-10, Lapack{});
      return loss.value(pairs.values, *pairs.vectors);
    };
    result.push_back((8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h));
  }
  family.set(0, 0, 0);
  return result;
}

/// ‖found − exact‖/‖exact‖.
inline double relativeError(const std::vector<double>& found, const std::vector<double>& exact) {
  double difference = 0, whole = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    difference += std::pow(found[i] - exact[i], 2);
    whole += exact[i] * exact[i];
  }
  return std::sqrt(difference / whole);
}

inline AdjointOptions tight() {
  AdjointOptions options;
  options.gradientTolerance = 1e-11;
  return options;
}

}  // namespace ritz::test
