#include <gtest/gtest.h>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/ProvenWindow.hpp>

#include <vector>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 50;

/// diag(1000, 1010, …): the pencil is scaled. σ = 0.
class ProvenWindows : public testing::Test {
 protected:
  void SetUp() override {
    if (!hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
    std::vector<MatrixEntry<double>> entries;
    for (GlobalIndex i = 0; i < N; ++i) entries.push_back({i, i, 1000.0 + 10.0 * real(i)});
    const auto A = matrixOf(makeMap(N), entries);
    EigenProblem<double> problem{A};
    problem.shiftInverse = makeFactoredInverse<double>(A->matrix());
    pencil = std::make_shared<Pencil<double>>(problem, EigenOptions());
    shift = std::make_shared<MovableShift<double>>(*pencil);
  }

  double scaled(double value) const { return value / pencil->valueScale(); }

  /// As if a search had found these, of norm 1.
  VerifiedPairs<double> found(const std::vector<double>& values) const {
    VerifiedPairs<double> pairs{{}, Block(pencil->map, 0), Block(pencil->map, 0), {}, {}, {}, {}, 0};
    for (const double value : values) pairs.values.push_back(scaled(value));
    pairs.norms.assign(values.size(), 1.0);
    return pairs;
  }

  ProvenWindow<double> window(const std::vector<double>& values, const Which& which) const {
    return provenWindow(*pencil, *shift, found(values), which, static_cast<int>(values.size()));
  }

  std::shared_ptr<Pencil<double>> pencil;
  std::shared_ptr<MovableShift<double>> shift;
};

TEST_F(ProvenWindows, EndJustBelowTheLastOfTheSmallest) {
  const auto proven = window({1000, 1010, 1020}, Smallest{});
  EXPECT_TRUE(proven.isOpenBelow);
  EXPECT_LT(proven.high, scaled(1020));
  EXPECT_NEAR(proven.high, scaled(1020), scaled(0.01));
  EXPECT_EQ(proven.count, 2);
  EXPECT_TRUE(proven.holds(scaled(1010)));
  EXPECT_FALSE(proven.holds(scaled(1020)));
}

TEST_F(ProvenWindows, CountWhatASearchHasMissed) {
  EXPECT_EQ(window({1000, 1020, 1030}, Smallest{}).count, 3);
}

TEST_F(ProvenWindows, DoNotEndAmongValuesThatMayBeEqual) {
  const auto proven = window({1000, 1010, 1020, 1020 + 1e-9}, Smallest{});
  EXPECT_LT(proven.high, scaled(1020));
  EXPECT_EQ(proven.count, 2);
  // Nothing found is clear of the first value: the window ends before it.
  EXPECT_EQ(window({1000, 1000, 1000}, Smallest{}).count, 0);
}

TEST_F(ProvenWindows, LieAboutTheirCenter) {
  const auto proven = window({1090, 1080, 1100, 1070}, Nearest{scaled(1087)});
  EXPECT_FALSE(proven.isOpenBelow);
  EXPECT_NEAR(proven.low, scaled(1087 - 17), scaled(0.01));
  EXPECT_NEAR(proven.high, scaled(1087 + 17), scaled(0.01));
  EXPECT_EQ(proven.count, 3);
  EXPECT_FALSE(proven.holds(scaled(1070)));
  EXPECT_TRUE(proven.holds(scaled(1080)));
}

TEST_F(ProvenWindows, AreEmptyWhereTheCenterIsTheOnlyValueFound) {
  const auto proven = window({1090}, Nearest{scaled(1090)});
  EXPECT_EQ(proven.count, 0);
  EXPECT_FALSE(proven.holds(scaled(1090)));
}

TEST_F(ProvenWindows, KeepClearByTheToleranceAndByRounding) {
  pencil->tolerance = 1e-6;
  const auto pairs = found({1000, 1200});
  // 10·tolerance·|λ − σ| with σ = 0, and 1000 ε (‖A‖ + |λ|) for rounding.
  for (const int j : {0, 1}) {
    const double lambda = pairs.values[static_cast<std::size_t>(j)];
    const double rounding = 1000 * Epsilon * (pencil->normA() + lambda);
    EXPECT_NEAR(openAt(*pencil, *shift, pairs, j), 1e-5 * lambda + rounding, 1e-15);
  }
}

}  // namespace
