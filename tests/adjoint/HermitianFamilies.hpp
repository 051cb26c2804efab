#pragma once

#include "adjoint/Families.hpp"
#include "adjoint/ParametricFamilies.hpp"
#include "solvers/Complex.hpp"

#include <ritz/adjoint/Losses.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <memory>
#include <vector>

/// Families of eigenproblems in complex arithmetic, of order N.
namespace ritz::test {

using HermitianFamily = FamilyOf<Complex>;
constexpr int N = 36;

using Matrix = std::function<Complex(GlobalIndex, GlobalIndex)>;  ///< its entries

inline OperatorPtr<Complex> hermitian(const Matrix& matrix) {
  std::vector<MatrixEntry<Complex>> entries;
  for (GlobalIndex i = 0; i < N; ++i)
    for (GlobalIndex j = 0; j < N; ++j)
      if (const Complex value = matrix(i, j); value != 0.0) entries.push_back({i, j, value});
  return matrixFrom<Complex>(makeMap(N), entries);
}

/// H diag(spectrum) H with H = I − 2vvᴴ, ‖v‖ = 1.
inline Matrix withSpectrum(const Entry& spectrum) {
  const auto v = [](GlobalIndex g) { return std::polar(1 / std::sqrt(double(N)), 0.7 * real(g * g)); };
  double mean = 0;  // vᴴ diag(spectrum) v
  for (GlobalIndex g = 0; g < N; ++g) mean += spectrum(g) / N;
  return [=](GlobalIndex i, GlobalIndex j) {
    const Complex outer = v(i) * std::conj(v(j));
    return Complex(i == j ? spectrum(i) : 0.0) + outer * (4 * mean - 2 * spectrum(i) - 2 * spectrum(j));
  };
}

/// `a` on the diagonal, `hop` on the right of it and its conjugate on the left.
inline Matrix chain(double a, Complex hop) {
  return [=](GlobalIndex i, GlobalIndex j) {
    return i == j ? Complex(a) : j == i + 1 ? hop : i == j + 1 ? std::conj(hop) : Complex(0);
  };
}

inline Matrix diagonal(const Entry& entry) {
  return [=](GlobalIndex i, GlobalIndex j) { return i == j ? Complex(entry(i)) : Complex(0); };
}

/// L M Lᴴ, L with 1.5 on the diagonal and 0.3 − 0.2i on the right of it.
inline Matrix congruent(const Matrix& matrix) {
  return [=](GlobalIndex i, GlobalIndex j) {
    const auto L = [](GlobalIndex row, GlobalIndex column) {
      return row == column ? Complex(1.5) : Complex(0.3, -0.2);
    };
    Complex sum = 0;
    for (GlobalIndex a = i; a < std::min<GlobalIndex>(i + 2, N); ++a)
      for (GlobalIndex b = j; b < std::min<GlobalIndex>(j + 2, N); ++b)
        sum += L(i, a) * matrix(a, b) * std::conj(L(j, b));
    return sum;
  };
}

const Matrix firstPart = chain(1.0, {0.3, 0.6}), weights = chain(0.5, {-0.4, 1.0}),
             secondPart = diagonal([](GlobalIndex g) { return std::cos(real(g)); });

/// In three parameters, of which B has the last.
inline HermitianFamily makeHermitianFamily(const Entry& spectrum, bool withMass) {
  HermitianFamily family;
  family.A = std::make_shared<AffineOperator<Complex>>(
      hermitian(withSpectrum(spectrum)),
      std::vector<OperatorPtr<Complex>>{hermitian(firstPart), hermitian(secondPart)});
  if (withMass)
    family.B = std::make_shared<AffineOperator<Complex>>(
        hermitian(chain(2.0, {0.2, -0.4})),
        std::vector<OperatorPtr<Complex>>{hermitian(chain(0.3, {-0.1, 0.2}))});
  return family;
}

/// A₀ = L C Lᴴ and B₀ = L Lᴴ with values `spectrum` at θ = 0, or A₀ = C without B; in three parameters that
/// move both.
inline ParametricProblem<Complex> makeHermitianProblem(const Entry& spectrum, bool withMass) {
  using Parts = std::vector<OperatorPtr<Complex>>;
  const Matrix C = withSpectrum(spectrum);
  const auto A = std::make_shared<AffineOperator<Complex>>(
      hermitian(withMass ? congruent(C) : C),
      Parts{hermitian(firstPart), hermitian(secondPart), hermitian(chain(0.0, {0.0, 0.5}))});
  std::shared_ptr<AffineOperator<Complex>> B;
  if (withMass)
    B = std::make_shared<AffineOperator<Complex>>(
        hermitian(congruent(diagonal([](GlobalIndex) { return 1.0; }))),
        Parts{hermitian(chain(0.3, {-0.1, 0.2})), hermitian(chain(0.0, {0.1, 0.1})),
              hermitian(diagonal([](GlobalIndex g) { return 0.2 * std::cos(0.7 * real(g)); }))});
  ParametricProblem<Complex> problem({}, A, B);
  problem.setParameters(thetaOf(problem, {0, 0, 0}));
  return problem;
}

/// 1, then three values at 2, then 3, 4, …
inline double tripleValue(GlobalIndex g) { return g == 0 ? 1.0 : g < 4 ? 2.0 : real(g) - 1.0; }
inline double simpleValues(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

/// tr(W U log(Λ) Uᴴ), which does not depend on the basis of a multiple value.
inline std::shared_ptr<const Loss<Complex>> logarithmicDensity() {
  return std::make_shared<DensityLoss<Complex>>(
      hermitian(weights),
      SpectralFunction<double>{[](double x) { return std::log(x); }, [](double x) { return 1 / x; },
                               [](double x) { return -1 / (x * x); }});
}

/// That, and for simple values sums of values and of forms of single vectors.
inline std::shared_ptr<const Loss<Complex>> hermitianLoss(bool clustered) {
  if (clustered) return logarithmicDensity();
  return std::make_shared<LossSum<Complex>>(std::vector<std::shared_ptr<const Loss<Complex>>>{
      logarithmicDensity(), std::make_shared<ValueSum<Complex>>(std::vector<double>{1, -2, 0.5}),
      std::make_shared<VectorForms<Complex>>(hermitian(weights), std::vector<double>{3, 0, -1, 2})});
}

}  // namespace ritz::test
