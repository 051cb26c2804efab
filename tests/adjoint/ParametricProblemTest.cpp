#include "adjoint/ParametricFamilies.hpp"

#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

TEST(ParametricProblem, MovesBothOperators) {
  const auto problem = makeParametric(20, real, true);
  const auto versionA = versionOf(*problem.problem().A), versionB = versionOf(*problem.problem().mass);
  problem.setParameters(thetaOf(problem, {1, 2, 3, 4}));
  EXPECT_NE(versionOf(*problem.problem().A), versionA);
  EXPECT_NE(versionOf(*problem.problem().mass), versionB);
  EXPECT_EQ(gather(problem.parameters()), (std::vector<double>{1, 2, 3, 4}));
}

/// ⟨W, A′p U⟩ − ⟨Y, B′p U⟩ = ⟨g, p⟩.
TEST(ParametricProblem, HasGradientsThatBelongToItsChanges) {
  const auto problem = makeParametric(20, real, true);
  const auto map = problem.problem().A->getDomainMap();
  Pullback<double> pullback;
  pullback.W = std::make_shared<Block>(hashBlock(map, 2, 1));
  pullback.Y = std::make_shared<Block>(hashBlock(map, 2, 2));
  pullback.U = std::make_shared<Block>(hashBlock(map, 2, 3));
  const auto p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
  Tpetra::Vector<double> g(problem.parameterMap()), second(problem.parameterMap());
  problem.accumulate(pullback, g);
  const auto change = problem.along(p, *pullback.U);
  double expected = 0;
  for (std::size_t j = 0; j < 2; ++j)
    expected += pullback.W->getVector(j)->dot(*change.AU->getVector(j)) -
                pullback.Y->getVector(j)->dot(*change.BU->getVector(j));
  EXPECT_NEAR(g.dot(p), expected, 1e-12);
  problem.accumulateSecond(p, pullback, second);
  EXPECT_EQ(second.norm2(), 0.0);  // affine
}

TEST(ParametricProblem, RefusesFamiliesThatDoNotGoTogether) {
  EXPECT_THROW(ParametricProblem<double>({}, nullptr), InvalidOption);
  const auto map = makeMap(20);
  const auto family = [&](std::size_t parameters) {
    return std::make_shared<AffineOperator<double>>(
        nullptr, std::vector<OperatorPtr<double>>(parameters, diagonalOperator(map, real)));
  };
  EXPECT_THROW(ParametricProblem<double>({}, family(2), family(3)), SpaceMismatch);
}

}  // namespace
}  // namespace ritz::test
