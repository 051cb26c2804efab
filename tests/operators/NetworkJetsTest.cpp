#include <gtest/gtest.h>
#include <ritz/operators/NetworkActivations.hpp>

#include <cmath>

namespace {

using namespace ritz::detail;

/// x + ε₁ + … + ε_K: f of it has f^(k)(x) in each part with k directions.
template <int K>
Jet<double, K> variable(double x) {
  auto jet = constantJet<double, K>(x);
  for (int i = 0; i < K; ++i) jet.part[1 << i] = 1.0;
  return jet;
}

template <int K>
void expectDerivatives(const Jet<double, K>& found, const double* derivatives) {
  for (int c = 0; c < found.Size; ++c) {
    int order = 0;
    for (int i = 0; i < K; ++i) order += (c >> i) & 1;
    EXPECT_NEAR(found.part[c], derivatives[order], 1e-14 * (1 + std::abs(derivatives[order]))) << c;
  }
}

}  // namespace

TEST(NetworkJets, MultiplyByTheRuleOfLeibniz) {
  // x³: 3x², 6x, 6.
  const auto x = variable<3>(2.0);
  const double derivatives[] = {8, 12, 12, 6};
  expectDerivatives(x * x * x, derivatives);
}

TEST(NetworkJets, ComposeToThirdOrder) {
  const double x = 0.7, e = std::exp(x), t = std::tanh(x), h = 1 - t * t, s = 1 / (1 + std::exp(-x)),
               g = s - s * s;
  const double exponential[] = {e, e, e, e};
  const double reciprocal[] = {1 / x, -1 / std::pow(x, 2), 2 / std::pow(x, 3), -6 / std::pow(x, 4)};
  const double logarithm[] = {std::log(x), 1 / x, -1 / std::pow(x, 2), 2 / std::pow(x, 3)};
  const double tangent[] = {t, h, -2 * t * h, h * (6 * t * t - 2)};
  const double sigmoid[] = {s, g, g * (1 - 2 * s), g * (1 - 6 * s + 6 * s * s)};
  const double relu[] = {x, 1, 0, 0}, identity[] = {x, 1, 0, 0}, dead[] = {0, 0, 0, 0};

  expectDerivatives(compose(Exponential{}, variable<3>(x)), exponential);
  expectDerivatives(compose(Reciprocal{}, variable<3>(x)), reciprocal);
  expectDerivatives(compose(Logarithm{}, variable<3>(x)), logarithm);
  expectDerivatives(compose(TanhFunction{}, variable<3>(x)), tangent);
  expectDerivatives(compose(SigmoidFunction{}, variable<3>(x)), sigmoid);
  expectDerivatives(compose(ReluFunction{}, variable<3>(x)), relu);
  expectDerivatives(compose(ReluFunction{}, variable<3>(-x)), dead);
  expectDerivatives(compose(IdentityFunction{}, variable<3>(x)), identity);
}

TEST(NetworkJets, GiveTheSlopesThatSweepsUse) {
  const double t = std::tanh(0.7), s = 1 / (1 + std::exp(-0.7));
  EXPECT_EQ(slopeAt(TanhFunction{}, t), 1 - t * t);
  EXPECT_EQ(TanhFunction{}.curve(t), -2 * t);
  EXPECT_EQ(slopeAt(SigmoidFunction{}, s), s - s * s);
  EXPECT_EQ(SigmoidFunction{}.curve(s), 1 - 2 * s);
  EXPECT_EQ(slopeAt(ReluFunction{}, 0.0), 0.0);
  EXPECT_EQ(slopeAt(IdentityFunction{}, 3.0), 1.0);
}
