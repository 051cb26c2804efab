#include "adjoint/Families.hpp"
#include "solvers/Complex.hpp"

#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

/// EigenAdjoint in complex arithmetic.
namespace ritz::test {
namespace {

using HermitianFamily = FamilyOf<Complex>;
constexpr int N = 36;

using Matrix = std::function<Complex(GlobalIndex, GlobalIndex)>;  ///< its entries

OperatorPtr<Complex> hermitian(const Matrix& matrix) {
  std::vector<MatrixEntry<Complex>> entries;
  for (GlobalIndex i = 0; i < N; ++i)
    for (GlobalIndex j = 0; j < N; ++j)
      if (const Complex value = matrix(i, j); value != 0.0) entries.push_back({i, j, value});
  return matrixFrom<Complex>(makeMap(N), entries);
}

/// [Re −Im; Im Re].
OperatorPtr<double> embedded(const Matrix& matrix) {
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex i = 0; i < N; ++i)
    for (GlobalIndex j = 0; j < N; ++j) {
      const Complex value = matrix(i, j);
      entries.push_back({i, j, value.real()});
      entries.push_back({i + N, j + N, value.real()});
      entries.push_back({i, j + N, -value.imag()});
      entries.push_back({i + N, j, value.imag()});
    }
  return matrixFrom<double>(makeMap(2 * N), entries);
}

/// H diag(spectrum) H with H = I − 2vvᴴ, ‖v‖ = 1.
Matrix withSpectrum(const Entry& spectrum) {
  const auto v = [](GlobalIndex g) { return std::polar(1 / std::sqrt(double(N)), 0.7 * real(g * g)); };
  double mean = 0;  // vᴴ diag(spectrum) v
  for (GlobalIndex g = 0; g < N; ++g) mean += spectrum(g) / N;
  return [=](GlobalIndex i, GlobalIndex j) {
    const Complex outer = v(i) * std::conj(v(j));
    return Complex(i == j ? spectrum(i) : 0.0) + outer * (4 * mean - 2 * spectrum(i) - 2 * spectrum(j));
  };
}

/// `a` on the diagonal, `hop` on the right of it and its conjugate on the left.
Matrix chain(double a, Complex hop) {
  return [=](GlobalIndex i, GlobalIndex j) {
    return i == j ? Complex(a) : j == i + 1 ? hop : i == j + 1 ? std::conj(hop) : Complex(0);
  };
}

Matrix diagonal(const Entry& entry) {
  return [=](GlobalIndex i, GlobalIndex j) { return i == j ? Complex(entry(i)) : Complex(0); };
}

const Matrix firstPart = chain(1.0, {0.3, 0.6}), weights = chain(0.5, {-0.4, 1.0}),
             secondPart = diagonal([](GlobalIndex g) { return std::cos(real(g)); });

HermitianFamily makeHermitianFamily(const Entry& spectrum, bool withMass) {
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

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }
double triple(GlobalIndex g) { return g == 0 ? 1.0 : g < 4 ? 2.0 : real(g) - 1.0; }

TEST(HermitianAdjoint, AgreesWithDifferences) {
  for (const bool withMass : {false, true})
    for (const Which& which : {Which(Smallest{}), Which(Largest{})}) {
      const auto family = makeHermitianFamily(separate, withMass);
      const LossSum<Complex> loss(
          {std::make_shared<ValueSum<Complex>>(std::vector<double>{1, -2, 0.5}),
           std::make_shared<VectorForms<Complex>>(hermitian(weights), std::vector<double>{3, 0, -1})});
      const auto exact = differences(family, 3, which, loss);
      const auto pullback =
          EigenAdjoint<Complex>(solvedPairs(family, 3, which, 1e-12, Lanczos{}), tight())(loss);
      EXPECT_TRUE(pullback.converged);
      EXPECT_TRUE(pullback.certified);
      EXPECT_LE(relativeError(family.gradient(pullback), exact), 1e-8) << nameOf(which) << withMass;
    }
}

/// Two equal values would do: in a triple one every entry of the block Λ̄ is complex.
TEST(HermitianAdjoint, IsExactInATripleValue) {
  const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
  const DensityLoss<Complex> loss(hermitian(weights), square);
  const auto family = makeHermitianFamily(triple, false);
  const auto exact = differences(family, 5, Smallest{}, loss);
  const EigenAdjoint<Complex> adjoint(solvedPairs(family, 5, Smallest{}, 1e-12, Lobpcg{}), tight());
  ASSERT_EQ(adjoint.clusters().size(), 1u);
  const auto pullback = adjoint(loss);
  EXPECT_TRUE(pullback.certified);
  EXPECT_LE(relativeError(family.gradient(pullback), exact), 1e-7);
}

/// The same matrices as real ones of twice the size have each value twice, and a loss of all pairs' space
/// counts every vector twice.
TEST(HermitianAdjoint, HasHalfTheGradientOfTheRealEmbedding) {
  const auto family = makeHermitianFamily(separate, false);
  Family real;
  real.A = std::make_shared<AffineOperator<double>>(
      embedded(withSpectrum(separate)),
      std::vector<OperatorPtr<double>>{embedded(firstPart), embedded(secondPart)});
  const SpectralFunction<double> inverse{[](double x) { return 1 / x; },
                                         [](double x) { return -1 / (x * x); }};
  const auto complexGradient =
      family.gradient(EigenAdjoint<Complex>(solvedPairs(family, 4, Smallest{}, 1e-12, Lanczos{}),
                                            tight())(DensityLoss<Complex>(hermitian(weights), inverse)));
  auto realGradient =
      real.gradient(EigenAdjoint<double>(solvedPairs(real, 8, Smallest{}, 1e-12, Lobpcg{}),
                                         tight())(DensityLoss<double>(embedded(weights), inverse)));
  for (double& g : realGradient) g /= 2;
  EXPECT_LE(relativeError(complexGradient, realGradient), 1e-8);
}

/// Re⟨w, u⟩ changes with the phase of u, which no eigenvector knows.
TEST(HermitianAdjoint, RefusesALossOfThePhase) {
  const auto family = makeHermitianFamily(separate, false);
  const auto pairs = solvedPairs(family, 2, Smallest{}, 1e-12, Lanczos{});
  auto w = std::make_shared<MultiVector<Complex>>(*pairs.vectors, Teuchos::Copy);
  w->scale(Complex(0, 1));  // i u: M = uᴴŪ is imaginary
  const EigenAdjoint<Complex> adjoint(pairs);
  EXPECT_THROW(adjoint(Cotangent<Complex>{{}, w}), GaugeDependent);
}

}  // namespace
}  // namespace ritz::test

#else

TEST(HermitianAdjoint, NeedsComplexNumbers) { GTEST_SKIP() << "this Trilinos has no complex<double>"; }

#endif
