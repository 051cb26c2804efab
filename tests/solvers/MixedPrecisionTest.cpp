#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/PrecisionOperator.hpp>
#include <ritz/operators/ScaledOperator.hpp>

#include "solvers/Complex.hpp"

#include <cmath>
#include <limits>

#ifdef HAVE_TPETRA_INST_FLOAT

using namespace ritz;

namespace {

constexpr double FloatEpsilon = std::numeric_limits<float>::epsilon();
const std::array<GlobalIndex, 3> Size{12, 13, 14};
const std::array<double, 3> Weights{1, 1.17, 1.39};

template <class S>
std::shared_ptr<const Laplacian3d<S>> laplacian() {
  return std::make_shared<Laplacian3d<S>>(worldComm(), Size, Weights);
}

OperatorPtr<double> laplacianInFloat() {
  return std::make_shared<PrecisionOperator<double, float>>(laplacian<float>());
}

EigenOptions optionsFor(const Method& method, double tolerance) {
  EigenOptions options;
  options.numPairs = 4;
  options.which = Smallest{};
  options.method = method;
  options.tolerance = tolerance;
  return options;
}

class MixedPrecision : public testing::TestWithParam<Method> {};

TEST_P(MixedPrecision, SolvesInDoubleWithAnOperatorInFloat) {
  const double tolerance = 1e-5;
  const auto exact = laplacianSmallest(Size, Weights, 4);

  const auto result = eigsolve<double>({laplacianInFloat()}, optionsFor(GetParam(), tolerance));

  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  MultiVector<double> R(*result.vectors, Teuchos::Copy);
  laplacian<double>()->apply(*result.vectors, R);
  for (std::size_t j = 0; j < 4; ++j) {
    R.getVectorNonConst(j)->update(-result.values[j], *result.vectors->getVector(j), 1.0);
    // The float product is off by at most 8 ε/2·‖|A|‖, x rounded to float by ε/2, and ‖|A|‖ ≤ 2‖A‖ here.
    const double rounding = 9 * FloatEpsilon * result.normA;
    const double allowed = tolerance * (result.normA + std::abs(result.values[j])) + rounding;
    EXPECT_LE(R.getVector(j)->norm2() / result.vectors->getVector(j)->norm2(), allowed);
    EXPECT_LE(std::abs(result.values[j] - exact[j]), result.errorBounds[j] + rounding);
  }
}

TEST_P(MixedPrecision, RefusesAToleranceThatTheOperatorsPrecisionCannotMeet) {
  // Seen through a composite, too.
  const OperatorPtr<double> A = std::make_shared<ScaledOperator<double>>(2.0, laplacianInFloat());
  try {
    eigsolve<double>({A}, optionsFor(GetParam(), 1e-9));
    ADD_FAILURE() << "a tolerance below the rounding of A was taken";
  } catch (const InvalidOption& error) {
    EXPECT_NE(std::string(error.what()).find("1.2e-07"), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, MixedPrecision,
                         testing::Values(Method(Lanczos{}), Method(KrylovSchur{}), Method(Lobpcg{})),
                         [](const auto& method) { return test::testName(method.param); });

TEST(MixedPrecision, SavesProductsInDoubleWhenItStartsFromASolveInFloat) {
  const auto A = laplacian<double>();
  const EigenOptions accurate = optionsFor(Lobpcg{}, 1e-9);
  const auto scratch = eigsolve<double>({A}, accurate);

  const auto coarse = eigsolve<double>({laplacianInFloat()}, optionsFor(Lobpcg{}, 1e-5));
  Start<double> start;
  start.previous = &coarse;
  const auto fine = eigsolve<double>({A}, accurate, start);

  EXPECT_EQ(nameOf(fine.status), "converged") << fine.reason;
  test::expectPairs<double>(fine, laplacianSmallest(Size, Weights, 4), 1e-12);
  EXPECT_LT(fine.applications.A.columns, scratch.applications.A.columns);
}

TEST(MixedPrecision, StartsFromTheVectorsOfASolveInFloatAlone) {
  const auto A = laplacian<double>();
  const EigenOptions accurate = optionsFor(Lobpcg{}, 1e-9);
  const auto scratch = eigsolve<double>({A}, accurate);

  const auto coarse = eigsolve<float>({laplacian<float>()}, optionsFor(Lanczos{}, 1e-5));
  Start<double> start;
  start.vectors = inPrecision<double>(*coarse.vectors);
  const auto fine = eigsolve<double>({A}, accurate, start);

  EXPECT_EQ(nameOf(fine.status), "converged") << fine.reason;
  test::expectPairs<double>(fine, laplacianSmallest(Size, Weights, 4), 1e-12);
  EXPECT_LT(fine.applications.A.columns, scratch.applications.A.columns);
}

TEST(MixedPrecision, TellsOfAnOverflowInTheSolve) {
  // 4e38 is no float: the matrix can be had in double only, its products cannot be had in float.
  const auto map = makeMap(150);
  const auto huge = makeOperator<float>(map, [](const auto& X, auto& Y) { Y.update(3e38f, X, 0.0f); });
  const OperatorPtr<float> twice = std::make_shared<ScaledOperator<float>>(1e30f, huge);
  try {
    eigsolve<double>({std::make_shared<PrecisionOperator<double, float>>(twice)},
                     optionsFor(Lanczos{}, 1e-5));
    ADD_FAILURE() << "an overflow in single precision went unseen";
  } catch (const OperatorFailure& error) {
    EXPECT_NE(std::string(error.what()).find("3.4e+38"), std::string::npos) << error.what();
  }
}

}  // namespace

#endif
