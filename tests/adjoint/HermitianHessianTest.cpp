#include <ritz/operators/Instantiate.hpp>

#include <gtest/gtest.h>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

#include "adjoint/FluxRing.hpp"

#include <ritz/adjoint/SpectralHessian.hpp>

#include <cmath>

/// SpectralHessian in complex arithmetic.
namespace ritz::test {
namespace {

using Theta = Tpetra::Vector<double>;

struct Case {
  const char* name;
  bool withMass, clustered;
};

SpectralHessian<Complex> hessianAt(const ParametricProblem<Complex>& problem,
                                   const std::shared_ptr<const Loss<Complex>>& loss, int k = 5) {
  AdjointOptions options;
  options.gradientTolerance = 1e-12;
  return {problem, EigenAdjoint<Complex>(solvedAt(problem, k, Lobpcg{}), options), loss};
}

class HermitianHessians : public testing::TestWithParam<Case> {
 protected:
  ParametricProblem<Complex> problem() const {
    return makeHermitianProblem(GetParam().clustered ? tripleValue : simpleValues, GetParam().withMass);
  }
  std::shared_ptr<const Loss<Complex>> loss() const { return hermitianLoss(GetParam().clustered); }
};
INSTANTIATE_TEST_SUITE_P(All, HermitianHessians,
                         testing::Values(Case{"Simple", false, false}, Case{"SimpleWithMass", true, false},
                                         Case{"InCluster", false, true},
                                         Case{"InClusterWithMass", true, true}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(HermitianHessians, AreSymmetric) {
  const auto problem = this->problem();
  const auto H = hessianAt(problem, loss());
  expectSymmetric(H, thetaOf(problem, {0.7, -1.1, 0.4}), thetaOf(problem, {-0.3, 0.5, 1.2}));
}

TEST_P(HermitianHessians, LeaveAThirdOrderRemainder) {
  const auto problem = this->problem();
  const LossAlong<Complex> along(problem, loss(), 5, hessianAt(problem, loss()),
                                 thetaOf(problem, {0.7, -1.1, 0.4}));
  const double h = 8e-3;
  EXPECT_NEAR(std::log2(std::abs(along.beyondFirst(h / 4) / along.beyondFirst(h / 8))), 2.0, 0.1);
  EXPECT_NEAR(std::log2(std::abs(along.beyondSecond(h) / along.beyondSecond(h / 2))), 3.0, 0.25);
}

/// λ″ = (2/N²) cos q, with ∂²A/∂θ² and with vectors that move.
TEST(HermitianHessian, KnowsTheCurvatureOfBandsInTheFlux) {
  const double flux = 0.7;
  const auto problem = fluxRing(flux);
  const int waves[] = {0, -1, 1};
  for (std::size_t j = 0; j < 3; ++j) {
    std::vector<double> weight(j + 1, 0.0);
    weight[j] = 1;
    const auto H = hessianAt(problem, std::make_shared<ValueSum<Complex>>(weight), 3);
    const Theta one = thetaOf(problem, {1.0});
    Theta curvature(problem.parameterMap());
    H.apply(one, curvature);
    EXPECT_NEAR(gather(curvature)[0], 2.0 / (N * N) * std::cos(FluxRing::wavenumber(waves[j], flux)), 1e-9);
  }
}

}  // namespace
}  // namespace ritz::test

#else

TEST(HermitianHessian, NeedsComplexNumbers) { GTEST_SKIP() << "this Trilinos has no complex<double>"; }

#endif
