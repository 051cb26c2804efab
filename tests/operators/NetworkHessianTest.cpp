#include "Networks.hpp"

#include "SharedData.hpp"

#include <gtest/gtest.h>
#include <Teuchos_DefaultSerialComm.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/DerivativeCheck.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/OperatorChecks.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <limits>
#include <memory>

namespace {

using namespace ritz::test;
using ritz::Activation;
using ritz::Network;
using ritz::NetworkCurvature;
using ritz::NetworkLoss;
using Hessian = ritz::NetworkHessian<double>;
using Options = ritz::NetworkHessianOptions;

const std::vector<Activation> activations{Activation::Identity, Activation::Tanh, Activation::Relu,
                                          Activation::Sigmoid};
const std::vector<NetworkLoss> losses{NetworkLoss::CrossEntropy, NetworkLoss::SquaredError};

/// Calls work for networks of every activation and loss.
void forEachNetwork(const std::vector<int>& layers, const std::function<void(const Network&)>& work) {
  for (const auto activation : activations)
    for (const auto loss : losses) {
      SCOPED_TRACE(testing::Message() << "activation " << int(activation) << ", loss " << int(loss));
      work({layers, activation, loss});
    }
}

Block product(const ritz::Operator<double>& H, const Block& X) {
  Block Y(H.getRangeMap(), X.getNumVectors());
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());
  H.apply(X, Y);
  return Y;
}

Hessian hessianOf(const Network& network, ritz::GlobalIndex samples, const Options& options = {}) {
  return Hessian(network, hashSamples(samples, network), hashPoint(network), options);
}

}  // namespace

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

TEST(NetworkHessian, GaussNewtonIsTheHessianOfALinearModel) {
  for (const auto loss : losses) {
    for (const auto& layers : {std::vector<int>{4, 3}, std::vector<int>{4, 5, 3}}) {
      // With one hidden layer the output is bilinear in w: the difference is the loss's first derivative.
      const Network network{layers, Activation::Identity, loss};
      Options options;
      options.ridge = 0.2;
      const auto H = hessianOf(network, 10, options);
      options.curvature = NetworkCurvature::GaussNewton;
      const auto G = hessianOf(network, 10, options);
      const auto X = hashBlock(H.getDomainMap(), 3);
      if (layers.size() == 2)
        EXPECT_LE(distance(product(H, X), product(G, X)), 1e-14);
      else
        EXPECT_GE(distance(product(H, X), product(G, X)), 1e-3);
    }
  }
}

TEST(NetworkHessian, GaussNewtonIsPositiveSemidefinite) {
  forEachNetwork({3, 4, 2}, [](const Network& network) {
    Options options;
    options.curvature = NetworkCurvature::GaussNewton;
    EXPECT_GE(ritz::definitenessProbe(hessianOf(network, 9, options), 3, 20).min, -1e-15);
  });
}

TEST(NetworkHessian, GaussNewtonIsTheSquareOfTheJacobianForSquaredErrors) {
  // With N residuals r, ½Σ r²/N has Gauss-Newton matrix JᵀJ/N; (J v)ᵢ comes from differences of the gradient
  // of the linear functional that a shift of the targets leaves: ∇F(t) − ∇F(t + e) = Jᵀe/N.
  const Network network{{3, 4, 2}, Activation::Tanh, NetworkLoss::SquaredError};
  const auto map = ritz::makeMap(1);
  const bool mine = map->getComm()->getRank() == 0;
  const std::vector<double> x = mine ? std::vector<double>{0.3, -0.7, 0.5} : std::vector<double>();
  const auto w = hashPoint(network);
  const auto gradient = [&](double t0, double t1) {
    const std::vector<double> t = mine ? std::vector<double>{t0, t1} : std::vector<double>();
    const auto samples = std::make_shared<ritz::Samples<double>>(map, 3, x, 2, t);
    return gradientAt(ritz::NetworkObjective<double>(network, samples), w);
  };
  Column J0 = gradient(0, 0), J1 = gradient(0, 0);
  J0.update(-1.0, gradient(1, 0), 1.0);
  J1.update(-1.0, gradient(0, 1), 1.0);
  const std::vector<double> t = mine ? std::vector<double>{0, 0} : std::vector<double>();
  Options options;
  options.curvature = NetworkCurvature::GaussNewton;
  const Hessian G(network, std::make_shared<ritz::Samples<double>>(map, 3, x, 2, t), w, options);
  const auto v = hashPoint(network, 1.0, 5);

  Column expected(w.getMap());
  expected.update(J0.dot(v), J0, J1.dot(v), J1, 0.0);

  EXPECT_LE(distance(product(G, v), expected), 1e-14);
}

