#include "Networks.hpp"

#include <gtest/gtest.h>
#include <Teuchos_DefaultSerialComm.hpp>
#include <ritz/operators/OperatorChecks.hpp>

#include <memory>

/// Products of both curvatures.
using namespace ritz::test;

TEST(NetworkTangent, IsThatOfGaussNewtonForALinearModel) {
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

TEST(NetworkTangent, IsPositiveSemidefiniteForGaussNewton) {
  forEachNetwork({3, 4, 2}, [](const Network& network) {
    Options options;
    options.curvature = NetworkCurvature::GaussNewton;
    EXPECT_GE(ritz::definitenessProbe(hessianOf(network, 9, options), 3, 20).min, -1e-15);
  });
}

TEST(NetworkTangent, IsTheSquareOfTheJacobianForGaussNewtonAndSquaredErrors) {
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

TEST(NetworkTangent, TakesBlocksAsItTakesColumns) {
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

TEST(NetworkTangent, DoesNotDependOnMinibatches) {
  const Network network{{40, 50, 30, 5}, Activation::Tanh};
  Options options;
  const auto whole = hessianOf(network, 1500, options);
  options.memoryBudget = std::size_t(1) << 20;  // some hundred samples at once, nothing kept, one column
  const auto pieces = hessianOf(network, 1500, options);
  const auto X = hashBlock(whole.getDomainMap(), 3);

  EXPECT_LE(distance(product(whole, X), product(pieces, X)), 1e-14);
}

TEST(NetworkTangent, DoesNotDependOnTheRanks) {
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
