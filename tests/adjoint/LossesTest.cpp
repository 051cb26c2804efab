#include "adjoint/TaylorSlopes.hpp"
#include "operators/Matrices.hpp"
#include "solvers/Problems.hpp"

#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using Values = std::vector<double>;

/// (L(Λ + hδ, U + hV) − L(Λ − hδ, U − hV))/2h − Re(tr Λ̄ᴴ δ + tr ŪᴴV), relative to the first.
double defect(const Loss<double>& loss, const Values& values, const Block& U) {
  const Block V = hashBlock(U.getMap(), U.getNumVectors(), 77);
  const double h = 1e-4;
  const auto at = [&](double step) {
    Values moved = values;
    for (std::size_t j = 0; j < moved.size(); ++j) moved[j] += step * std::sin(1.0 + static_cast<double>(j));
    Block X(U, Teuchos::Copy);
    X.update(step, V, 1.0);
    return loss.value(moved, X);
  };
  const double difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  const auto cotangent = loss.cotangent(values, U);
  double predicted = 0;
  for (int j = 0; j < cotangent.values.cols(); ++j) predicted += cotangent.values(j, j) * std::sin(1.0 + j);
  if (cotangent.vectors)
    for (std::size_t j = 0; j < U.getNumVectors(); ++j)
      predicted += cotangent.vectors->getVector(j)->dot(*V.getVector(j));
  return std::abs(difference - predicted) / std::abs(difference);
}

// Fourth-order differences with h = 1e-4 of losses near 1: rounding 1e-16/1e-4, truncation below.
constexpr double Tolerance = 1e-10;
const Values Some{0.5, 1.5, 4.0};

TEST(Losses, ValueSumHasItsCotangent) {
  const Block U = hashBlock(makeMap(20), 3);
  const ValueSum<double> loss({1, -2});  // the third does not count
  EXPECT_DOUBLE_EQ(loss.value(Some, U), -2.5);
  EXPECT_LE(defect(loss, Some, U), Tolerance);
  EXPECT_EQ(loss.cotangent(Some, U).vectors, nullptr);
}

TEST(Losses, VectorFormsHaveTheirCotangent) {
  const auto map = makeMap(20);
  EXPECT_LE(defect(VectorForms<double>(rotatedOperator(map, real), {1, 0, -2}), Some, hashBlock(map, 3)),
            Tolerance);
}

TEST(Losses, DensityHasItsCotangent) {
  const auto map = makeMap(20);
  const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
  EXPECT_LE(defect(DensityLoss<double>(rotatedOperator(map, real), square), Some, hashBlock(map, 3)),
            Tolerance);
}

TEST(Losses, DensityGivesDividedDifferencesBesideTheDiagonal) {
  const auto map = makeMap(20);
  const auto D = rotatedOperator(map, real);
  const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
  const Block U = hashBlock(map, 3);
  const auto block = DensityLoss<double>(D, square).cotangent(Some, U).values;
  const double form = U.getVector(0)->dot(*image(D, U).getVector(1));
  EXPECT_NEAR(block(0, 1), form * (0.5 + 1.5), 1e-12 * std::abs(form));  // (a² − b²)/(a − b)
  const auto merged = DensityLoss<double>(D, square).cotangent({1.5, 1.5, 4}, U).values;
  EXPECT_NEAR(merged(0, 1), form * 3.0, 1e-12 * std::abs(form));
}

TEST(Losses, ProjectorIsTheTraceOfTheForm) {
  const auto map = makeMap(20);
  const auto loss = projectorLoss<double>(diagonalOperator(map, [](GlobalIndex) { return 2.0; }));
  const Block U = hashBlock(map, 3);
  double squares = 0;
  for (const double norm : norms(U)) squares += norm * norm;
  EXPECT_NEAR(loss->value(Some, U), 2 * squares, 1e-12 * squares);
  EXPECT_LE(defect(*loss, Some, U), Tolerance);
}

TEST(Losses, HaveTheirSecondDerivatives) {
  const auto map = makeMap(20);
  const auto D = rotatedOperator(map, real);
  const Block U = hashBlock(map, 3);
  const SpectralFunction<double> log{[](double x) { return std::log(x); }, [](double x) { return 1 / x; },
                                     [](double x) { return -1 / (x * x); }};
  expectDerivatives(DensityLoss<double>(D, log), Some, U, 1e-3);
  expectDerivatives(VectorForms<double>(D, {1, 0, -2}), Some, U, 1e-2);
  expectDerivatives(LossSum<double>({std::make_shared<ValueSum<double>>(Values{3, 1, 1}),
                                     std::make_shared<DensityLoss<double>>(D, log)}),
                    Some, U, 1e-3);
  const DensityLoss<double> once(D, {log.value, log.derivative});
  EXPECT_THROW(once.tangent(Some, U, someMove(U)), InvalidOption);  // no f″
}

TEST(Losses, SumsAddUp) {
  const auto map = makeMap(20);
  const auto D = rotatedOperator(map, real);
  const auto values = std::make_shared<ValueSum<double>>(Values{3, 1, 1});
  const LossSum<double> loss({values, projectorLoss<double>(D), projectorLoss<double>(D)});
  const Block U = hashBlock(map, 3);
  EXPECT_NEAR(loss.value(Some, U), values->value(Some, U) + 2 * projectorLoss<double>(D)->value(Some, U),
              1e-10);
  EXPECT_LE(defect(loss, Some, U), Tolerance);
}

}  // namespace
}  // namespace ritz::test
