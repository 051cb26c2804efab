#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/EigenFunction.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/SmoothExtreme.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }
/// Apart even to rough error bounds.
double apart(GlobalIndex g) { return 1.0 + 2.0 * real(g) + 0.1 * real(g * g); }
double doubled(GlobalIndex g) { return g < 2 ? 1.0 : real(g); }

EigenFunctionOptions smallest(int k, double accuracy) {
  EigenFunctionOptions options;
  options.eigen.numPairs = k;
  options.eigen.which = Smallest{};
  options.valueAccuracy = options.gradientAccuracy = accuracy;
  return options;
}

std::shared_ptr<const Loss<double>> mixed(const ParametricProblem<double>& problem) {
  const auto W = diagonalOperator(problem.problem().A->getDomainMap(),
                                  [](GlobalIndex g) { return std::sin(1.0 + real(g)); });
  return std::make_shared<LossSum<double>>(std::vector<std::shared_ptr<const Loss<double>>>{
      std::make_shared<ValueSum<double>>(std::vector<double>{1, -2, 0.5}),
      std::make_shared<VectorForms<double>>(W, std::vector<double>{3, 0, -1})});
}

/// dL along p at θ by fourth-order differences of dense solves.
double slopeAt(const ParametricProblem<double>& problem, const Loss<double>& loss, int k,
               const Tpetra::Vector<double>& theta, const Tpetra::Vector<double>& p) {
  const auto at = [&](double t) {
    Tpetra::Vector<double> moved(theta, Teuchos::Copy);
    moved.update(t, p, 1.0);
    problem.setParameters(moved);
    const auto pairs = solvedAt(problem, k, Lapack{});
    return loss.value(pairs.values, *pairs.vectors);
  };
  const double h = 1e-3;
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}

TEST(EigenFunction, HasValueAndGradientAlongAPath) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeParametric(200, separate, withMass),
               exact = makeParametric(200, separate, withMass);
    const auto loss = mixed(problem);
    auto options = smallest(3, 1e-9);
    options.eigen.method = Lanczos{};  // a dense solve of so few unknowns costs no more than tracking
    EigenFunction<double> function(problem, loss, options);
    const auto p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
    Tpetra::Vector<double> theta(problem.parameterMap()), g(problem.parameterMap());
    for (int step = 0; step < 3; ++step) {
      theta.update(0.02, p, 1.0);
      const double value = function.value(theta);
      EXPECT_LE(function.valueError(), 1e-9);
      function.gradient(theta, g);
      const double slope = slopeAt(exact, *mixed(exact), 3, theta, p);
      exact.setParameters(theta);
      const auto pairs = solvedAt(exact, 3, Lapack{});
      EXPECT_NEAR(value, loss->value(pairs.values, *pairs.vectors), 1e-8 * std::abs(value));
      EXPECT_NEAR(g.dot(p), slope, 1e-7 * std::abs(slope));
    }
    EXPECT_EQ(function.counts().solves, 1);
    EXPECT_GE(function.counts().tracked, 2);
    EXPECT_EQ(function.counts().gradients, 3);
  }
}

TEST(EigenFunction, SolvesNothingAnewAtTheSameParameters) {
  const auto problem = makeParametric(60, separate, false);
  EigenFunction<double> function(problem, mixed(problem), smallest(3, 1e-6));
  const auto theta = thetaOf(problem, {0.1, 0, 0, 0});
  Tpetra::Vector<double> g(problem.parameterMap());
  const double value = function.value(theta);
  function.gradient(theta, g);
  const auto counts = function.counts();
  EXPECT_EQ(function.value(theta), value);
  function.gradient(theta, g);
  EXPECT_EQ(function.counts().pairs.A.columns, counts.pairs.A.columns);
  EXPECT_EQ(function.counts().adjoint.A.columns, counts.adjoint.A.columns);
}

/// Pairs that begin at 1e-2 are made as accurate as the gradient needs.
TEST(EigenFunction, TightensRoughPairs) {
  const auto problem = makeParametric(200, apart, false), exact = makeParametric(200, apart, false);
  auto options = smallest(3, 1e-7);
  options.eigen.tolerance = 1e-3;
  EigenFunction<double> function(problem, mixed(problem), options);
  const auto theta = thetaOf(problem, {0.1, 0.1, 0, 0}), p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
  Tpetra::Vector<double> g(problem.parameterMap());
  function.gradient(theta, g);
  EXPECT_GT(function.counts().tightenings, 0);
  const double slope = slopeAt(exact, *mixed(exact), 3, theta, p);
  EXPECT_NEAR(g.dot(p), slope, 1e-5 * std::abs(slope));
}

/// Where two values cross the smooth minimum has a derivative.
TEST(EigenFunction, DifferentiatesASmoothMinimumAtADoubleValue) {
  const auto problem = makeParametric(60, doubled, true), exact = makeParametric(60, doubled, true);
  const auto loss = std::make_shared<SmoothExtreme<double>>(Extreme::Minimum, KreisselmeierSteinhauser{2.0});
  auto options = smallest(4, 1e-9);
  options.eigen.method = Lobpcg{};
  EigenFunction<double> function(problem, loss, options);
  const Tpetra::Vector<double> home(problem.parameterMap());
  const auto p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
  Tpetra::Vector<double> g(problem.parameterMap());
  function.gradient(home, g);
  const double slope = slopeAt(exact, *loss, 4, home, p);
  EXPECT_NEAR(g.dot(p), slope, 1e-7 * std::abs(slope));
}

