#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Instantiate.hpp>

#include "solvers/Complex.hpp"

#include <cmath>
#include <cstdint>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

using namespace ritz;
using ritz::test::Complex;
using ritz::test::expectPairs;

namespace {

constexpr GlobalIndex N = 110;
constexpr GlobalIndex Width = 3;

/// In (−1, 1), from three numbers.
double noise(GlobalIndex i, GlobalIndex j, int kind) {
  auto bits = static_cast<std::uint64_t>((i * 1009 + j) * 7 + kind) * 0x9e3779b97f4a7c15ULL;
  bits = (bits ^ (bits >> 29)) * 0xbf58476d1ce4e5b9ULL;
  return static_cast<double>((bits ^ (bits >> 32)) >> 11) * std::ldexp(1.0, -52) - 1.0;
}

using Entries = std::vector<MatrixEntry<Complex>>;

/// A Hermitian band matrix: `diagonal(i)` and full complex noise times `size` beside it.
template <class F>
Entries bandMatrix(F diagonal, double size, int kind) {
  Entries entries;
  for (GlobalIndex i = 0; i < N; ++i) {
    entries.push_back({i, i, diagonal(i)});
    for (GlobalIndex j = i + 1; j < std::min(N, i + 1 + Width); ++j) {
      const Complex value = size * Complex(noise(i, j, kind), noise(i, j, kind + 1));
      entries.push_back({i, j, value});
      entries.push_back({j, i, std::conj(value)});
    }
  }
  return entries;
}

Entries stiffness() {
  return bandMatrix([](GlobalIndex i) { return Complex(5.0 + 3.0 * noise(i, i, 0)); }, 1.0, 1);
}

/// Positive definite: a diagonal of 1 to 3 over off-diagonal sums below 2·3·√2·0.1.
Entries massEntries() {
  return bandMatrix([](GlobalIndex i) { return Complex(2.0 + noise(i, i, 3)); }, 0.1, 4);
}

/// [Re −Im; Im Re].
OperatorPtr<double> embedded(const Entries& entries) {
  std::vector<MatrixEntry<double>> real;
  for (const auto& [i, j, value] : entries) {
    real.push_back({i, j, value.real()});
    real.push_back({i + N, j + N, value.real()});
    real.push_back({i, j + N, -value.imag()});
    real.push_back({i + N, j, value.imag()});
  }
  return test::matrixFrom<double>(makeMap(2 * N), real);
}

EigenProblem<Complex> pencil() {
  EigenProblem<Complex> problem;
  problem.A = test::matrixFrom<Complex>(makeMap(N), stiffness());
  problem.mass = test::matrixFrom<Complex>(makeMap(N), massEntries());
  return problem;
}

EigenOptions optionsFor(const Method& method, int numPairs, const Which& which) {
  EigenOptions options;
  options.numPairs = numPairs;
  options.which = which;
  options.method = method;
  options.tolerance = 1e-10;
  return options;
}

/// Every second value of the embedding, which has each twice.
std::vector<double> expectedValues(const Which& which, int count) {
  const auto twice = eigsolve<double>({embedded(stiffness()), embedded(massEntries())},
                                      optionsFor(Lapack{}, 2 * count, which));
  std::vector<double> once;
  for (std::size_t j = 0; j < twice.values.size(); j += 2) {
    EXPECT_NEAR(twice.values[j], twice.values[j + 1], 1e-12);
    once.push_back(twice.values[j]);
  }
  return once;
}

constexpr double Rounding = 1e-12;

class ComplexPencil : public testing::TestWithParam<Method> {};

TEST_P(ComplexPencil, HasTheValuesOfItsRealEmbedding) {
  for (const Which& which : {Which(Smallest{}), Which(Largest{})}) {
    SCOPED_TRACE(nameOf(which));

    const auto result = eigsolve<Complex>(pencil(), optionsFor(GetParam(), 6, which));

    expectPairs<Complex>(result, expectedValues(which, 6), Rounding);
  }
}

TEST(ComplexCorrections, AreSolvedForByInnerSteps) {
  EigenProblem<Complex> problem = pencil();
  const auto exact = expectedValues(Smallest{}, 6);
  const Method method = Davidson{0, 1, false, InnerSolves::Always};
  expectPairs<Complex>(eigsolve<Complex>(problem, optionsFor(method, 6, Smallest{})), exact, Rounding);
  problem.preconditioner =
      std::make_shared<DiagonalOperator<Complex>>(
          *std::static_pointer_cast<const MatrixOperator<Complex>>(problem.A)->diagonal())
          ->inverse();
  expectPairs<Complex>(eigsolve<Complex>(problem, optionsFor(method, 6, Smallest{})), exact, Rounding);
}

TEST_P(ComplexPencil, MakesTheOverlapWithTheHashVectorRealAndPositive) {
  const auto result = eigsolve<Complex>(pencil(), optionsFor(GetParam(), 4, Smallest{}));
  MultiVector<Complex> hash(result.vectors->getMap(), 1);
  fillHash(hash, result.options.seed, std::size_t(1) << 33);

  const Dense<Complex> overlaps = gram(hash, *result.vectors);

  for (int j = 0; j < 4; ++j) {
    EXPECT_GT(overlaps(0, j).real(), 1e-3);
    EXPECT_NEAR(overlaps(0, j).imag(), 0.0, 1e-12);
  }
}

TEST_P(ComplexPencil, GivesTheSameVectorsWhateverThePhaseOfTheStart) {
  const EigenOptions options = optionsFor(GetParam(), 3, Smallest{});
  const auto first = eigsolve<Complex>(pencil(), options);
  const auto turned = std::make_shared<MultiVector<Complex>>(*first.vectors, Teuchos::Copy);
  turned->scale(std::polar(1.0, 2.1));
  Start<Complex> start;
  start.vectors = turned;

  const auto second = eigsolve<Complex>(pencil(), options, start);

  // sin of the angle to the eigenvector ≤ error of the residual over the gap; gaps here exceed 1e-2.
  MultiVector<Complex> difference(*first.vectors, Teuchos::Copy);
  difference.update(Complex(-1), *second.vectors, Complex(1));
  for (const double norm : columnNorms(difference)) EXPECT_LE(norm, 1e-5);
}

TEST_P(ComplexPencil, RefusesAComplexSymmetricMatrixThatIsNotHermitian) {
  Entries entries = stiffness();
  for (auto& entry : entries)
    if (entry.row > entry.column) entry.value = std::conj(entry.value);
  const auto A = test::matrixFrom<Complex>(makeMap(N), entries);

  EXPECT_THROW(eigsolve<Complex>({A}, optionsFor(GetParam(), 2, Largest{})), NotSymmetric);
}

TEST_P(ComplexPencil, SolvesStandardProblemsWithGuardsThatFit) {
  const auto A = test::matrixFrom<Complex>(makeMap(N), stiffness());
  const auto twice = eigsolve<double>({embedded(stiffness())}, optionsFor(Lapack{}, 8, Largest{}));

  const auto result = eigsolve<Complex>({A}, optionsFor(GetParam(), 4, Largest{}));

  expectPairs<Complex>(result, {twice.values[0], twice.values[2], twice.values[4], twice.values[6]},
                       Rounding);
  if (!result.guards.vectors) return;
  const Dense<Complex> across = gram(*result.vectors, *result.guards.vectors);
  for (int j = 0; j < across.cols(); ++j)
    for (int i = 0; i < across.rows(); ++i) EXPECT_LE(std::abs(across(i, j)), 1e-7);
  MultiVector<Complex> error = test::product<Complex>(A, *result.guards.vectors);
  error.update(Complex(-1), *result.guards.images, Complex(1));
  for (const double norm : columnNorms(error)) EXPECT_LE(norm, 1e-11 * result.normA);
}

INSTANTIATE_TEST_SUITE_P(Methods, ComplexPencil,
                         testing::Values(Method(Lapack{}), Method(Lanczos{}), Method(KrylovSchur{}),
                                         Method(Lobpcg{}), Method(Davidson{})),
                         [](const auto& method) { return test::testName(method.param); });

TEST(ComplexPencil, SolvesASingularMassAtTheSmallestEnd) {
  // The last 10 entries have no mass; A is positive definite there.
  Entries mass;
  for (GlobalIndex i = 0; i < N; ++i) mass.push_back({i, i, i < N - 10 ? 1.0 : 0.0});
  Entries positive = stiffness();
  for (auto& entry : positive)
    if (entry.row == entry.column) entry.value += 10.0;
  const auto twice =
      eigsolve<double>({embedded(positive), embedded(mass)}, optionsFor(Lapack{}, 8, Smallest{}));
  EigenProblem<Complex> problem;
  problem.A = test::matrixFrom<Complex>(makeMap(N), positive);
  problem.mass = test::matrixFrom<Complex>(makeMap(N), mass);

  for (const Method& method : {Method(Lapack{}), Method(Lanczos{}), Method(Lobpcg{})}) {
    SCOPED_TRACE(nameOf(method));
    const auto result = eigsolve<Complex>(problem, optionsFor(method, 4, Smallest{}));
    expectPairs<Complex>(result, {twice.values[0], twice.values[2], twice.values[4], twice.values[6]}, 1e-11);
  }
}

}  // namespace

#endif
