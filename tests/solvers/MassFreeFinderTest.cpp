#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/ShiftedOperator.hpp>
#include <ritz/solvers/MassFreeFinder.hpp>
#include <ritz/solvers/StartVectors.hpp>

#include "TemporaryFolder.hpp"
#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

#include <algorithm>

namespace {

constexpr std::array<ritz::GlobalIndex, 3> Sizes{16, 16, 16};
constexpr std::array<double, 3> Weights{1, 1.17, 1.39};
constexpr double Sigma = 16;  // above all of L, so that B = Sigma − L is positive definite

std::shared_ptr<const ritz::LinearOperator<double>> laplacian() {
  return std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Sizes, Weights);
}

/// L u = λ (σ − L) u as finite elements have it, λ = ℓ/(σ − ℓ); B's inverse is not given.
ritz::EigenProblem<double> pair() {
  ritz::EigenProblem<double> problem;
  problem.A = laplacian();
  problem.mass =
      ritz::makeOperator<double>(problem.A->getDomainMap(), [L = laplacian()](const auto& X, auto& Y) {
        L->apply(X, Y);
        Y.update(Sigma, X, -1.0);
      });
  return problem;
}

std::vector<double> exactValues(int k, bool atUpperEnd) {
  auto values = atUpperEnd ? ritz::laplacianLargest(Sizes, Weights, static_cast<std::size_t>(k))
                           : ritz::laplacianSmallest(Sizes, Weights, static_cast<std::size_t>(k));
  for (double& value : values) value /= Sigma - value;
  return values;
}

/// Values within 10·tolerance·‖A‖/β, β ≥ Sigma − 14.24 the least value of B.
void expectValues(const std::vector<double>& values, const std::vector<double>& exact) {
  ASSERT_EQ(values.size(), exact.size());
  for (std::size_t j = 0; j < exact.size(); ++j) EXPECT_NEAR(values[j], exact[j], 10 * 1e-8 * 14.24 / 1.76);
}

/// A run of makeMassFreeFinder alone.
class MassFreeFinder : public testing::Test {
 protected:
  explicit MassFreeFinder(const ritz::Which& which = ritz::Smallest{})
      : options(traps::optionsFor(ritz::Auto{}, 6, which)),
        pencil(pair(), options),
        supervisor(pencil.map->getComm(), options.budget, pencil.n, nullptr) {}

  std::unique_ptr<ritz::PairFinder<double>> make(long patience) {
    return ritz::makeMassFreeFinder<double>(
        pencil, options, ritz::Davidson{}, patience,
        ritz::startBlock<double>({}, nullptr, pencil.map, 1, options.seed), supervisor);
  }

  std::vector<double> valuesOf(ritz::PairFinder<double>& finder) const {
    auto values = finder.pairs(options.numPairs).values;
    for (double& value : values) value *= pencil.valueScale();
    return values;
  }

  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::Supervisor supervisor;
};

TEST_F(MassFreeFinder, NeverSolvesWithTheMassAtTheLowerEnd) {
  const auto finder = make(2000);
  ASSERT_EQ(finder->run(1.0), ritz::RunEnd::EstimatesPass);
  expectValues(valuesOf(*finder), exactValues(6, false));
  EXPECT_FALSE(pencil.massInverse);
  EXPECT_EQ(finder->why, "");
  EXPECT_EQ(finder->name, "");
}

TEST_F(MassFreeFinder, GoesOnByLanczosWhereStepsBringNothing) {
  const auto finder = make(12);
  ASSERT_EQ(finder->run(1.0), ritz::RunEnd::EstimatesPass);
  expectValues(valuesOf(*finder), exactValues(6, false));
  EXPECT_TRUE(pencil.massInverse);
  EXPECT_EQ(finder->name, "lanczos");
  EXPECT_NE(finder->why.find("12 steps did not bring the pairs: lanczos"), std::string::npos) << finder->why;
}

