#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/ProductOperator.hpp>

#include "solvers/Complex.hpp"
#include "solvers/SampledDensity.hpp"
#include "solvers/Traps.hpp"

#include <cmath>

/// Densities with B, in complex arithmetic, in single precision.
namespace {

using namespace ritz::test;

TEST(SpectralDensityPencil, OfAPencilWithDiagonalMassIsThatOfTheReducedProblem) {
  // A = D·L·D and B = D² have the values of L, and the random vectors D⁻¹z see them as z sees those of L.
  const auto L = laplacian();
  const auto D = traps::diagonal(L->getDomainMap(), [](auto g) { return 1.0 + 0.25 * double(g % 5); });
  const auto A = std::make_shared<ritz::ProductOperator<double>>(
      D, std::make_shared<ritz::ProductOperator<double>>(L, D));
  const auto B =
      traps::diagonal(L->getDomainMap(), [](auto g) { return std::pow(1.0 + 0.25 * double(g % 5), 2); });
  const auto pencil = ritz::spectralDensity<double>({A, B}, sampled(3, 20));
  const auto reduced = ritz::spectralDensity<double>({L}, sampled(3, 20));
  for (const double t : {2.0, 5.0, 9.0}) {
    const auto found = pencil.density.density(t, 0.7), expected = reduced.density.density(t, 0.7);
    EXPECT_NEAR(found.value, expected.value, 1e-8 * 720);
    EXPECT_NEAR(found.standardError, expected.standardError, 1e-8 * 720);
  }
}

TEST(SpectralDensityPencil, WorksWithAnyMass) {
  // A = C² and B = C have the values of C.
  const int n = 800;
  const auto C = std::make_shared<ritz::CountingOperator<double>>(line(n, 1.0));
  const auto A = std::make_shared<ritz::ProductOperator<double>>(C, C);
  const auto result = ritz::spectralDensity<double>({A, C}, sampled(6, 20));
  const double pi = std::acos(-1.0);
  double trace = 0.0, count = 0.0;
  for (int i = 1; i <= n; ++i) {
    const double value = 4.0 - 2.0 * std::cos(pi * i / (n + 1));
    trace += 1 / value;
    count += value <= 3.0;
  }
  const auto inverse = result.density.trace([](double x) { return 1 / x; });
  const auto below = result.density.count(-Infinity, 3.0);
  EXPECT_NEAR(inverse.value, trace, 4 * inverse.error());
  EXPECT_LE(inverse.error(), 0.05 * trace);
  EXPECT_NEAR(below.value, count, 4 * below.error());
  EXPECT_LE(below.error(), 0.2 * count);
  EXPECT_GT(result.applications.mass.columns, 6 * 20);
}

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

TEST(SpectralDensityPencil, WorksInComplexArithmetic) {
  // line(n, 1) with phases e^(iφ) beside the diagonal, which leave its values; A = C² and B = C have them,
  // too.
  const int n = 800;
  std::vector<ritz::MatrixEntry<Complex>> entries;
  double trace = 0.0;
  for (int i = 0; i < n; ++i) {
    entries.push_back({i, i, 4.0});
    const Complex beside = -std::polar(1.0, 0.37 * i);
    if (i + 1 < n) entries.push_back({i, i + 1, beside}), entries.push_back({i + 1, i, std::conj(beside)});
    trace += 1 / (4.0 - 2.0 * std::cos(std::acos(-1.0) * (i + 1) / (n + 1)));
  }
  const auto C = ritz::test::matrixFrom(ritz::makeMap(n), entries);
  const auto A = std::make_shared<ritz::ProductOperator<Complex>>(C, C);
  for (const auto& problem : {ritz::EigenProblem<Complex>{C}, ritz::EigenProblem<Complex>{A, C}}) {
    const auto result = ritz::spectralDensity<Complex>(problem, sampled(6, 20));
    const auto found = result.density.trace([](double x) { return 1 / x; });
    EXPECT_NEAR(found.value, trace, 4 * found.error());
    EXPECT_LE(found.error(), 0.05 * trace);
    EXPECT_NEAR(result.density.count(-Infinity, Infinity).value, n, 1e-6);
  }
}

#endif

#ifdef HAVE_TPETRA_INST_FLOAT

TEST(SpectralDensityPencil, WorksInSinglePrecision) {
  const auto single = std::make_shared<ritz::Laplacian3d<float>>(ritz::worldComm(), Size, Weights);
  const auto found = ritz::spectralDensity<float>({single}, sampled(3, 20)).density;
  const auto expected = ritz::spectralDensity<double>({laplacian()}, sampled(3, 20)).density;
  // The same random signs: rounding alone, of 20 steps.
  const double trace = expected.logDeterminant().value;
  EXPECT_NEAR(found.logDeterminant().value, trace, 1e-4 * trace);
}

#endif

}  // namespace
