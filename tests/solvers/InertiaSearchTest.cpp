#include <ritz/solvers/InertiaMap.hpp>
#include <ritz/solvers/InertiaSearch.hpp>

#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 200;

/// diag(1 … 200) with B = 2 I: values ½, 1, 1½, …; unit vectors are deflated.
class InertiaSearchTest : public testing::Test {
 protected:
  InertiaSearchTest()
      : map(makeMap(N)),
        problem{diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g); }),
                diagonalOperator(map, [](GlobalIndex) { return 2.0; })},
        options(traps::optionsFor(Davidson{}, 1, Smallest{})) {}

  Block units(const std::vector<GlobalIndex>& indices) const {
    Block U(map, indices.size());
    for (std::size_t j = 0; j < indices.size(); ++j)
      if (map->isNodeGlobalElement(indices[j]))
        U.replaceGlobalValue(indices[j], j, problem.mass ? std::sqrt(0.5) : 1.0);
    return U;
  }

  /// The best value that the search knows of, and how many products it took.
  std::pair<double, long> search(const std::vector<GlobalIndex>& deflated, double bar) const {
    const Pencil<double> pencil(problem, options);
    EigenOptions inner = options;
    inner.which = scaled(options.which, pencil.valueScale());
    Supervisor supervisor(map->getComm(), {}, N, nullptr);
    Block U = units(deflated);
    U.scale(1.0 / std::sqrt(pencil.massScale()));
    const long before = pencil.A->count().columns;
    const auto finder = makeInertiaSearch<double>(pencil, inner, hashBlock(map, 1, 5), U,
                                                  bar / pencil.valueScale(), supervisor);
    EXPECT_EQ(finder->run(1.0), RunEnd::EstimatesPass);
    return {finder->pairs(1).values.front() * pencil.valueScale(), pencil.A->count().columns - before};
  }

  MapPtr map;
  EigenProblem<double> problem;
  EigenOptions options;
};

TEST_F(InertiaSearchTest, FindsTheValueThatIsMissing) {
  for (const bool isPreconditioned : {false, true}) {
    if (isPreconditioned)
      problem.preconditioner = diagonalOperator(map, [](GlobalIndex g) { return 1.0 / (1.0 + real(g)); });
    EXPECT_NEAR(search({0, 1, 3, 4}, 2.5).first, 1.5, 1e-6);
    EXPECT_NEAR(search({1, 2, 3, 4}, 2.5).first, 0.5, 1e-6);
  }
}

TEST_F(InertiaSearchTest, KnowsSoonerThatNothingIsLeftWithAPreconditioner) {
  const auto [plain, products] = search({0, 1, 2, 3, 4}, 2.5);
  EXPECT_GE(plain, 2.5 * (1 - 1e-6));
  problem.preconditioner = diagonalOperator(map, [](GlobalIndex g) { return 1.0 / (1.0 + real(g)); });
  const auto [better, fewer] = search({0, 1, 2, 3, 4}, 2.5);
  EXPECT_GE(better, 2.5 * (1 - 1e-6));
  EXPECT_LT(2 * fewer, products);
}

TEST_F(InertiaSearchTest, DoesWithoutAPreconditionerThatIsNotDefiniteOrNotSymmetric) {
  problem.preconditioner = diagonalOperator(map, [](GlobalIndex g) { return g % 2 ? 1.0 : -1.0; });
  EXPECT_NEAR(search({0, 1, 3, 4}, 2.5).first, 1.5, 1e-6);
  EXPECT_GE(search({0, 1, 2, 3, 4}, 2.5).first, 2.5 * (1 - 1e-6));
}

TEST_F(InertiaSearchTest, FindsTheLargestOnes) {
  options.which = Largest{};
  EXPECT_NEAR(search({199, 197}, 99.0).first, 99.5, 1e-5);
  EXPECT_LE(search({199, 198, 197}, 99.0).first, 99.0 * (1 + 1e-6));
}

TEST_F(InertiaSearchTest, NeedsNoMoreThanTheStartWhereAllThatIsLeftIsACopy) {
  const auto isCopy = [](GlobalIndex g) { return g < 40; };
  problem.mass = nullptr;
  problem.A = diagonalOperator(map, [=](GlobalIndex g) { return isCopy(g) ? 1e-10 : 1.0 + real(g); });
  problem.preconditioner =
      diagonalOperator(map, [=](GlobalIndex g) { return isCopy(g) ? 1e10 : 1 / (1.0 + real(g)); });
  const auto [value, products] = search({0, 1, 2}, 1e-10);
  EXPECT_NEAR(value, 1e-10, options.tolerance);
  EXPECT_LE(products, 1);
}

/// 50.3 lies next to 50.5, 50, 51, 49.5, in this order.
TEST_F(InertiaSearchTest, FindsTheNearestOnesWithAnyHermitianPreconditioner) {
  options.which = Nearest{50.3};
  for (const bool isPreconditioned : {false, true}) {
    SCOPED_TRACE(isPreconditioned);
    if (isPreconditioned)
      problem.preconditioner = diagonalOperator(map, [](GlobalIndex g) { return 1.0 / (real(g) - 99.6); });
    EXPECT_NEAR(search({100, 99, 98}, 49.5).first, 51.0, 1e-5);
    EXPECT_NEAR(search({100, 101, 98}, 49.5).first, 50.0, 1e-5);
    EXPECT_GE(std::abs(search({100, 99, 101, 98}, 49.5).first - 50.3), 0.8 * (1 - 1e-6));
  }
}

}  // namespace
