#include "adjoint/Families.hpp"

#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using Values = std::vector<double>;

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

/// 1, then three values at 2 with this gap between them, then 3, 4, …; the same from above with the sign
/// turned.
Entry clustered(double gap, bool fromAbove) {
  return [=](GlobalIndex g) {
    const double value = g == 0 ? 1.0 : g < 4 ? 2.0 + gap * real(g - 1) : real(g) - 1.0;
    return fromAbove ? 50.0 - value : value;
  };
}

OperatorPtr<double> weights(const MapPtr& map) {
  return diagonalOperator(map, [](GlobalIndex g) { return std::sin(1.0 + real(g)); });
}

struct End {
  const char* name;
  Which which;
  bool withMass;
};

class Ends : public testing::TestWithParam<End> {};
INSTANTIATE_TEST_SUITE_P(All, Ends,
                         testing::Values(End{"Smallest", Smallest{}, false}, End{"Largest", Largest{}, false},
                                         End{"SmallestWithMass", Smallest{}, true},
                                         End{"LargestWithMass", Largest{}, true}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(Ends, AgreeWithDifferences) {
  const Family family = makeFamily(40, separate, GetParam().withMass);
  const auto W = weights(family.A->getDomainMap());
  const LossSum<double> loss({std::make_shared<ValueSum<double>>(Values{1, -2, 0.5}),
                              std::make_shared<VectorForms<double>>(W, Values{3, 0, -1})});
  const auto exact = differences(family, 3, GetParam().which, loss);
  const auto pairs = solvedPairs(family, 3, GetParam().which, 1e-12, KrylovSchur{});
  const auto pullback = EigenAdjoint<double>(pairs, tight())(loss);
  EXPECT_TRUE(pullback.certified);
  EXPECT_TRUE(pullback.converged);
  EXPECT_LE(relativeError(family.gradient(pullback), exact), 1e-8);
}

TEST_P(Ends, AreExactInClustersOfAnyWidth) {
  const bool above = std::holds_alternative<Largest>(GetParam().which);
  const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
  for (const double gap : {0.0, 1e-14, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-4}) {
    const Family family = makeFamily(40, clustered(gap, above), GetParam().withMass);
    const DensityLoss<double> loss(weights(family.A->getDomainMap()), square);
    const auto exact = differences(family, 5, GetParam().which, loss);
    const auto pairs = solvedPairs(family, 5, GetParam().which, 1e-12, Lobpcg{});
    const EigenAdjoint<double> adjoint(pairs, tight());
    // 1e-8·max|θ| is 4e-8 or 5e-7 here.
    EXPECT_EQ(adjoint.clusters().size(), gap <= 1e-8            ? 1u
                                         : above && gap <= 1e-7 ? 1u
                                                                : adjoint.clusters().size());
    const auto pullback = adjoint(loss);
    EXPECT_TRUE(pullback.certified);
    EXPECT_LE(relativeError(family.gradient(pullback), exact), 1e-7) << gap;
  }
}

TEST(EigenAdjoint, HasRemaindersOfSecondOrder) {
  const Family family = makeFamily(40, separate, true);
  const VectorForms<double> loss(weights(family.A->getDomainMap()), {1, 2});
  const auto value = [&](double t) {
    family.set(t, -t, 0.5 * t);
    const auto pairs = solvedPairs(family, 2, Smallest{}, 1e-10, Lapack{});
    return loss.value(pairs.values, *pairs.vectors);
  };
  const double base = value(0);
  const auto g = family.gradient(
      EigenAdjoint<double>(solvedPairs(family, 2, Smallest{}, 1e-12, KrylovSchur{}), tight())(loss));
  const double slope = g[0] - g[1] + 0.5 * g[2];
  const auto remainder = [&](double t) { return std::abs(value(t) - base - slope * t); };
  // Halving t quarters the remainder, up to its third-order part.
  EXPECT_NEAR(std::log2(remainder(2e-2) / remainder(1e-2)), 2.0, 0.1);
  EXPECT_NEAR(std::log2(remainder(1e-2) / remainder(5e-3)), 2.0, 0.05);
}

TEST(EigenAdjoint, SolvesNothingForValuesAlone) {
  const Family family = makeFamily(40, separate, false);
  const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-10, KrylovSchur{});
  AdjointOptions options;
  options.probesCopies = false;
  const auto pullback = EigenAdjoint<double>(pairs, options)(ValueSum<double>({1, 1, 1}));
  EXPECT_EQ(pullback.applications.A.columns, 0);
  EXPECT_FALSE(pullback.certified);
  EXPECT_EQ(pullback.X, nullptr);
  EXPECT_EQ(pullback.Y, nullptr);  // no B
  EXPECT_LE(distance(*pullback.W, *pairs.vectors), 1e-15);
}

TEST(EigenAdjoint, FindsCopiesBeyondKThatTheSolverNeverSaw) {
  const ValueSum<double> loss({1, 1, 1});
  for (const bool withMass : {false, true}) {
    const Family family = makeFamily(40, clustered(0, false), withMass);
    for (const Method& method : std::vector<Method>{Lanczos{}, KrylovSchur{}, Lobpcg{}}) {
      const auto cut = solvedPairs(family, 3, Smallest{}, 1e-12, method);
      EXPECT_THROW(EigenAdjoint<double>{cut}(loss), GaugeDependent) << nameOf(method);
      const auto closed = solvedPairs(family, 4, Smallest{}, 1e-12, method);
      const auto pullback = EigenAdjoint<double>(closed)(ValueSum<double>({1, 1, 1, 1}));
      EXPECT_TRUE(pullback.certified);
      EXPECT_LE(pullback.applications.A.columns, 40);
    }
  }
}

TEST(EigenAdjoint, PullsSeveralLossesBackAtOnce) {
  const Family family = makeFamily(40, separate, true);
  const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{});
  const EigenAdjoint<double> adjoint(pairs, tight());
  const VectorForms<double> forms(weights(family.A->getDomainMap()), {1, 0, 2});
  const ValueSum<double> values({1, 2, 3});
  const auto both = adjoint(std::vector<Cotangent<double>>{values.cotangent(pairs.values, *pairs.vectors),
                                                           forms.cotangent(pairs.values, *pairs.vectors)});
  ASSERT_EQ(both.size(), 2u);
  EXPECT_LE(relativeError(family.gradient(both[0]), family.gradient(adjoint(values))), 1e-9);
  EXPECT_LE(relativeError(family.gradient(both[1]), family.gradient(adjoint(forms))), 1e-9);
}