TEST_F(MassFreeFinder, HandsTheLimitsOfTheSolveOn) {
  options.budget.maxIterations = 7;
  supervisor = ritz::Supervisor(pencil.map->getComm(), options.budget, pencil.n, nullptr);
  const auto finder = make(2000);
  EXPECT_EQ(finder->run(1.0), ritz::RunEnd::Supervised);
  EXPECT_EQ(finder->stopStatus, ritz::Status::IterationLimit);
  EXPECT_EQ(supervisor.iterations(), 7);
}

class MassFreeFinderAtTheUpperEnd : public MassFreeFinder {
 protected:
  MassFreeFinderAtTheUpperEnd() : MassFreeFinder(ritz::Largest{}) {}
};

TEST_F(MassFreeFinderAtTheUpperEnd, SolvesRoughly) {
  const auto finder = make(2000);
  ASSERT_EQ(finder->run(1.0), ritz::RunEnd::EstimatesPass);
  expectValues(valuesOf(*finder), exactValues(6, true));
  // About eight products with B where a solve to the tolerance takes thirty.
  EXPECT_LE(pencil.mass->count().columns, 20 * pencil.A->count().columns);
}

TEST(MassFreeSolve, FindsBothEndsAndTheirMultipleValues) {
  for (const bool atUpperEnd : {true, false}) {
    SCOPED_TRACE(atUpperEnd);
    const auto result = ritz::eigsolve<double>(
        pair(),
        traps::optionsFor(ritz::Auto{}, 6, atUpperEnd ? ritz::Which(ritz::Largest{}) : ritz::Smallest{}));
    ASSERT_TRUE(result.allConverged()) << result.reason;
    expectValues(result.values, exactValues(6, atUpperEnd));
  }
}

/// 1 ms for a product with A or B, as much as `solve` for each with B⁻¹.
ritz::CostModel costs(double solve) { return {1e-3 + solve, 1e-7, 0, 1e-3, solve}; }

TEST(MassFreeSolve, IsChosenByCostsThatAreGiven) {
  auto options = traps::optionsFor(ritz::Auto{}, 6, ritz::Smallest{});
  options.costs = costs(50e-3);
  const auto dear = ritz::eigsolve<double>(pair(), options);
  EXPECT_EQ(dear.method.name, "davidson");
  EXPECT_NE(dear.method.why.find("solving with B 5.0e-02 s"), std::string::npos) << dear.method.why;
  EXPECT_EQ(dear.applications.massInverse.columns, 0);
  options.costs = costs(1e-5);
  EXPECT_EQ(ritz::eigsolve<double>(pair(), options).method.name, "lanczos");
}

/// A chain, whose smallest value takes Davidson's method about as many steps as it has links, and patience
/// for 130.
TEST(MassFreeSolve, SaysThatLanczosFoundThePairsWhereItTookOver) {
  const auto map = ritz::makeMap(400);
  const ritz::EigenProblem<double> chain{ritz::test::toeplitzMatrix(map, 2.0, -1.0),
                                         ritz::test::toeplitzMatrix(map, 4.0, 1.0)};
  auto options = traps::optionsFor(ritz::Auto{}, 1, ritz::Smallest{});
  options.costs = costs(2.5e-3);
  const auto result = ritz::eigsolve<double>(chain, options);
  ASSERT_TRUE(result.allConverged()) << result.reason;
  EXPECT_EQ(result.method.name, "lanczos");
  EXPECT_NE(result.method.why.find("steps did not bring the pairs: lanczos from there"), std::string::npos)
      << result.method.why;
}

TEST(MassFreeSolve, GoesOnFromACheckpoint) {
  const ritz::test::TemporaryFolder folder;
  auto options = traps::optionsFor(ritz::Auto{}, 6, ritz::Smallest{});
  options.checkpoint.file = folder.file("a.h5");
  options.budget.maxApplications = 60;
  EXPECT_FALSE(ritz::eigsolve<double>(pair(), options).allConverged());
  options.budget.maxApplications = 0;
  ritz::Start<double> start;
  start.resume = options.checkpoint.file;
  const auto result = ritz::eigsolve<double>(pair(), options, start);
  ASSERT_TRUE(result.allConverged()) << result.reason;
  expectValues(result.values, exactValues(6, false));
}

}  // namespace
