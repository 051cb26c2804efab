#include <ritz/benchmarks/InteriorCase.hpp>
#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <cmath>

namespace ritz::bench {

namespace {

InteriorAnswer solve(const CountedOperator& A, const Which& which, double tolerance, double seconds,
                     std::size_t numPairs = InteriorCase::NumPairs) {
  EigenOptions options;
  options.numPairs = static_cast<int>(numPairs);
  options.which = which;
  options.tolerance = tolerance;
  options.budget.maxApplications = 100000000;
  options.budget.seconds = seconds;
  const auto result = eigsolve<double>({tpetra(A)}, options);
  return {result.values, result.allConverged()};
}

InteriorAnswer nearest(const InteriorCase& problem, double seconds) {
  return solve(*problem.A, Nearest{problem.sigma}, InteriorCase::Tolerance / 2, seconds);  // of ‖A‖ + |θ|
}

/// Of the interval that SLEPc's filter is told.
InteriorAnswer interval(const InteriorCase& problem, double seconds) {
  const Interval which{problem.sigma - problem.half, problem.sigma + problem.half};
  return solve(*problem.A, which, InteriorCase::Tolerance / 2, seconds, problem.exact.size());
}

InteriorAnswer smallestFolded(const InteriorCase& problem, double seconds) {
  const CountedOperator squared = folded(problem);
  return solve(squared, Smallest{}, problem.foldedTolerance() / std::pow(problem.norm, 2), seconds);
}

}  // namespace

InteriorSolvers interiorRitz() {
  return {{"ritz", nearest}, {"ritz-interval", interval}, {"ritz-folded", smallestFolded}};
}

}  // namespace ritz::bench