TEST(EigenAdjoint, TakesAnEarlierPullbackAsStart) {
  const Family family = makeFamily(60, separate, false);
  const EigenAdjoint<double> adjoint(solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{}));
  const VectorForms<double> loss(weights(family.A->getDomainMap()), {1, 1, 2});
  const auto first = adjoint(loss);
  const auto again = adjoint(loss, &first);
  EXPECT_LT(again.applications.A.columns, first.applications.A.columns / 2);
  EXPECT_LE(relativeError(family.gradient(again), family.gradient(first)), 1e-5);
}

TEST(EigenAdjoint, RefusesStaleParameters) {
  const Family family = makeFamily(40, separate, true);
  const ValueSum<double> loss({1, 1});
  const EigenAdjoint<double> adjoint(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}));
  EXPECT_NO_THROW(adjoint(loss));
  family.set(0.1, 0, 0);
  EXPECT_THROW(adjoint(loss), StaleParameters);
}

TEST(EigenAdjoint, RefusesCotangentsOfOtherPairs) {
  const Family family = makeFamily(40, separate, false);
  const EigenAdjoint<double> adjoint(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}));
  EXPECT_THROW(adjoint(Cotangent<double>{Dense<double>(3, 3), nullptr}), SpaceMismatch);
}

TEST(EigenAdjoint, RefusesOptionsOutOfRange) {
  const Family family = makeFamily(40, separate, false);
  AdjointOptions options;
  options.gradientTolerance = 0;
  EXPECT_THROW(EigenAdjoint<double>(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}), options),
               InvalidOption);
}

