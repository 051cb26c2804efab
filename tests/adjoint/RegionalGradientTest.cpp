#include "operators/Blocks.hpp"

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/RegionalLaplacian.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ritz::test {
namespace {

/// A grid of 24³ points in ten bricks of different stiffness: n = 13,824, matrix-free.
/// benchmarks/RegionalGradient.cpp does the same with a million points.
class RegionalGradient : public testing::Test {
 protected:
  using Family = RegionalLaplacian<double>;
  static constexpr int side = 24, regions = 10, numPairs = 3;

  RegionalGradient() { set(-1, 0); }

  void set(GlobalIndex at, double step) const {
    family->setParameters(columnOf(family->parameterMap(), [&](GlobalIndex r) {
      return 1.0 + 0.05 * static_cast<double>(r) + (r == at ? step : 0.0);
    }));
  }
  EigenResult<double> solved() const {
    EigenOptions options;
    options.numPairs = numPairs;
    options.which = Smallest{};
    options.tolerance = 1e-12;
    options.method = Lanczos{};
    auto result = eigsolve<double>({family}, options);
    result.requireConverged();
    return result;
  }
  double difference(const std::vector<double>& found, const std::vector<double>& expected) const {
    double error = 0, whole = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      error += std::pow(found[i] - expected[i], 2);
      whole += found[i] * found[i];
    }
    return std::sqrt(error / whole);
  }

  const std::shared_ptr<Family> family = std::make_shared<Family>(
      worldComm(), Family::Size{side, side, side}, regions,
      [](GlobalIndex x, GlobalIndex, GlobalIndex z) {
        return static_cast<int>(2 * (5 * z / side) + 2 * x / side);
      },
      Family::Weights{1.0, 1.17, 1.39});
  const OperatorPtr<double> W = std::make_shared<DiagonalOperator<double>>(columnOf(
      family->getDomainMap(), [](GlobalIndex g) { return std::sin(0.01 * static_cast<double>(g)); }));
  const std::vector<std::shared_ptr<const Loss<double>>> losses{
      std::make_shared<ValueSum<double>>(std::vector<double>{1, -2, 0.5}),
      std::make_shared<VectorForms<double>>(W, std::vector<double>{1, 0, -2}), projectorLoss<double>(W)};
};

TEST_F(RegionalGradient, AgreesWithCentralDifferencesInEveryRegion) {
  AdjointOptions options;
  options.gradientTolerance = 1e-9;
  const EigenAdjoint<double> adjoint(solved(), options);
  std::vector<std::vector<double>> gradients, expected(losses.size());
  for (const auto& loss : losses) {
    Family::Theta g(family->parameterMap());
    adjoint(*loss).accumulateA(*family, g);
    gradients.push_back(gather(g));
  }
  constexpr double h = 2e-3;
  for (int r = 0; r < regions; ++r) {
    std::vector<double> sums(losses.size(), 0.0);
    for (const double sign : {1.0, -1.0}) {
      set(r, sign * h);
      const auto pairs = solved();
      for (std::size_t l = 0; l < losses.size(); ++l)
        sums[l] += sign * losses[l]->value(pairs.values, *pairs.vectors);
    }
    for (std::size_t l = 0; l < losses.size(); ++l) expected[l].push_back(sums[l] / (2 * h));
  }

  // A brick is a tenth of the grid: h moves the pairs by h/10 of the distances between values, whose square,
  // some 1e-7, is what differences are off by. Their rounding: 1e-12·‖A‖/gap/h = 1e-12·17/0.02/h = 4e-7.
  for (std::size_t l = 0; l < losses.size(); ++l) EXPECT_LE(difference(gradients[l], expected[l]), 1e-5) << l;
}

}  // namespace
}  // namespace ritz::test
