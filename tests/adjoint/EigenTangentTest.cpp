#include "adjoint/Families.hpp"
#include "adjoint/Oracles.hpp"
#include "adjoint/TangentEquations.hpp"

#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

/// 1, then three values at 2, then 3, 4, …; the same from above with the sign turned.
Entry triple(bool fromAbove) {
  return [=](GlobalIndex g) {
    const double value = g == 0 ? 1.0 : g < 4 ? 2.0 : real(g) - 1.0;
    return fromAbove ? 50.0 - value : value;
  };
}

OperatorPtr<double> weights(const MapPtr& map) {
  return diagonalOperator(map, [](GlobalIndex g) { return std::sin(1.0 + real(g)); });
}

Tpetra::Vector<double> direction(const MapPtr& map, const std::vector<double>& entries) {
  return columnOf(map, [&](GlobalIndex g) { return entries[static_cast<std::size_t>(g)]; });
}

/// The change along (p₁, p₂; p₃).
PencilChange<double> along(const EigenTangent<double>& tangent, const Family& family,
                           const std::vector<double>& p) {
  const auto a = direction(family.A->parameterMap(), {p[0], p[1]});
  if (!family.B) return tangent.along(&a);
  const auto b = direction(family.B->parameterMap(), {p[2]});
  return tangent.along(&a, &b);
}

const std::vector<double> P{0.7, -1.1, 0.4};

/// pᵀg, p's last entry only where B has a parameter.
double alongP(const std::vector<double>& gradient) {
  double sum = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) sum += P[i] * gradient[i];
  return sum;
}

struct End {
  const char* name;
  Which which;
  bool withMass, clustered;
};

class Tangents : public testing::TestWithParam<End> {
 protected:
  bool above() const { return std::holds_alternative<Largest>(GetParam().which); }
  Family family() const {
    return makeFamily(40, GetParam().clustered ? triple(above()) : Entry(separate), GetParam().withMass);
  }
  EigenResult<double> pairs(const Family& family) const {
    return solvedPairs(family, 5, GetParam().which, 1e-13, Lobpcg{});
  }
  std::shared_ptr<const Loss<double>> loss(const Family& family) const {
    const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
    const auto W = weights(family.A->getDomainMap());
    const auto density = std::make_shared<DensityLoss<double>>(W, square);
    if (GetParam().clustered) return density;
    return std::make_shared<LossSum<double>>(std::vector<std::shared_ptr<const Loss<double>>>{
        density, std::make_shared<ValueSum<double>>(std::vector<double>{1, -2, 0.5}),
        std::make_shared<VectorForms<double>>(W, std::vector<double>{3, 0, -1, 2})});
  }
};
INSTANTIATE_TEST_SUITE_P(Ends, Tangents,
                         testing::Values(End{"Smallest", Smallest{}, false, false},
                                         End{"Largest", Largest{}, false, false},
                                         End{"SmallestWithMass", Smallest{}, true, false},
                                         End{"LargestWithMass", Largest{}, true, false},
                                         End{"SmallestInCluster", Smallest{}, false, true},
                                         End{"LargestInCluster", Largest{}, false, true},
                                         End{"SmallestInClusterWithMass", Smallest{}, true, true},
                                         End{"LargestInClusterWithMass", Largest{}, true, true}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(Tangents, AreTheTransposeOfTheAdjoint) {
  const Family family = this->family();
  const EigenAdjoint<double> adjoint(pairs(family), tight());
  const EigenTangent<double> tangent(adjoint);
  const auto loss = this->loss(family);
  const double reverse = alongP(family.gradient(adjoint(*loss)));
  const auto moved = tangent(along(tangent, family, P));
  EXPECT_TRUE(moved.converged);
  EXPECT_NEAR(tangent.derivative(*loss, moved), reverse, 1e-9 * std::abs(reverse));
  const auto cotangent = loss->cotangent(tangent.result().values, *tangent.result().vectors);
  EXPECT_NEAR(changeOf(cotangent, moved), reverse, 1e-9 * std::abs(reverse));
}

TEST_P(Tangents, AgreeWithDifferences) {
  const Family family = this->family();
  const auto loss = this->loss(family);
  const double exact = alongP(differences(family, 5, GetParam().which, *loss));
  const EigenTangent<double> tangent(pairs(family), tight());
  EXPECT_NEAR(tangent.derivative(*loss, tangent(along(tangent, family, P))), exact, 1e-7 * std::abs(exact));
}

TEST_P(Tangents, SolveTheDifferentiatedEquations) {
  const Family family = this->family();
  const EigenTangent<double> tangent(pairs(family), tight());
  expectDifferentiatedEquations(tangent, along(tangent, family, P));
}

TEST(EigenTangent, PushesSeveralDirectionsAtOnce) {
  const Family family = makeFamily(40, separate, true);
  const EigenTangent<double> tangent(solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{}), tight());
  const std::vector<PencilChange<double>> changes{along(tangent, family, P),
                                                  along(tangent, family, {0, 0, 1})};
  const auto both = tangent(changes);
  ASSERT_EQ(both.size(), 2u);
  for (std::size_t d = 0; d < 2; ++d) {
    const auto alone = tangent(changes[d]);
    EXPECT_LE(distance(*both[d].vectors, *alone.vectors), 1e-9);
    for (int j = 0; j < 3; ++j) EXPECT_NEAR(both[d].values(j, j), alone.values(j, j), 1e-12);
  }
  EXPECT_TRUE(tangent(std::vector<PencilChange<double>>{}).empty());
}

TEST(EigenTangent, TakesAnEarlierTangentAsStart) {
  const Family family = makeFamily(60, separate, false);
  const EigenTangent<double> tangent(solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{}));
  const auto change = along(tangent, family, P);
  const auto first = tangent(change), again = tangent(change, &first);
  EXPECT_LT(again.applications.A.columns, first.applications.A.columns / 2);
}

