#include <ritz/operators/Instantiate.hpp>

#include <gtest/gtest.h>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

#include "adjoint/FluxRing.hpp"
#include "adjoint/TangentEquations.hpp"
#include "adjoint/TaylorSlopes.hpp"

#include <ritz/adjoint/EigenTangent.hpp>

#include <cmath>

/// EigenTangent in complex arithmetic.
namespace ritz::test {
namespace {

struct End {
  const char* name;
  Which which;
  bool withMass, clustered;
};

class HermitianTangents : public testing::TestWithParam<End> {
 protected:
  bool above() const { return std::holds_alternative<Largest>(GetParam().which); }
  ParametricProblem<Complex> problem() const {
    const Entry below = GetParam().clustered ? tripleValue : simpleValues;
    const Entry spectrum = [=](GlobalIndex g) { return above() ? 50.0 - below(g) : below(g); };
    return makeHermitianProblem(spectrum, GetParam().withMass);
  }
  EigenResult<Complex> pairs(const ParametricProblem<Complex>& problem, const Method& method) const {
    return solvedAt(problem, 5, method, GetParam().which);
  }
  std::shared_ptr<const Loss<Complex>> loss() const { return hermitianLoss(GetParam().clustered); }
};
INSTANTIATE_TEST_SUITE_P(Ends, HermitianTangents,
                         testing::Values(End{"Smallest", Smallest{}, false, false},
                                         End{"LargestWithMass", Largest{}, true, false},
                                         End{"SmallestInCluster", Smallest{}, false, true},
                                         End{"SmallestInClusterWithMass", Smallest{}, true, true},
                                         End{"LargestInClusterWithMass", Largest{}, true, true}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(HermitianTangents, AreTheTransposeOfTheAdjoint) {
  const auto problem = this->problem();
  const EigenAdjoint<Complex> adjoint(pairs(problem, Lobpcg{}), tight());
  const EigenTangent<Complex> tangent(adjoint);
  const auto loss = this->loss();
  const auto p = thetaOf(problem, {0.7, -1.1, 0.4});
  Tpetra::Vector<double> gradient(problem.parameterMap());
  problem.accumulate(adjoint(*loss), gradient);
  const double reverse = gradient.dot(p);
  const auto moved = tangent(problem.along(p, *tangent.result().vectors));
  EXPECT_TRUE(moved.converged);
  EXPECT_NEAR(tangent.derivative(*loss, moved), reverse, 1e-9 * std::abs(reverse));
  const auto cotangent = loss->cotangent(tangent.result().values, *tangent.result().vectors);
  EXPECT_NEAR(changeOf(cotangent, moved), reverse, 1e-9 * std::abs(reverse));
}

TEST_P(HermitianTangents, SolveTheDifferentiatedEquations) {
  const auto problem = this->problem();
  const EigenTangent<Complex> tangent(pairs(problem, Lobpcg{}), tight());
  expectDifferentiatedEquations(tangent,
                                problem.along(thetaOf(problem, {0.7, -1.1, 0.4}), *tangent.result().vectors));
}

/// L(t) − L − t L′ falls as t².
TEST_P(HermitianTangents, LeaveASecondOrderRemainder) {
  const auto problem = this->problem();
  const auto loss = this->loss();
  const auto p = thetaOf(problem, {0.7, -1.1, 0.4});
  const EigenTangent<Complex> tangent(pairs(problem, Lobpcg{}), tight());
  const double slope = tangent.derivative(*loss, tangent(problem.along(p, *tangent.result().vectors)));
  const auto at = [&](double t) {
    Tpetra::Vector<double> moved(p, Teuchos::Copy);
    moved.scale(t);
    problem.setParameters(moved);
    const auto result = pairs(problem, Lapack{});
    return loss->value(result.values, *result.vectors);
  };
  const double value = at(0), h = 1e-3;
  const auto remainder = [&](double t) { return at(t) - value - t * slope; };
  EXPECT_NEAR(orderOf(remainder(h), remainder(h / 2), std::abs(value), 2), 2.0, 0.1);
}

/// dλ = (2/N) sin q dθ and du = i (x − (N − 1)/2) u dθ/N.
TEST(HermitianTangent, KnowsHowWavesOnARingMoveWithItsFlux) {
  const double flux = 0.7;
  const auto problem = fluxRing(flux);
  const EigenTangent<Complex> tangent(solvedAt(problem, 3, Lanczos{}), tight());
  const MultiVector<Complex>& U = *tangent.result().vectors;
  const auto moved = tangent(problem.along(thetaOf(problem, {1.0}), U));
  const auto slopes = tangent.slopes(moved.values);
  const int waves[] = {0, -1, 1};
  for (std::size_t j = 0; j < 3; ++j)
    EXPECT_NEAR(slopes[j], 2.0 / N * std::sin(FluxRing::wavenumber(waves[j], flux)), 1e-10);
  const auto u = U.getLocalViewHost(Tpetra::Access::ReadOnly);
  const auto du = moved.vectors->getLocalViewHost(Tpetra::Access::ReadOnly);
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t i = 0; i < u.extent(0); ++i) {
      const double x = real(U.getMap()->getGlobalElement(static_cast<LocalIndex>(i)));
      const Complex exact = Complex(0, (x - (N - 1) / 2.0) / N) * Complex(u(i, j));
      EXPECT_LE(std::abs(Complex(du(i, j)) - exact), 1e-8);
    }
}

}  // namespace
}  // namespace ritz::test

#else

TEST(HermitianTangent, NeedsComplexNumbers) { GTEST_SKIP() << "this Trilinos has no complex<double>"; }

#endif
