#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/ResultAssembly.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Method;
using Problem = ritz::EigenProblem<double>;
using Result = ritz::EigenResult<double>;

constexpr GlobalIndex n = 150;
constexpr double ScaleA = 3e30, ScaleB = 2e-20;  // far from 1, so that a forgotten factor shows

double massAt(GlobalIndex g) { return ScaleB * (1.0 + real(g % 3)); }

/// λ = (ScaleA/ScaleB)·(1, 2, …, n).
Problem generalised() {
  const auto map = ritz::makeMap(n);
  return {rotatedOperator(map, [](GlobalIndex g) { return ScaleA / ScaleB * (real(g) + 1.0) * massAt(g); }),
          rotatedOperator(map, massAt)};
}

/// λ = ScaleA·(1, 2, …, n).
Problem standard() {
  return {rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return ScaleA * (real(g) + 1.0); })};
}

/// λ = (ScaleA/ScaleB)·(1, 2, …) on two thirds of the space, +∞ on the rest.
Problem semidefinite() {
  const auto map = ritz::makeMap(n);
  const auto mass = [](GlobalIndex g) { return g % 3 == 2 ? 0.0 : ScaleB * (1.0 + real(g % 2)); };
  const auto stiffness = [mass](GlobalIndex g) {
    return mass(g) > 0.0 ? ScaleA / ScaleB * (real(g) + 1.0) * mass(g) : ScaleA * 40.0;
  };
  return {rotatedOperator(map, stiffness), rotatedOperator(map, mass)};
}

Result solve(const Problem& problem, const Method& method, int numPairs, bool smallest) {
  ritz::EigenOptions options;
  options.method = method;
  options.numPairs = numPairs;
  if (smallest) options.which = ritz::Smallest{};
  return ritz::eigsolve(problem, options);
}

const std::vector<Method> Methods = {ritz::Lapack{}, ritz::KrylovSchur{}, ritz::Lobpcg{}};

/// Residuals, norms, phases, bounds and orthonormality as the header says, by fresh products.
void expectConsistent(const Result& result, const std::vector<double>& exact, double largestBound) {
  const Block& U = *result.vectors;
  const Block AU = image(result.problem.A, U), BU = image(result.problem.mass, U);
  ASSERT_EQ(result.values.size(), exact.size());
  EXPECT_EQ(result.status, ritz::Status::Converged) << result.reason;
  EXPECT_LE(distanceFromIdentity(U, BU), 1e-10);
  Column hash(U.getMap());
  ritz::fillHash(hash, result.options.seed, std::size_t(1) << 33);
  for (std::size_t j = 0; j < exact.size(); ++j) {
    const double norm = U.getVector(j)->norm2(), theta = result.values[j];
    Column r(*AU.getVector(j), Teuchos::Copy);
    r.update(-theta, *BU.getVector(j), 1.0);
    const double size = result.normA + std::abs(theta) * result.normB;
    EXPECT_NEAR(result.residuals[j], r.norm2() / norm, 1e-12 * size);
    EXPECT_LE(result.residuals[j], result.options.tolerance * size);
    EXPECT_TRUE(result.converged[j]);
    EXPECT_LE(std::abs(theta - exact[j]), result.errorBounds[j]) << j;
    EXPECT_LE(result.errorBounds[j], largestBound) << j;
    EXPECT_GT(hash.dot(*U.getVector(j)), 0.0);
  }
}

std::vector<double> multiples(double unit, std::vector<double> factors) {
  for (double& factor : factors) factor *= unit;
  return factors;
}

}  // namespace

TEST(ResultAssembly, GivesAStandardProblemInTheUsersUnits) {
  for (const Method& method : Methods) {
    const Result result = solve(standard(), method, 3, false);

    expectConsistent(result, multiples(ScaleA, {150, 149, 148}), 1e-5 * n * ScaleA);
    EXPECT_EQ(result.normB, 1.0);
    EXPECT_GT(result.normA, 0.1 * 150 * ScaleA);
    EXPECT_LE(result.normA, 150 * ScaleA * (1 + 1e-12));
  }
}

TEST(ResultAssembly, GivesAGeneralisedProblemInTheUsersUnits) {
  for (const Method& method : Methods)
    for (const bool smallest : {false, true}) {
      const Result result = solve(generalised(), method, 3, smallest);

      expectConsistent(result,
                       multiples(ScaleA / ScaleB, smallest ? std::vector<double>{1, 2, 3}
                                                           : std::vector<double>{150, 149, 148}),
                       1e-5 * n * ScaleA / ScaleB);
      EXPECT_GT(result.normB, ScaleB);
      EXPECT_LE(result.normB, 3 * ScaleB * (1 + 1e-12));
    }
}

