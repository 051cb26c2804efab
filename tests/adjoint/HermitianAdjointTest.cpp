#include <ritz/operators/Instantiate.hpp>

#include <gtest/gtest.h>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

#include "adjoint/HermitianFamilies.hpp"

#include <vector>

/// EigenAdjoint in complex arithmetic.
namespace ritz::test {
namespace {

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

TEST(HermitianAdjoint, AgreesWithDifferences) {
  for (const bool withMass : {false, true})
    for (const Which& which : {Which(Smallest{}), Which(Largest{})}) {
      const auto family = makeHermitianFamily(simpleValues, withMass);
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
  const auto family = makeHermitianFamily(tripleValue, false);
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
  const auto family = makeHermitianFamily(simpleValues, false);
  Family real;
  real.A = std::make_shared<AffineOperator<double>>(
      embedded(withSpectrum(simpleValues)),
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
  const auto family = makeHermitianFamily(simpleValues, false);
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
