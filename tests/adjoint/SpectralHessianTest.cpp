#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/SmoothExtreme.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace ritz::test {
namespace {

using Theta = Tpetra::Vector<double>;
using LossPtr = std::shared_ptr<const Loss<double>>;

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }
/// 1, then three values at 2, then 3, 4, …
double triple(GlobalIndex g) { return g == 0 ? 1.0 : g < 4 ? 2.0 : real(g) - 1.0; }

AdjointOptions tightly() {
  AdjointOptions options;
  options.gradientTolerance = 1e-12;
  return options;
}

OperatorPtr<double> weights(const ParametricProblem<double>& problem) {
  return diagonalOperator(problem.problem().A->getDomainMap(),
                          [](GlobalIndex g) { return std::sin(1.0 + real(g)); });
}

LossPtr density(const ParametricProblem<double>& problem) {
  return std::make_shared<DensityLoss<double>>(
      weights(problem),
      SpectralFunction<double>{[](double x) { return std::log(x); }, [](double x) { return 1 / x; },
                               [](double x) { return -1 / (x * x); }});
}

struct Case {
  const char* name;
  bool withMass, clustered, valuesAlone;
};

class Hessians : public testing::TestWithParam<Case> {
 protected:
  ParametricProblem<double> problem() const {
    return makeParametric(40, GetParam().clustered ? triple : separate, GetParam().withMass);
  }
  /// In clusters one that does not depend on the basis.
  LossPtr loss(const ParametricProblem<double>& problem) const {
    if (GetParam().valuesAlone)
      return std::make_shared<SmoothExtreme<double>>(Extreme::Minimum, KreisselmeierSteinhauser{1.5});
    if (GetParam().clustered) return density(problem);
    return std::make_shared<LossSum<double>>(std::vector<LossPtr>{
        density(problem), std::make_shared<ValueSum<double>>(std::vector<double>{1, -2, 0.5}),
        std::make_shared<VectorForms<double>>(weights(problem), std::vector<double>{3, 0, -1, 2})});
  }
};
INSTANTIATE_TEST_SUITE_P(
    All, Hessians,
    testing::Values(Case{"Simple", false, false, false}, Case{"SimpleWithMass", true, false, false},
                    Case{"InCluster", false, true, false}, Case{"InClusterWithMass", true, true, false},
                    Case{"ValuesAlone", true, false, true}, Case{"ValuesInCluster", false, true, true},
                    Case{"ValuesInClusterWithMass", true, true, true}),
    [](const auto& each) { return std::string(each.param.name); });

SpectralHessian<double> hessianAt(const ParametricProblem<double>& problem, const LossPtr& loss,
                                  const Method& method) {
  return {problem, EigenAdjoint<double>(solvedAt(problem, 5, method), tightly()), loss};
}

TEST_P(Hessians, AreSymmetric) {
  const auto problem = this->problem();
  const auto H = hessianAt(problem, loss(problem), Lobpcg{});
  expectSymmetric(H, thetaOf(problem, {0.7, -1.1, 0.4, 0.2}), thetaOf(problem, {-0.3, 0.5, 1.2, 0.9}));
}

/// Against fourth-order differences of gradients, h = 1e-3.
TEST_P(Hessians, AreTheDerivativesOfGradients) {
  const auto problem = this->problem();
  const auto loss = this->loss(problem);
  const Theta p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
  Theta Hp(problem.parameterMap()), exact(problem.parameterMap());
  hessianAt(problem, loss, Lobpcg{}).apply(p, Hp);
  const double h = 1e-3;
  for (const auto& [t, c] :
       std::vector<std::pair<double, double>>{{h, 8}, {-h, -8}, {2 * h, -1}, {-2 * h, 1}}) {
    Theta moved(p, Teuchos::Copy);
    moved.scale(t);
    problem.setParameters(moved);
    exact.update(c / (12 * h), hessianAt(problem, loss, Lapack{}).gradient(), 1.0);
  }
  const double size = exact.norm2();
  exact.update(-1.0, Hp, 1.0);
  EXPECT_LE(exact.norm2(), 1e-7 * size);
}