TEST(ResultAssembly, GivesGuardsInTheUsersUnits) {
  for (const Problem& problem : {standard(), generalised()})
    for (const Method& method : {Method(ritz::KrylovSchur{}), Method(ritz::Lobpcg{})}) {
      const Result result = solve(problem, method, 3, false);
      ASSERT_TRUE(result.guards.vectors);
      const Block& G = *result.guards.vectors;
      const Block AG = image(problem.A, G), BG = image(problem.mass, G);

      EXPECT_EQ(G.getNumVectors(), result.guards.values.size());
      EXPECT_LE(distanceFromIdentity(G, BG), 1e-10);
      EXPECT_LE(distance(*result.guards.images, AG), 1e-11 * result.normA * norms(G)[0]);
      for (std::size_t j = 0; j < G.getNumVectors(); ++j)
        EXPECT_NEAR(G.getVector(j)->dot(*AG.getVector(j)) / result.guards.values[j], 1.0, 1e-10);
    }
}

TEST(ResultAssembly, TurnsASwappedPencilBack) {
  for (const Method& method : Methods) {
    const Result result = solve(semidefinite(), method, 3, true);

    // LAPACK and LOBPCG do without the swap, but then rᴴB⁻¹r does not exist.
    const bool swapped = result.method.name == "krylov-schur";
    expectConsistent(result, multiples(ScaleA / ScaleB, {1, 2, 4}),  // every third index has no mass
                     swapped ? 1e-4 * ScaleA / ScaleB : Infinity);
    EXPECT_GT(result.normA, ScaleA);
    EXPECT_LE(result.normB, 2 * ScaleB * (1 + 1e-12));
    EXPECT_EQ(result.method.why.find("singular") != std::string::npos, swapped) << result.method.why;
  }
}

TEST(ResultAssembly, BoundsASwappedPencilThatIsFarFromConverged) {
  // 1/(μ − δ) grows faster than the first order δ/μ² tells.
  ritz::EigenOptions options;
  options.method = ritz::KrylovSchur{};
  options.numPairs = 4;
  options.which = ritz::Smallest{};
  for (const long iterations : {4, 5, 6, 8, 10, 14}) {
    options.budget.maxIterations = iterations;
    const Result result = ritz::eigsolve(semidefinite(), options);

    for (std::size_t j = 0; j < result.values.size(); ++j) {
      double best = Infinity;
      for (GlobalIndex g = 0; g < n; ++g)
        if (g % 3 != 2) best = std::min(best, std::abs(result.values[j] - ScaleA / ScaleB * (real(g) + 1.0)));
      EXPECT_LE(best, result.errorBounds[j]) << j << " after " << iterations;
    }
  }
}

TEST(ResultAssembly, RefusesMorePairsThanAreFinite) {
  const auto map = ritz::makeMap(n);
  const Problem problem{rotatedOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                        rotatedOperator(map, [](GlobalIndex g) { return g < 3 ? 1.0 : 0.0; })};
  const auto assembled = [&](int numPairs) {
    ritz::EigenOptions options;
    options.method = ritz::KrylovSchur{};
    options.numPairs = numPairs;
    ritz::SolveRun<double> run({problem.mass, problem.A}, options, {}, nullptr);
    return ritz::assembleSwapped(problem, options, run.solve());
  };

  EXPECT_EQ(assembled(3).values.size(), 3U);
  try {
    assembled(5);
    FAIL() << "nothing was thrown";
  } catch (const ritz::IndefiniteMass& error) {
    EXPECT_NE(std::string(error.what()).find("at most 3"), std::string::npos) << error.what();
  }
}

TEST(ResultAssembly, CountsExactlyWhatTheOperatorsSaw) {
  for (const Method& method : Methods)
    for (const bool swapped : {false, true}) {
      Problem problem = swapped ? semidefinite() : generalised();
      const auto A = std::make_shared<ritz::CountingOperator<double>>(problem.A);
      const auto B = std::make_shared<ritz::CountingOperator<double>>(problem.mass);
      problem.A = A;
      problem.mass = B;

      const Result result = solve(problem, method, 3, true);

      if (swapped && result.method.name == "krylov-schur") {
        // The attempt before the swap is not part of the run.
        EXPECT_LE(result.applications.A.columns, A->count().columns);
        EXPECT_LE(result.applications.mass.columns, B->count().columns);
      } else {
        EXPECT_EQ(result.applications.A.columns, A->count().columns);
        EXPECT_EQ(result.applications.A.calls, A->count().calls);
        EXPECT_EQ(result.applications.mass.columns, B->count().columns);
      }
      EXPECT_LE(result.applications.verificationColumns, result.applications.A.columns);
    }
}

TEST(ResultAssembly, KeepsTheProblemItsOptionsAndVersions) {
  const Problem problem = standard();
  ritz::EigenOptions options;
  options.numPairs = 2;
  options.seed = 11;
  options.which = ritz::Nearest{3.2 * ScaleA};

  const Result result = ritz::eigsolve(problem, options);

  EXPECT_EQ(result.problem.A, problem.A);
  EXPECT_EQ(result.options.seed, 11U);
  EXPECT_EQ(std::get<ritz::Nearest>(result.options.which).sigma, 3.2 * ScaleA);
  EXPECT_EQ(result.versionA, 0U);
  EXPECT_NEAR(result.values[0], 3.0 * ScaleA, 1e-10 * ScaleA);
}
