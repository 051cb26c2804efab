#include "Networks.hpp"

#include "SharedData.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/OperatorChecks.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <memory>

using namespace ritz::test;

TEST(NetworkHessian, IsTheDerivativeOfTheGradient) {
  forEachNetwork({4, 5, 3, 3}, [](const Network& network) {
    Options options;
    options.ridge = 0.1;
    const auto samples = hashSamples(20, network);
    const ritz::NetworkObjective<double> objective(network, samples, options);
    const Column w = hashPoint(network), v = hashPoint(network, 1.0, 5);
    const Hessian H(network, samples, w, options);

    // Relu's second derivative is 0 but at kinks: the step must not cross one.
    const double h = network.activation == Activation::Relu ? 1e-6 : 1e-3;
    const auto expected = differences([&](const Column& at) { return gradientAt(objective, at); }, w, v, h);

    // h⁴ times derivatives of order 1; rounding 1e-16/h.
    EXPECT_LE(distance(product(H, v), expected), h < 1e-5 ? 1e-9 : 1e-10);
  });
}

TEST(NetworkHessian, IsSymmetricForBothCurvatures) {
  forEachNetwork({4, 5, 3, 3}, [](const Network& network) {
    for (const auto curvature : {NetworkCurvature::Hessian, NetworkCurvature::GaussNewton}) {
      Options options;
      options.curvature = curvature;
      EXPECT_LE(ritz::symmetryDefect(hessianOf(network, 20, options)), 1e-13);
    }
  });
}

TEST(NetworkHessian, FollowsItsParameters) {
  const Network network{{3, 4, 2}, Activation::Tanh};
  Options options;
  options.theta = {true, true, true};
  auto H = hessianOf(network, 6, options);
  const auto before = H.version();
  const auto v = hashPoint(network, 1.0, 5);
  const auto plain = product(H, v);

  // Twice the weights and ridge 1 on top: 2 H v + v.
  H.setParameters(columnOf(H.parameterMap(),
                           [](ritz::GlobalIndex g) { return g == 0 || g > 3 ? (g == 0 ? 1.0 : 2.0) : 1.0; }));
  auto expected = Block(plain, Teuchos::Copy);
  expected.update(1.0, v, 2.0);

  EXPECT_NE(H.version(), before);
  EXPECT_LE(distance(product(H, v), expected), 1e-14);
}

TEST(NetworkHessian, GivesTheCurvatureOfLogisticRegressionOnBreastCancerData) {
  const auto path = sharedData("csv/wdbc.csv");
  if (path.empty()) GTEST_SKIP() << "csv/wdbc.csv is not there";
  const auto samples = ritz::classSamples<double>(ritz::readCsv(ritz::worldComm(), path))->standardized();
  const Network network = ritz::softmaxRegression(30, 2);
  const auto H =
      std::make_shared<const Hessian>(network, samples, Column(network.parameterMap(ritz::worldComm())));
  ritz::EigenOptions options;
  options.numPairs = 10;
  options.which = ritz::Largest{};

  const auto modes = ritz::eigsolve<double>({H}, options);

  // Two classes at W = 0: ¼ZᵀZ/N ⊗ (1 −1; −1 1), that is twice the values of logistic regression, and 31
  // zeros.
  const std::vector<double> logistic{
      3.3204019205644792,  1.4228386533024815,  0.7044872443073539,  0.49516011866026066, 0.4121826369259698,
      0.30183915299125097, 0.24999999999999986, 0.16880502847368808, 0.11915428500159966, 0.1042237030919333};
  ASSERT_EQ(modes.values.size(), 10u);
  for (std::size_t j = 0; j < 10; ++j)
    EXPECT_NEAR(modes.values[j], 2.0 * logistic[j], 1e-9 * 2.0 * logistic[0]);
}

TEST(NetworkHessian, RefusesWhatDoesNotFit) {
  const Network network{{3, 4, 2}, Activation::Tanh};
  const auto samples = hashSamples(5, network);
  const auto w = hashPoint(network);
  Options options;

  EXPECT_THROW(Hessian(network, nullptr, w), ritz::SpaceMismatch);
  EXPECT_THROW(Hessian(network, samples, Column(ritz::makeMap(3))), ritz::SpaceMismatch);
  EXPECT_THROW(Hessian({{3}, Activation::Tanh}, samples, w), ritz::InvalidOption);
  EXPECT_THROW(Hessian({{3, 0, 2}, Activation::Tanh}, samples, w), ritz::InvalidOption);
  EXPECT_THROW(Hessian({{100000, 100000, 2}, Activation::Tanh}, samples, w), ritz::InvalidOption);
  EXPECT_THROW(Hessian({{4, 4, 2}, Activation::Tanh}, samples, w), ritz::SpaceMismatch);
  EXPECT_THROW(Hessian({{3, 4, 3}, Activation::Tanh}, samples, w), ritz::SpaceMismatch);
  options.ridge = -1.0;
  EXPECT_THROW(Hessian(network, samples, w, options), ritz::InvalidOption);
  options.ridge = 0.0;
  options.memoryBudget = 1000;
  EXPECT_THROW(Hessian(network, samples, w, options), ritz::InvalidOption);
}