/// The first value rises through the second along θ₁.
TEST(EigenFunction, FollowsModesThroughACrossing) {
  const auto map = makeMap(50);
  const auto A = std::make_shared<AffineOperator<double>>(
      rotatedOperator(map, [](GlobalIndex g) { return 1.0 + real(g); }),
      std::vector<OperatorPtr<double>>{
          rotatedOperator(map, [](GlobalIndex g) { return g == 0 ? 1.0 : 0.0; })});
  const ParametricProblem<double> problem({}, A);
  for (const bool follows : {false, true}) {
    auto options = smallest(3, 1e-9);
    options.followsModes = follows;
    EigenFunction<double> function(problem, std::make_shared<ValueSum<double>>(std::vector<double>{1}),
                                   options);
    EXPECT_NEAR(function.value(thetaOf(problem, {0.0})), 1.0, 1e-8);
    EXPECT_NEAR(function.value(thetaOf(problem, {0.9})), 1.9, 1e-8);
    EXPECT_NEAR(function.value(thetaOf(problem, {1.3})), follows ? 2.3 : 2.0, 1e-8);
    Tpetra::Vector<double> g(problem.parameterMap());
    function.gradient(thetaOf(problem, {1.3}), g);
    EXPECT_NEAR(gather(g)[0], follows ? 1.0 : 0.0, 1e-8);
    EXPECT_GE(function.weakestMatch(), 0.99);
  }
}

/// Products with A of the pairs and the adjoint: a cold gradient, then after a change of 1 % of θ (pairs and
/// adjoint have lost all but two or three digits), and after the same change again.
struct Steps {
  long pairs[3], adjoint[3];
  int tightenings, tracked;
  double error, coldError;  ///< of the last gradient, and of one from scratch, relative

  double pairShare(int step) const { return double(pairs[step]) / double(pairs[0]); }
  double adjointShare(int step) const { return double(adjoint[step]) / double(adjoint[0]); }
  double share(int step) const { return double(pairs[step] + adjoint[step]) / double(pairs[0] + adjoint[0]); }
};

double distance(const Tpetra::Vector<double>& a, const Tpetra::Vector<double>& b) {
  Tpetra::Vector<double> difference(a, Teuchos::Copy);
  difference.update(-1.0, b, 1.0);
  return difference.norm2();
}

Steps stepsOf(const ParametricProblem<double>& problem, int k, double accuracy) {
  const auto W = diagonalOperator(problem.problem().A->getDomainMap(),
                                  [](GlobalIndex g) { return std::sin(0.01 * real(g)); });
  const auto loss =
      std::make_shared<VectorForms<double>>(W, std::vector<double>(static_cast<std::size_t>(k), 1.0));
  auto options = smallest(k, accuracy);
  options.eigen.method = Lanczos{};
  options.eigen.tolerance = accuracy * 1e-4;  // so that nothing needs to be tightened
  EigenFunction<double> function(problem, loss, options);
  Tpetra::Vector<double> g(problem.parameterMap());
  Steps steps{};
  for (int step = 0; step < 3; ++step) {
    const auto before = function.counts();
    function.gradient(layerTheta(problem, 0.01 * step), g);
    const auto now = function.counts();
    steps.pairs[step] = now.pairs.A.columns - before.pairs.A.columns;
    steps.adjoint[step] = now.adjoint.A.columns - before.adjoint.A.columns;
  }
  steps.tightenings = function.counts().tightenings;
  steps.tracked = function.counts().tracked;
  const auto from = [&](double more) {
    options.eigen.tolerance *= more;
    options.gradientAccuracy *= more;
    EigenFunction<double> another(problem, loss, options);
    Tpetra::Vector<double> gradient(problem.parameterMap());
    another.gradient(layerTheta(problem, 0.02), gradient);
    return gradient;
  };
  const auto cold = from(1.0), exact = from(1e-2);
  steps.error = distance(g, exact) / exact.norm2();
  steps.coldError = distance(cold, exact) / exact.norm2();
  return steps;
}

TEST(EigenFunction, CostsAThirdAfterASmallStep) {
  for (const bool inLayers : {true, false})
    for (const double accuracy : {1e-4, 1e-6})
      for (const int k : {1, 3, 10}) {
        if (k == 10 && worldComm()->getSize() > 1) continue;  // counts do not depend on the ranks
        const Steps steps = stepsOf(inLayers ? layers(16) : wedges(16), k, accuracy);
        if (std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0)
          std::printf(
              "%s, accuracy %.0e, k %2d: pairs %ld, then %.2f, %.2f; adjoint %ld, then %.2f, %.2f; "
              "gradient %.2f, %.2f, error %.1e (%.1e); tightened %d tracked %d\n",
              inLayers ? "layers" : "wedges", accuracy, k, steps.pairs[0], steps.pairShare(1),
              steps.pairShare(2), steps.adjoint[0], steps.adjointShare(1), steps.adjointShare(2),
              steps.share(1), steps.share(2), steps.error, steps.coldError, steps.tightenings, steps.tracked);
        EXPECT_LE(steps.share(2), inLayers || k < 10 ? 0.45 : 0.55);
        EXPECT_LE(steps.adjointShare(2), 0.5);
        EXPECT_LE(steps.pairShare(1), inLayers || k == 1 ? 0.4 : k == 3 ? 0.6 : 1.1);
        EXPECT_LE(steps.error, 4 * steps.coldError);
      }
}

TEST(EigenFunction, RefusesWhatHasNoMeaning) {
  const auto problem = makeParametric(40, separate, false);
  auto options = smallest(2, 1e-6);
  EXPECT_THROW(EigenFunction<double>(problem, nullptr, options), InvalidOption);
  options.valueAccuracy = 0;
  EXPECT_THROW(EigenFunction<double>(problem, mixed(problem), options), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
