#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/RefinePairs.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

#include <cmath>

/// Derivatives of pairs that are B-orthogonal to given vectors.
namespace ritz::test {
namespace {

using Theta = Tpetra::Vector<double>;
using LossPtr = std::shared_ptr<const Loss<double>>;

constexpr int Size = 40, Pairs = 3;
const std::vector<double> Start{0.3, -0.2, 0.1, 0.25};

struct Case {
  const char* name;
  bool withMass;
  bool isInvariant;  ///< the constraints are modes at θ
};

class ConstrainedPairs : public testing::TestWithParam<Case> {
 protected:
  ConstrainedPairs()
      : family(makeParametric(
            Size, [](GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); },
            GetParam().withMass)) {
    family.setParameters(thetaOf(family, Start));
    constraints = GetParam().isInvariant ? modes({0, 2}) : std::make_shared<Block>(hashBlock(map(), 2, 31));
    const auto weights = diagonalOperator(map(), [](GlobalIndex g) { return std::sin(1.0 + real(g)); });
    loss = std::make_shared<LossSum<double>>(
        std::vector<LossPtr>{std::make_shared<ValueSum<double>>(std::vector<double>{1, -2, 0.5}),
                             std::make_shared<VectorForms<double>>(weights, std::vector<double>{3, -1, 2})});
  }

  MapPtr map() const { return family.problem().A->getDomainMap(); }
  MultiVectorPtr<double> modes(const std::vector<std::size_t>& which) const {
    const auto all = solvedAt(family, 4, Lapack{});
    return std::make_shared<Block>(*all.vectors->subView(Teuchos::arrayViewFromVector(which)), Teuchos::Copy);
  }
  EigenProblem<double> problem() const {
    EigenProblem<double> result = family.problem();
    result.constraints = constraints;
    return result;
  }
  EigenResult<double> solved(const Method& method, double tolerance = 1e-12) const {
    EigenOptions options;
    options.numPairs = Pairs;
    options.which = Smallest{};
    options.tolerance = tolerance;
    options.method = method;
    return eigsolve<double>(problem(), options);
  }
  static AdjointOptions tightly() {
    AdjointOptions options;
    options.gradientTolerance = 1e-12;
    return options;
  }
  std::vector<double> gradient(const EigenAdjoint<double>& adjoint) const {
    return entries(adjoint, adjoint(*loss));
  }
  std::vector<double> entries(const EigenAdjoint<double>&, const Pullback<double>& pullback) const {
    Theta g(family.parameterMap());
    family.accumulate(pullback, g);
    return gather(g);
  }
  /// f along e_i by five points: error h⁴f⁗′/30, rounding 1e-13/h.
  template <class F>
  auto difference(std::size_t i, const F& f) const {
    constexpr double H = 1e-3;
    const auto at = [&](double step) {
      auto theta = Start;
      theta[i] += step * H;
      family.setParameters(thetaOf(family, theta));
      return f();
    };
    const auto result = (8.0 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12.0 * H);
    family.setParameters(thetaOf(family, Start));
    return result;
  }
  double value() const {
    const auto result = solved(Lapack{});
    return loss->value(result.values, *result.vectors);
  }

  ParametricProblem<double> family;
  MultiVectorPtr<double> constraints;
  LossPtr loss;
};
INSTANTIATE_TEST_SUITE_P(Problems, ConstrainedPairs,
                         testing::Values(Case{"AnyVectors", false, false}, Case{"Modes", false, true},
                                         Case{"AnyVectorsWithMass", true, false},
                                         Case{"ModesWithMass", true, true}),
                         [](const auto& of) { return of.param.name; });

void expectNear(const std::vector<double>& found, const std::vector<double>& expected, double tolerance) {
  double size = 0;
  for (const double value : expected) size = std::max(size, std::abs(value));
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], tolerance * size) << i;
}

}  // namespace

TEST_P(ConstrainedPairs, HaveTheGradientsThatDifferencesShow) {
  std::vector<double> expected;
  for (std::size_t i = 0; i < Start.size(); ++i)
    expected.push_back(difference(i, [this] { return value(); }));

  for (const Method method : {Method(Lapack{}), Method(Lobpcg{}), Method(Lanczos{20})}) {
    SCOPED_TRACE(nameOf(method));
    expectNear(gradient(EigenAdjoint<double>(solved(method), tightly())), expected, 1e-7);
  }
}

