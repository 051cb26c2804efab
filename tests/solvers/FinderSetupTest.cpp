#include <ritz/solvers/FinderSetup.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr int N = 4000;

class FinderSetup : public testing::Test {
 protected:
  explicit FinderSetup() : map(ritz::makeMap(N)) {
    problem.A = traps::diagonal(map, [](auto g) { return double(g + 1); });
    options.numPairs = 5;
  }

  std::unique_ptr<ritz::PairFinder<double>> make() {
    checkpoint.emplace(problem, options, "", false);
    pencil.emplace(problem, options);
    supervisor.emplace(map->getComm(), options.budget, N, nullptr);
    return ritz::makeFinder(*pencil, options, *checkpoint, start, *supervisor);
  }

  ritz::MapPtr map;
  ritz::EigenProblem<double> problem;
  ritz::EigenOptions options;
  ritz::Start<double> start;
  std::optional<ritz::RunCheckpoint<double>> checkpoint;
  std::optional<ritz::Pencil<double>> pencil;
  std::optional<ritz::Supervisor> supervisor;
};

TEST_F(FinderSetup, MakesTheMethodThatWasNamed) {
  options.method = ritz::Lanczos{44};
  EXPECT_EQ(make()->basis, 44);
  options.method = ritz::Lanczos{44, 0, 3};
  EXPECT_EQ(make()->block, 3);
  options.method = ritz::Lobpcg{8};
  EXPECT_EQ(make()->block, 8);
  options.method = ritz::Davidson{50, 2};
  EXPECT_EQ(make()->basis, 50);
}

TEST_F(FinderSetup, GivesInnerValuesTheirOwnFinder) {
  options.which = ritz::Nearest{100.0};
  options.method = ritz::Lanczos{};
  const auto finder = make();
  EXPECT_EQ(finder->basis, 3 * 5 + 30);
  EXPECT_TRUE(finder->seesMultiplicity());
}

TEST_F(FinderSetup, MakesAnInverseOfBWhereLanczosNeedsOne) {
  problem.mass = traps::diagonal(map, [](auto g) { return 1.0 + double(g % 3); });
  options.method = ritz::Lanczos{};
  make();
  ASSERT_TRUE(pencil->massInverse);
  ritz::MultiVector<double> x(map, 1), y(map, 1), z(map, 1);
  x.putScalar(1.0);
  pencil->massInverse->apply(x, y);
  pencil->mass->apply(y, z);
  z.update(-1.0, x, 1.0);
  EXPECT_LE(z.getVector(0)->normInf(), 1e-8);

  options.method = ritz::Davidson{};
  make();
  EXPECT_FALSE(pencil->massInverse);
}

TEST_F(FinderSetup, BeginsWithTheVectorsThatAreGiven) {
  auto first = std::make_shared<ritz::MultiVector<double>>(map, 1);
  if (map->isNodeGlobalElement(N - 1)) first->replaceGlobalValue(N - 1, 0, 1.0);
  start.vectors = first;
  options.numPairs = 1;
  options.method = ritz::Lobpcg{3};
  const auto finder = make();
  finder->run(1.0);
  EXPECT_NEAR(finder->pairs(1).values.front() * double(pencil->valueScale()), N, 1e-6);
}

}  // namespace
