#include "Networks.hpp"

#include <gtest/gtest.h>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/DerivativeCheck.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <memory>

/// Derivatives of the Hessian in ridge, scales and sample weights.
using namespace ritz::test;

TEST(NetworkCurvatureDerivative, HasTheDerivativesThatTaylorAsksFor) {
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

TEST(NetworkCurvatureDerivative, LetsItsLargestValueBeDifferentiated) {
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

TEST(NetworkCurvatureDerivative, OffersThoseParametersThatAreAskedFor) {
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

TEST(NetworkCurvatureDerivative, TakesNoncontiguousViews) {
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

TEST(NetworkCurvatureDerivative, AddsGradientsToWhatIsThere) {
  const auto H = hessianOf({{3, 4, 2}, Activation::Tanh}, 7);
  const auto V = hashBlock(H.getDomainMap(), 2);
  auto g = columnOf(H.parameterMap(), [](ritz::GlobalIndex) { return 10.0; });

  H.accumulateGradient(-2.0, V, V, g);

  const auto length = norms(V);
  EXPECT_NEAR(gather(g)[0], 10.0 - 2.0 * (length[0] * length[0] + length[1] * length[1]), 1e-12);
}

TEST(NetworkCurvatureDerivative, RefusesWhatDoesNotFit) {
  const auto H = hessianOf({{3, 4, 2}, Activation::Tanh}, 5);
  const Column w(H.getDomainMap());
  Column wrong(ritz::makeMap(3)), g(H.parameterMap());
  EXPECT_THROW(H.accumulateGradient(1.0, w, w, wrong), ritz::SpaceMismatch);
  EXPECT_THROW(H.accumulateGradient(1.0, wrong, w, g), ritz::SpaceMismatch);
  EXPECT_THROW(H.accumulateGradient(1.0, hashBlock(w.getMap(), 2), w, g), ritz::SpaceMismatch);
  Column Y(w.getMap());
  EXPECT_THROW(H.applyDerivative(wrong, w, Y), ritz::SpaceMismatch);
  EXPECT_THROW(H.applyDerivative(g, wrong, Y), ritz::SpaceMismatch);
}
