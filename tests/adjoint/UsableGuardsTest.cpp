#include "adjoint/Families.hpp"
#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/UsableGuards.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

/// Values 2, 3, 4, …, with B.
class Guards : public testing::Test {
 protected:
  /// In the span of these vectors, each mixed with the next one.
  GuardPairs<double> guards(const std::vector<GlobalIndex>& indices) const {
    Block V = known.vectors(indices);
    for (std::size_t j = 0; j + 1 < indices.size(); ++j)
      V.getVectorNonConst(j)->update(0.7, *V.getVector(j + 1), 1.0);
    GuardPairs<double> result;
    result.values.assign(indices.size(), 0.0);  // not looked at
    result.images = std::make_shared<Block>(image(problem.A, V));
    result.vectors = std::make_shared<Block>(V);
    return result;
  }
  std::optional<UsableGuards<double>> usable(const GuardPairs<double>& guards,
                                             const std::vector<double>& signs = {1, 1}) const {
    return usableGuards<double>(guards, image(problem.mass, *guards.vectors), known.vectors({4, 5}),
                                {6.0, 7.0}, signs);
  }

  KnownProblem known{makeMap(40), [](GlobalIndex g) { return 2.0 + real(g); }, true};
  EigenProblem<double> problem = known.problem();
};

TEST_F(Guards, AreRitzPairs) {
  const auto given = guards({8, 6, 7});
  const auto found = usable(given);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->values.size(), 3u);
  for (int j = 0; j < 3; ++j) EXPECT_NEAR(found->values[static_cast<std::size_t>(j)], 8.0 + j, 1e-12);
  const Block V = times(*given.vectors, found->C);
  EXPECT_LE(distanceFromIdentity(V, image(problem.mass, V)), 1e-13);
  Block R = image(problem.A, V);
  const Block BV = image(problem.mass, V);
  for (std::size_t j = 0; j < 3; ++j)
    R.getVectorNonConst(j)->update(-found->values[j], *BV.getVector(j), 1.0);
  for (const double residual : norms(R)) EXPECT_LE(residual, 1e-11);
}

TEST_F(Guards, LieBeyondEveryWantedValueOnItsSide) {
  const auto above = usable(guards({3, 6, 9}));
  ASSERT_TRUE(above);
  EXPECT_EQ(above->values.size(), 2u);
  const auto below = usable(guards({3, 6, 2}), {-1, -1});
  ASSERT_TRUE(below);
  ASSERT_EQ(below->values.size(), 2u);
  EXPECT_NEAR(below->values[0], 4.0, 1e-12);
  EXPECT_FALSE(usable(guards({6, 7}), {1, -1}));  // nothing is above one and below the other
}

TEST_F(Guards, AreLeftOutWhereTheyHaveAPartOfThePairs) {
  auto given = guards({6, 7});
  Block moved(*given.vectors, Teuchos::Copy);
  moved.getVectorNonConst(0)->update(1e-6, *known.vectors({4}).getVector(0), 1.0);
  given.vectors = std::make_shared<Block>(moved);
  EXPECT_FALSE(usable(given));
}

TEST_F(Guards, AreLeftOutWhereTheyDependOnEachOther) {
  auto given = guards({6, 7});
  Block twice(*given.vectors, Teuchos::Copy);
  Tpetra::deep_copy(*twice.getVectorNonConst(1), *twice.getVector(0));
  given.vectors = std::make_shared<Block>(twice);
  given.images = std::make_shared<Block>(image(problem.A, twice));
  EXPECT_FALSE(usable(given));
}

/// A(θ) = L + θ₁ C of 400 points, B = I or a diagonal, solved by an inverse.
class GuardsOfAnInverse : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (!hasFactorization(Factorization::Any)) GTEST_SKIP() << "this build is without it";
  }
  EigenResult<double> solved() const {
    const auto L = toeplitzMatrix(map, 2.0, -1.0);
    const auto B = matrixOf(map, massEntries());
    EigenProblem<double> problem{
        std::make_shared<AffineOperator<double>>(L, std::vector<OperatorPtr<double>>{C})};
    if (GetParam()) problem.mass = B;
    problem.shiftInverse =
        makeFactoredInverse<double>(L->matrix(), GetParam() ? B->matrix() : nullptr, -1e-4);
    EigenOptions options;
    options.numPairs = 4;
    options.which = Smallest{};
    options.tolerance = 1e-12;
    return eigsolve<double>(problem, options);
  }
  std::vector<MatrixEntry<double>> massEntries() const {
    std::vector<MatrixEntry<double>> entries;
    for (GlobalIndex i = 0; worldComm()->getRank() == 0 && i < N; ++i)
      entries.push_back({i, i, 1.0 + 0.5 * real(i % 3)});
    return entries;
  }
  double gradient(const Pullback<double>& pullback, const EigenResult<double>& result) const {
    const auto& A = dynamic_cast<const ParametricOperator<double>&>(*result.problem.A);
    Tpetra::Vector<double> g(A.parameterMap());
    pullback.accumulateA(A, g);
    return gather(g)[0];
  }

  static constexpr GlobalIndex N = 400;
  MapPtr map = makeMap(N);
  OperatorPtr<double> C = diagonalOperator(map, [](GlobalIndex g) { return std::cos(real(g)); });
};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutMass, GuardsOfAnInverse, testing::Bool());

TEST_P(GuardsOfAnInverse, SaveTheAdjointProducts) {
  const auto with = solved();
  ASSERT_TRUE(with.allConverged()) << with.reason;
  auto without = with;
  without.guards = {};
  const VectorForms<double> loss(C, {1, -2, 0.5, 1});
  AdjointOptions options;
  options.gradientTolerance = 1e-8;

  const auto cheap = EigenAdjoint<double>(with, options)(loss);
  const auto dear = EigenAdjoint<double>(without, options)(loss);

  EXPECT_GE(cheap.numGuards, 4);
  EXPECT_LT(2 * cheap.applications.A.columns, dear.applications.A.columns);
  EXPECT_TRUE(cheap.certified && cheap.converged);
  const double g = gradient(cheap, with);
  EXPECT_NEAR(g, gradient(dear, without), 1e-6 * std::abs(g));
}

}  // namespace
}  // namespace ritz::test
