#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/PrecisionOperator.hpp>

#include "solvers/Complex.hpp"

#include <cmath>
#include <limits>

#ifdef HAVE_TPETRA_INST_FLOAT

using namespace ritz;
using ritz::test::expectPairs;

namespace {

constexpr float Epsilon = std::numeric_limits<float>::epsilon();
const std::array<GlobalIndex, 3> Size{6, 7, 8};
const std::array<double, 3> Weights{1, 1.17, 1.39};

OperatorPtr<float> laplacian() { return std::make_shared<Laplacian3d<float>>(worldComm(), Size, Weights); }

EigenOptions optionsFor(const Method& method, int numPairs, const Which& which, double tolerance) {
  EigenOptions options;
  options.numPairs = numPairs;
  options.which = which;
  options.method = method;
  options.tolerance = tolerance;
  return options;
}

/// Of products with seven terms a row, sums over 336 entries and bases of 30 vectors.
constexpr float Rounding = 60 * Epsilon;

std::string refusalOf(const EigenProblem<float>& problem, const EigenOptions& options) {
  try {
    eigsolve<float>(problem, options);
  } catch (const InvalidOption& error) {
    return error.what();
  }
  return "(not refused)";
}

class SinglePrecision : public testing::TestWithParam<Method> {};

TEST_P(SinglePrecision, FindsBothEndsOfTheLaplacian) {
  for (const double tolerance : {1e-4, 1e-5}) {
    SCOPED_TRACE(tolerance);
    expectPairs<float>(eigsolve<float>({laplacian()}, optionsFor(GetParam(), 5, Largest{}, tolerance)),
                       laplacianLargest(Size, Weights, 5), Rounding);
    expectPairs<float>(eigsolve<float>({laplacian()}, optionsFor(GetParam(), 5, Smallest{}, tolerance)),
                       laplacianSmallest(Size, Weights, 5), Rounding);
  }
}

TEST_P(SinglePrecision, SaysConvergedOnlyOfWhatDoublePrecisionConfirms) {
  const Laplacian3d<double> exact(worldComm(), Size, Weights);
  const double tolerance = 1e-5;

  const auto result = eigsolve<float>({laplacian()}, optionsFor(GetParam(), 4, Smallest{}, tolerance));

  ASSERT_EQ(nameOf(result.status), "converged") << result.reason;
  const auto U = inPrecision<double>(*result.vectors);
  MultiVector<double> R(*U, Teuchos::Copy);
  exact.apply(*U, R);
  for (std::size_t j = 0; j < 4; ++j) {
    R.getVectorNonConst(j)->update(-double(result.values[j]), *U->getVector(j), 1.0);
    const double size = double(result.normA) + std::abs(double(result.values[j]));
    // The float product with seven terms a row is off by at most 8 ε/2·‖|A|‖, and ‖|A|‖ ≤ 2‖A‖ here.
    EXPECT_LE(R.getVector(j)->norm2() / U->getVector(j)->norm2(),
              tolerance * size + 8 * double(Epsilon) * double(result.normA));
  }
}

TEST_P(SinglePrecision, SolvesGeneralizedProblemsInTheMassInnerProduct) {
  // A = D·L·D and B = D² have the values of L; powers of two make no roundings.
  const auto L = laplacian();
  Tpetra::Vector<float> d(L->getDomainMap()), squares(L->getDomainMap());
  for (LocalIndex i = 0; i <= d.getMap()->getMaxLocalIndex(); ++i) {
    const float value = d.getMap()->getGlobalElement(i) % 3 == 0 ? 0.5f : 1.0f;
    d.replaceLocalValue(i, value);
    squares.replaceLocalValue(i, value * value);
  }
  const auto D = std::make_shared<DiagonalOperator<float>>(d),
             B = std::make_shared<DiagonalOperator<float>>(squares);
  const auto apply = [=](const auto& X, auto& Y) {
    MultiVector<float> DX(X, Teuchos::Copy), LDX(X, Teuchos::Copy);
    D->apply(X, DX);
    L->apply(DX, LDX);
    D->apply(LDX, Y);
  };
  const OperatorPtr<float> A = makeOperator<float>(L->getDomainMap(), apply);
  const OperatorPtr<float> known = B;  // inverted as a diagonal
  const OperatorPtr<float> hidden =    // by conjugate gradients
      makeOperator<float>(L->getDomainMap(), [=](const auto& X, auto& Y) { B->apply(X, Y); });

  for (const OperatorPtr<float>& mass : {known, hidden})
    expectPairs<float>(eigsolve<float>({A, mass}, optionsFor(GetParam(), 4, Smallest{}, 1e-5)),
                       laplacianSmallest(Size, Weights, 4), Rounding);
}

TEST_P(SinglePrecision, NamesTheRoundingWhereATolerancePutsItOutOfReach) {
  const std::string error = refusalOf({laplacian()}, optionsFor(GetParam(), 4, Smallest{}, 1e-12));

  for (const char* part : {"1.0e-12", "1.2e-07", "double"})
    EXPECT_NE(error.find(part), std::string::npos) << error;
}

TEST_P(SinglePrecision, EndsHonestlyJustAboveTheRounding) {
  if (std::holds_alternative<Davidson>(GetParam()))
    GTEST_SKIP()
        << "Davidson goes on to the limit of applications: it does not see the floor of rounding yet";
  EigenOptions options = optionsFor(GetParam(), 4, Smallest{}, 1.3e-7);
  options.budget.maxApplications = 20000;

  const auto result = eigsolve<float>({laplacian()}, options);

  EXPECT_NE(nameOf(result.status), "application-limit");
  const auto residuals = test::residualsOf(result);
  for (std::size_t j = 0; j < residuals.size(); ++j) {
    if (!result.converged[j]) continue;
    EXPECT_LE(residuals[j], (1.3e-7f + 8 * Epsilon) * (result.normA + std::abs(result.values[j])));
  }
  EXPECT_EQ(result.status == Status::Converged, result.numConverged() == 4);
}

INSTANTIATE_TEST_SUITE_P(Methods, SinglePrecision,
                         testing::Values(Method(Lapack{}), Method(Lanczos{}), Method(KrylovSchur{}),
                                         Method(Lobpcg{}), Method(Davidson{})),
                         [](const auto& method) { return test::testName(method.param); });

TEST(SinglePrecision, TakesOperatorsOfTinyAndHugeSize) {
  const auto map = makeMap(120);
  for (const float scale : {1e-30f, 1e30f}) {
    SCOPED_TRACE(scale);
    Tpetra::Vector<float> d(map);
    for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i)
      d.replaceLocalValue(i, scale * static_cast<float>(map->getGlobalElement(i) + 1));

    const auto result = eigsolve<float>({std::make_shared<DiagonalOperator<float>>(d)},
                                        optionsFor(Lanczos{}, 3, Largest{}, 1e-5));

    EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(result.values[j] / scale, 120.0f - float(j), 2e-5f * 120.0f + Rounding * 120.0f);
  }
}

}  // namespace

#endif