TEST(EigenAdjoint, CallsBareCotangentsInClustersUncertified) {
  const Family family = makeFamily(40, clustered(0, false), false);
  const auto pairs = solvedPairs(family, 5, Smallest{}, 1e-12, Lobpcg{});
  const auto loss = projectorLoss<double>(weights(family.A->getDomainMap()));
  const EigenAdjoint<double> adjoint(pairs, tight());
  const auto pullback = adjoint(loss->cotangent(pairs.values, *pairs.vectors));
  EXPECT_FALSE(pullback.certified);
  EXPECT_EQ(pullback.clusters, (std::vector<Cluster>{{1, 2, 3}}));
  EXPECT_LE(relativeError(family.gradient(pullback), differences(family, 5, Smallest{}, *loss)), 1e-8);
}

TEST(EigenAdjoint, FindsDefectsOfBareCotangents) {
  const Family family = makeFamily(40, clustered(0, false), false);
  const auto pairs = solvedPairs(family, 5, Smallest{}, 1e-12, Lobpcg{});
  const EigenAdjoint<double> adjoint(pairs);
  const ValueSum<double> split({0, 1, 2, 1, 0});
  EXPECT_THROW(adjoint(split.cotangent(pairs.values, *pairs.vectors)), GaugeDependent);
  const VectorForms<double> one(weights(family.A->getDomainMap()), {0, 1, 0, 0, 0});
  EXPECT_THROW(adjoint(one.cotangent(pairs.values, *pairs.vectors)), GaugeDependent);
}

TEST(EigenAdjoint, ProjectsOntoTheInvariantPart) {
  const Family family = makeFamily(40, clustered(0, false), false);
  auto options = tight();
  options.onCluster = OnCluster::Project;
  const EigenAdjoint<double> adjoint(solvedPairs(family, 5, Smallest{}, 1e-12, Lobpcg{}), options);
  const auto projected = adjoint(ValueSum<double>({1, 0, 3, 0, 1}));
  EXPECT_FALSE(projected.certified);
  EXPECT_LE(
      relativeError(family.gradient(projected), family.gradient(adjoint(ValueSum<double>({1, 1, 1, 1, 1})))),
      1e-9);
}

TEST(EigenAdjoint, ExtendsToCloseACluster) {
  const Family family = makeFamily(40, clustered(0, false), true);
  auto options = tight();
  options.onCluster = OnCluster::Extend;
  const auto loss = projectorLoss<double>(weights(family.A->getDomainMap()));
  const auto exact = differences(family, 4, Smallest{}, *loss);
  for (const Method& method : std::vector<Method>{KrylovSchur{}, Lobpcg{}}) {
    const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-12, method);
    const EigenAdjoint<double> adjoint(pairs, options);
    EXPECT_EQ(adjoint.result().values.size(), 4u);
    EXPECT_LE(relativeError(family.gradient(adjoint(*loss)), exact), 1e-8);
    try {
      const EigenAdjoint<double> strict(pairs);
      strict(*loss);
      ADD_FAILURE() << "k = 3 cuts the cluster";
    } catch (const GaugeDependent& refused) {
      EXPECT_EQ(refused.finding().closingK, std::optional<int>(4));
      EXPECT_EQ(refused.finding().cluster, (Cluster{1, 2}));
    }
  }
}

TEST(EigenAdjoint, AllowsACutThatTheLossDoesNotSee) {
  const Family family = makeFamily(40, clustered(0, false), false);
  const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-12, Lobpcg{});
  const VectorForms<double> first(weights(family.A->getDomainMap()), {1});
  const auto pullback = EigenAdjoint<double>(pairs, tight())(first.cotangent(pairs.values, *pairs.vectors));
  EXPECT_LE(relativeError(family.gradient(pullback), differences(family, 1, Smallest{}, first)), 1e-8);
}

TEST(EigenAdjoint, WorksBetweenTheEnds) {
  const Family family = makeFamily(40, separate, true);
  const VectorForms<double> loss(weights(family.A->getDomainMap()), {1, 0, 2});
  const Which middle = Nearest{9.3};
  const auto pullback = EigenAdjoint<double>(solvedPairs(family, 3, middle, 1e-10, Lapack{}), tight())(loss);
  EXPECT_TRUE(pullback.usedMinres);
  EXPECT_LE(relativeError(family.gradient(pullback), differences(family, 3, middle, loss)), 1e-8);
}

}  // namespace
}  // namespace ritz::test