TEST(EigenTangent, GivesValuesWithoutSolving) {
  const Family family = makeFamily(40, separate, true);
  AdjointOptions options;
  options.probesCopies = false;
  const EigenTangent<double> tangent(solvedPairs(family, 3, Smallest{}, 1e-12, KrylovSchur{}), options);
  const auto change = along(tangent, family, P);
  const auto slopes = tangent.slopes(tangent.values(change));
  for (std::size_t j = 0; j < 3; ++j) {
    std::vector<double> one(j + 1, 0.0);
    one[j] = 1;
    const double exact = alongP(differences(family, 3, Smallest{}, ValueSum<double>(one)));
    EXPECT_NEAR(slopes[j], exact, 1e-8 * std::abs(exact));
  }
}

TEST(EigenTangent, RefusesSlopesOfValuesThatPart) {
  const Family family = makeFamily(40, triple(false), false);
  const EigenTangent<double> tangent(solvedPairs(family, 5, Smallest{}, 1e-12, Lobpcg{}));
  try {
    tangent.slopes(tangent.values(along(tangent, family, P)));
    ADD_FAILURE() << "the triple value parts";
  } catch (const GaugeDependent& refused) {
    EXPECT_EQ(refused.finding().cluster, (Cluster{1, 2, 3}));
  }
  // A shift moves all values alike.
  const auto shifted = tangent({tangent.result().vectors, nullptr});
  for (const double slope : tangent.slopes(shifted.values)) EXPECT_NEAR(slope, 1.0, 1e-12);
}

TEST(EigenTangent, RefusesOrClosesACutCluster) {
  const Family family = makeFamily(40, triple(false), true);
  for (const Method& method : std::vector<Method>{Lanczos{}, Lobpcg{}}) {
    const auto pairs = solvedPairs(family, 3, Smallest{}, 1e-12, method);
    const EigenTangent<double> strict(pairs);
    EXPECT_THROW(strict(along(strict, family, P)), GaugeDependent);
    EXPECT_THROW(strict.values(along(strict, family, P)), GaugeDependent);
    AdjointOptions options = tight();
    options.onCluster = OnCluster::Extend;
    const EigenTangent<double> extended(pairs, options);
    EXPECT_EQ(extended.result().values.size(), 4u);
    EXPECT_TRUE(extended(along(extended, family, P)).converged);
  }
}

TEST(EigenTangent, RefusesWhatDoesNotFit) {
  const Family family = makeFamily(40, separate, false);
  const EigenTangent<double> tangent(solvedPairs(family, 2, Smallest{}, 1e-10, KrylovSchur{}));
  const auto three = std::make_shared<Block>(family.A->getDomainMap(), 3);
  EXPECT_THROW(tangent({three, nullptr}), SpaceMismatch);
  const auto b = direction(makeMap(1), {1});
  EXPECT_THROW(tangent.along(nullptr, &b), InvalidOption);  // no B
  const auto change = along(tangent, family, P);
  family.set(0.1, 0, 0);
  EXPECT_THROW(tangent(change), StaleParameters);
}

class TangentOracles : public OracleByMethod {};
INSTANTIATE_TEST_SUITE_P(All, TangentOracles,
                         testing::Combine(testing::ValuesIn(differentiableOracles),
                                          testing::Values<Method>(Lanczos{})),
                         [](const auto& each) {
                           return testName(std::get<0>(each.param), std::get<1>(each.param));
                         });

/// Along each parameter by itself, all in one block solve.
TEST_P(TangentOracles, HaveTheirGradients) {
  const EigenTangent<double> tangent(solvedOracle(oracle, Lanczos{}, 1e-12), tight());
  std::vector<PencilChange<double>> changes;
  const std::size_t parameters = oracle.json["theta"].size();
  for (std::size_t i = 0; i < parameters; ++i) {
    std::vector<double> unit(parameters, 0.0);
    unit[i] = 1;
    const auto a = direction(oracle.A->parameterMap(), unit);
    if (!oracle.B) {
      changes.push_back(tangent.along(&a));
      continue;
    }
    const auto b = direction(oracle.B->parameterMap(), unit);
    changes.push_back(tangent.along(&a, &b));
  }
  std::vector<double> gradient;
  for (const auto& moved : tangent(changes)) gradient.push_back(tangent.derivative(*oracle.loss, moved));
  EXPECT_LE(relativeDifference(gradient, oracle.expected()), 1e-7);
}

}  // namespace
}  // namespace ritz::test