TEST(NetworkHessian, TakesBlocksAsItTakesColumns) {
  for (const auto curvature : {NetworkCurvature::Hessian, NetworkCurvature::GaussNewton})
    forEachNetwork({4, 5, 3, 3}, [&](const Network& network) {
      Options options;
      options.ridge = 0.1;
      options.curvature = curvature;
      const auto H = hessianOf(network, 20, options);
      const auto X = hashBlock(H.getDomainMap(), 5), Y = product(H, X);
      for (std::size_t j = 0; j < 5; ++j)
        EXPECT_LE(distance(product(H, *X.getVector(j)), *Y.getVector(j)), 1e-14);
    });
}

TEST(NetworkHessian, DoesNotDependOnMinibatches) {
  const Network network{{40, 50, 30, 5}, Activation::Tanh};
  Options options;
  const auto whole = hessianOf(network, 1500, options);
  options.memoryBudget = std::size_t(1) << 20;  // some hundred samples at once, nothing kept, one column
  const auto pieces = hessianOf(network, 1500, options);
  const auto X = hashBlock(whole.getDomainMap(), 3);

  EXPECT_LE(distance(product(whole, X), product(pieces, X)), 1e-14);
}

TEST(NetworkHessian, DoesNotDependOnTheRanks) {
  const Network network{{4, 5, 3}, Activation::Tanh};
  for (const ritz::GlobalIndex count : {1, 2, 20}) {  // on three ranks some are without samples
    const auto H = hessianOf(network, count);
    const auto found = product(H, hashPoint(network, 1.0, 5));

    // All samples on every rank, with the weights of one: the mean of equal means.
    const auto comm = ritz::worldComm();
    const auto own = Teuchos::rcp(new Teuchos::SerialComm<int>());
    const auto alone = ritz::makeMap(own, count);
    const auto features = hashBlock(alone, 4, 11);
    std::vector<double> x, t;
    for (ritz::GlobalIndex i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < 4; ++j) x.push_back(features.getData(j)[i]);
      for (int k = 0; k < 3; ++k) t.push_back(i % 3 == k ? 1.0 : 0.0);
    }
    const auto samples = std::make_shared<ritz::Samples<double>>(alone, 4, x, 3, t);
    Column w(alone.is_null() ? ritz::MapPtr() : network.parameterMap(own)), v(w.getMap());
    ritz::fillHash(w, 21);
    w.scale(0.7);
    ritz::fillHash(v, 5);
    const auto expected = gather(product(Hessian(network, samples, w), v));
    const auto all = gather(found);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_NEAR(all[i], expected[i], 1e-14);
  }
}

TEST(NetworkHessian, HasTheDerivativesThatTaylorAsksFor) {
  for (const auto curvature : {NetworkCurvature::Hessian, NetworkCurvature::GaussNewton})
    forEachNetwork({3, 4, 3, 2}, [&](const Network& network) {
      Options options;
      options.curvature = curvature;
      options.ridge = 0.3;
      options.theta = {true, true, true};
      auto H = hessianOf(network, 7, options);
      ASSERT_EQ(H.parameterMap()->getGlobalNumElements(), 1u + 3u + 7u);
      Column p(H.parameterMap());
      ritz::fillHash(p, 3);
      ritz::DerivativeCheckOptions steps;
      steps.firstStep = network.activation == Activation::Relu ? 1e-3 : 0.1;

      const auto check = ritz::derivativeCheck(H, p, steps);

      EXPECT_GE(check.first.slope, 1.9);
      EXPECT_LE(check.gradientDefect, 1e-13);
      EXPECT_TRUE(check.hasSecond);
      EXPECT_GE(check.second.slope, 1.9);
    });
}

TEST(NetworkHessian, LetsItsLargestValueBeDifferentiated) {
  const Network network{{4, 5, 3}, Activation::Tanh};
  for (const auto curvature : {NetworkCurvature::Hessian, NetworkCurvature::GaussNewton}) {
    Options options;
    options.curvature = curvature;
    options.ridge = 0.1;
    options.theta = {true, true, true};
    const auto H = std::make_shared<Hessian>(network, hashSamples(20, network), hashPoint(network), options);
    const Column theta(H->parameters(), Teuchos::Copy),
        p(*hashBlock(theta.getMap(), 1).getVector(0), Teuchos::Copy);
    ritz::EigenOptions largest;
    largest.numPairs = 2;
    largest.which = ritz::Largest{};
    largest.method = ritz::Lapack{};
    const auto one = ritz::makeMap(1);
    const auto valueAt = [&](const Column& at) {
      H->setParameters(at);
      const double value = ritz::eigsolve<double>({H}, largest).values[0];
      return columnOf(one, [value](ritz::GlobalIndex) { return value; });
    };
    const double expected = gather(differences(valueAt, theta, p))[0];

    H->setParameters(theta);
    const ritz::EigenAdjoint<double> adjoint(ritz::eigsolve<double>({H}, largest));
    Column gradient(theta.getMap());
    adjoint(ritz::ValueSum<double>({1.0})).accumulateA(*H, gradient);

    EXPECT_NEAR(gradient.dot(p), expected,
                1e-10);  // h⁴ times a fifth derivative of order 1; rounding 1e-15/h
  }
}

