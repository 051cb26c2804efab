#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include "solvers/NearestValues.hpp"
#include "solvers/Problems.hpp"

namespace {

using ritz::Davidson;
using ritz::Nearest;
using ritz::test::real;
using ritz::test::toeplitzMatrix;
using traps::expectNearest;
using Problem = ritz::EigenProblem<double>;

const std::array<double, 3> Even{1, 1, 1}, Uneven{1, 1.17, 1.39};

Problem laplacian(ritz::GlobalIndex size, std::array<double, 3> weights) {
  return {std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{size, size, size}, weights)};
}

std::vector<double> spectrum(ritz::GlobalIndex size, std::array<double, 3> weights) {
  return ritz::laplacianSmallest({size, size, size}, weights, static_cast<int>(size * size * size));
}

/// (A − σB)⁻¹ with errors of a tenth, as good as anybody's: indefinite.
std::shared_ptr<const ritz::LinearOperator<double>> roughInverse(
    const ritz::MapPtr& map, const std::function<double(ritz::GlobalIndex)>& value, double sigma) {
  return traps::diagonal(map, [=](auto g) { return (1.0 + 0.1 * std::sin(real(g))) / (value(g) - sigma); });
}

TEST(InteriorDavidson, FindsTheNearestWhereverSigmaIs) {
  const auto all = spectrum(8, Uneven);
  const Problem problem = laplacian(8, Uneven);
  for (const double sigma : {all[20], 1.0, 2.2, all.back() - 0.05, -3.0, 40.0}) {
    SCOPED_TRACE(sigma);
    expectNearest(ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 5, Nearest{sigma})), all,
                  sigma);
  }
}

/// Copies of a value that hides none of its three vectors, and ties on both sides.
TEST(InteriorDavidson, FindsAllCopiesInACube) {
  const auto all = spectrum(8, Even);
  Problem problem = laplacian(8, Even);
  for (const Davidson& method : {Davidson{}, Davidson{0, 3}, Davidson{14, 1, true}})
    for (const int k : {1, 7}) {
      SCOPED_TRACE(k);
      expectNearest(ritz::eigsolve<double>(problem, traps::optionsFor(method, k, Nearest{1.0})), all, 1.0);
    }
}

TEST(InteriorDavidson, TakesAnIndefiniteApproximationOfTheInverse) {
  const auto map = ritz::makeMap(4000);
  const auto value = [](ritz::GlobalIndex g) { return 0.013 * (real(g) - 1311.3); };
  std::vector<double> all;
  for (int g = 0; g < 4000; ++g) all.push_back(value(g));
  for (const double sigma : {0.0, 7.0}) {
    SCOPED_TRACE(sigma);
    const Problem problem{traps::diagonal(map, value), nullptr, nullptr, roughInverse(map, value, sigma)};
    const auto result = ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 7, Nearest{sigma}));
    expectNearest(result, all, sigma);
    EXPECT_LE(result.applications.A.columns, 150);
    EXPECT_EQ(result.method.why.find("not positive definite"), std::string::npos) << result.method.why;
  }
}

TEST(InteriorDavidson, FindsTheSmallestMagnitudes) {
  const auto map = ritz::makeMap(1000);
  const auto value = [](ritz::GlobalIndex g) { return 0.013 * (real(g) - 311.3); };
  std::vector<double> all;
  for (int g = 0; g < 1000; ++g) all.push_back(value(g));
  const Problem problem{traps::diagonal(map, value), nullptr, nullptr, roughInverse(map, value, 0.0)};
  const auto options = traps::optionsFor(Davidson{}, 6, ritz::SmallestMagnitude{});
  expectNearest(ritz::eigsolve<double>(problem, options), all, 0.0);
}

TEST(InteriorDavidson, SolvesGeneralizedProblems) {
  const auto map = ritz::makeMap(120);
  const auto A = toeplitzMatrix(map, 2.0, -1.0), B = toeplitzMatrix(map, 4.0, 1.0);
  auto options = traps::optionsFor(ritz::Lapack{}, 120, ritz::Smallest{});
  Problem problem{A, B};
  const auto all = ritz::eigsolve<double>(problem, options).values;
  problem.preconditioner = ritz::DiagonalOperator<double>(*A->diagonal()).inverse();
  const auto result = ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 5, Nearest{0.004}));
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  const auto exact = traps::nearest(all, 0.004, 5);
  for (std::size_t j = 0; j < exact.size(); ++j) EXPECT_NEAR(result.values[j], exact[j], 1e-7);
  traps::expectOrthonormal(result);
}

/// Every second direction is hidden from the preconditioner, and so from the space that it makes.
TEST(InteriorDavidson, FindsValuesThatThePreconditionerHides) {
  const auto map = ritz::makeMap(900);
  const auto value = [](ritz::GlobalIndex g) { return 0.01 * (real(g) - 450.3); };
  std::vector<double> all;
  for (int g = 0; g < 900; ++g) all.push_back(value(g));
  const Problem problem{traps::diagonal(map, value), nullptr, nullptr, traps::diagonal(map, [&](auto g) {
                          return (g % 2 ? 1e-5 : 1.0) / (value(g) - 1.0);
                        })};
  expectNearest(ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 6, Nearest{1.0})), all, 1.0);
}

}  // namespace