TEST_P(ConstrainedPairs, MoveAlongADirectionAsTheirAdjointSays) {
  const EigenAdjoint<double> adjoint(solved(Lapack{}), tightly());
  const EigenTangent<double> tangent(adjoint);
  auto p = thetaOf(family, {0.4, -1, 0.7, 0.2});
  const auto change = family.along(p, *adjoint.result().vectors);

  if (GetParam().withMass) {
    EXPECT_THROW(tangent(change), NotSupported);
    return;
  }
  const auto moved = tangent(change);

  const auto g = gradient(adjoint);
  const auto direction = gather(p);
  double expected = 0;
  for (std::size_t i = 0; i < g.size(); ++i) expected += g[i] * direction[i];
  EXPECT_NEAR(tangent.derivative(*loss, moved), expected, 1e-9 * std::abs(expected));
  EXPECT_LT(std::abs(constraints->getVector(0)->dot(*moved.vectors->getVector(1))), 1e-9);
}

TEST_P(ConstrainedPairs, HaveSecondDerivativesWhereBStays) {
  const auto result = solved(Lapack{});
  const EigenAdjoint<double> adjoint(result, tightly());
  if (GetParam().withMass) {
    EXPECT_THROW(SpectralHessian<double>(family, adjoint, loss), NotSupported);
    return;
  }
  const SpectralHessian<double> hessian(family, adjoint, loss);
  const auto p = thetaOf(family, {0, 1, 0, 0});
  Theta product(family.parameterMap());

  hessian.apply(p, product);

  const auto found = gather(product);
  std::vector<double> expected;
  for (std::size_t i = 0; i < Start.size(); ++i)
    expected.push_back(
        difference(1, [&, this] { return gradient(EigenAdjoint<double>(solved(Lapack{}), tightly()))[i]; }));
  expectNear(found, expected, 1e-6);
}

TEST_P(ConstrainedPairs, AreRefinedAndTheirGradientsCorrected) {
  const auto exact = gradient(EigenAdjoint<double>(solved(Lapack{}), tightly()));
  const auto rough = solved(Lobpcg{}, 1e-5);
  const EigenAdjoint<double> adjoint(rough);
  const auto pullback = adjoint(*loss);
  const auto g = entries(adjoint, pullback);
  const auto dg = entries(adjoint, adjoint.correction(*loss, pullback));

  double before = 0, after = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    before = std::max(before, std::abs(g[i] - exact[i]));
    after = std::max(after, std::abs(g[i] + dg[i] - exact[i]));
  }
  EXPECT_LT(after, 0.3 * before);
  const auto refined = refinePairs(rough);
  for (std::size_t j = 0; j < refined.values.size(); ++j)
    EXPECT_LT(refined.residuals[j], 0.3 * rough.residuals[j]);
  EXPECT_EQ(refined.problem.constraints, constraints);
}

TEST(ConstrainedPair, ClosesTheClusterThatKCuts) {
  const auto family = makeParametric(Size, firstOf(3), false);
  const auto all = solvedAt(family, 4, Lapack{});
  auto problem = family.problem();
  problem.constraints = std::make_shared<Block>(*all.vectors->getVector(3), Teuchos::Copy);
  const auto gradientOf = [&](int k) {
    EigenOptions options;
    options.numPairs = k;
    options.which = Smallest{};
    options.tolerance = 1e-12;
    options.method = Lobpcg{};
    AdjointOptions closing;
    closing.onCluster = OnCluster::Extend;
    closing.gradientTolerance = 1e-12;
    const EigenAdjoint<double> adjoint(eigsolve<double>(problem, options), closing);
    EXPECT_EQ(adjoint.result().values.size(), 3U);
    const auto weights = diagonalOperator(problem.A->getDomainMap(), [](GlobalIndex g) { return real(g); });
    Theta g(family.parameterMap());
    family.accumulate(adjoint(*projectorLoss<double>(weights)), g);
    return gather(g);
  };

  expectNear(gradientOf(2), gradientOf(3), 1e-8);
}

}  // namespace ritz::test