TEST_P(Hessians, LeaveAThirdOrderRemainder) {
  const auto problem = this->problem();
  const auto loss = this->loss(problem);
  const LossAlong<double> along(problem, loss, 5, hessianAt(problem, loss, Lobpcg{}),
                                thetaOf(problem, {0.7, -1.1, 0.4, 0.2}));
  EXPECT_NEAR(std::log2(std::abs(along.beyondSecond(8e-3) / along.beyondSecond(4e-3))), 3.0, 0.25);
}

TEST(SpectralHessian, AppliesSeveralDirectionsAtOnce) {
  const auto problem = makeParametric(40, separate, true);
  const auto H = hessianAt(problem, density(problem), Lobpcg{});
  Block P(problem.parameterMap(), 2), HP(problem.parameterMap(), 2);
  P.getVectorNonConst(0)->update(1.0, thetaOf(problem, {1, 0, 0, 0}), 0.0);
  P.getVectorNonConst(1)->update(1.0, thetaOf(problem, {0, 0, 1, 1}), 0.0);
  H.apply(P, HP);
  for (std::size_t d = 0; d < 2; ++d) {
    Theta one(problem.parameterMap());
    H.apply(*P.getVector(d), one);
    one.update(-1.0, *HP.getVector(d), 1.0);
    EXPECT_LE(one.norm2(), 1e-9);
  }
}

/// Two block solves to the gradient's one.
TEST(SpectralHessian, CostsTwoGradients) {
  const auto problem = layers(16);
  problem.setParameters(layerTheta(problem, 0));
  EigenOptions options;
  options.numPairs = 3;
  options.which = Smallest{};
  options.method = Lanczos{};
  options.tolerance = 1e-9;
  const SpectralHessian<double> H(problem, EigenAdjoint<double>(eigsolve<double>(problem.problem(), options)),
                                  density(problem));
  Theta Hp(problem.parameterMap());
  H.apply(layerTheta(problem, 0.5), Hp);
  const long gradient = H.gradientApplications().A.columns, product = H.applications().A.columns;
  if (std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0)
    std::printf("gradient %ld, product %ld\n", gradient, product);
  EXPECT_LE(static_cast<double>(product), 2.5 * static_cast<double>(gradient));
}

TEST(SpectralHessian, RefusesWhatProjectionLeavesOfALoss) {
  const auto problem = makeParametric(40, triple, true);
  AdjointOptions options;
  options.onCluster = OnCluster::Project;
  const EigenAdjoint<double> adjoint(solvedAt(problem, 5, Lobpcg{}), options);
  const auto second = std::make_shared<VectorForms<double>>(
      weights(problem), std::vector<double>{0, 1});  // of three equal values
  try {
    SpectralHessian<double>(problem, adjoint, second);
    ADD_FAILURE() << "the second pair's vector is any of a space";
  } catch (const GaugeDependent& refused) {
    EXPECT_EQ(refused.finding().cluster, (Cluster{1, 2, 3}));
  }
  EXPECT_NO_THROW(SpectralHessian<double>(problem, adjoint, density(problem)));
}

TEST(SpectralHessian, HasEigenpairsOfItsOwn) {
  const auto problem = makeParametric(40, separate, false);
  const auto H = std::make_shared<SpectralHessian<double>>(
      problem, EigenAdjoint<double>(solvedAt(problem, 5, Lobpcg{}), tightly()), density(problem));
  EigenOptions options;
  options.numPairs = 2;
  options.method = Lapack{};
  const auto modes = eigsolve<double>({H}, options);
  ASSERT_TRUE(modes.allConverged());
  Theta image(problem.parameterMap());
  H->apply(*modes.vectors->getVector(0), image);
  EXPECT_NEAR(image.dot(*modes.vectors->getVector(0)), modes.values[0], 1e-8 * std::abs(modes.values[0]));
}

}  // namespace
}  // namespace ritz::test