TEST(NetworkHessian, OffersThoseParametersThatAreAskedFor) {
  const Network network{{3, 2}, Activation::Tanh};
  const auto size = [&](bool ridge, bool scales, bool weights) {
    Options options;
    options.ridge = 0.25;
    options.theta = {ridge, scales, weights};
    auto H = hessianOf(network, 2, options);  // on three ranks one has no samples
    const auto theta = gather(H.parameters());
    EXPECT_TRUE(!ridge || theta.front() == 0.25);
    EXPECT_TRUE(!weights || theta.back() == 1.0);
    const Column direction(H.parameters(), Teuchos::Copy);
    EXPECT_LE(ritz::derivativeCheck(H, direction).gradientDefect, 1e-13);
    return theta.size();
  };

  EXPECT_EQ(size(true, false, false), 1u);
  EXPECT_EQ(size(false, true, false), 3u);
  EXPECT_EQ(size(false, false, true), 2u);
  EXPECT_EQ(size(true, false, true), 3u);
  EXPECT_EQ(size(true, true, true), 6u);
  EXPECT_EQ(size(false, false, false), 0u);
}

TEST(NetworkHessian, TakesNoncontiguousViews) {
  Options options;
  options.theta = {true, true, true};
  const auto H = hessianOf({{3, 4, 2}, Activation::Tanh}, 7, options);
  const auto W = hashBlock(H.getDomainMap(), 3, 5), V = hashBlock(H.getDomainMap(), 3, 6);
  const std::vector<std::size_t> outer{0, 2};
  const Teuchos::ArrayView<const std::size_t> columns(outer);
  const auto p = columnOf(H.parameterMap(), [](ritz::GlobalIndex g) { return 1.0 + double(g); });
  Column views(H.parameterMap()), copies(H.parameterMap());
  Block Y(H.getDomainMap(), 3), whole(H.getDomainMap(), 2);

  H.accumulateGradient(1.0, *W.subView(columns), *V.subView(columns), views);
  H.accumulateGradient(1.0, *W.subCopy(columns), *V.subCopy(columns), copies);
  H.applyDerivative(p, *V.subView(columns), *Y.subViewNonConst(columns));
  H.applyDerivative(p, *V.subCopy(columns), whole);

  EXPECT_LE(distance(views, copies), 1e-15);
  EXPECT_LE(distance(*Y.subCopy(columns), whole), 1e-15);
  EXPECT_EQ(norms(Y)[1], 0.0);
  EXPECT_GT(norms(whole)[0], 0.1);
}

TEST(NetworkHessian, AddsGradientsToWhatIsThere) {
  const auto H = hessianOf({{3, 4, 2}, Activation::Tanh}, 7);
  const auto V = hashBlock(H.getDomainMap(), 2);
  auto g = columnOf(H.parameterMap(), [](ritz::GlobalIndex) { return 10.0; });

  H.accumulateGradient(-2.0, V, V, g);

  const auto length = norms(V);
  EXPECT_NEAR(gather(g)[0], 10.0 - 2.0 * (length[0] * length[0] + length[1] * length[1]), 1e-12);
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
  const Hessian H(network, samples, w);
  Column wrong(ritz::makeMap(3)), g(H.parameterMap());
  EXPECT_THROW(H.accumulateGradient(1.0, w, w, wrong), ritz::SpaceMismatch);
  EXPECT_THROW(H.accumulateGradient(1.0, wrong, w, g), ritz::SpaceMismatch);
  EXPECT_THROW(H.accumulateGradient(1.0, hashBlock(w.getMap(), 2), w, g), ritz::SpaceMismatch);
  Column Y(w.getMap());
  EXPECT_THROW(H.applyDerivative(wrong, w, Y), ritz::SpaceMismatch);
  EXPECT_THROW(H.applyDerivative(g, wrong, Y), ritz::SpaceMismatch);
}
