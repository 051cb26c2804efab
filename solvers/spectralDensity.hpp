#pragma once

#include <ritz/solvers/DensityEstimate.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenProblem.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/Monitor.hpp>

#include <cstdint>
#include <string>

namespace ritz {

struct DensityOptions {
  int probes = 20;  ///< random vectors, ≥ 1; errors fall with 1/√probes
  int steps = 80;   ///< of Lanczos with each, ≥ 1: products with A, vectors in memory
  /// Where n is at most this and at most probes·steps, ≥ 0, all eigenvalues are computed instead, by n
  /// products and LAPACK: memory 3n² on every rank.
  long long maxExact = 3000;
  std::uint64_t seed = 0;  ///< of the random vectors, which depend on (seed, global index, vector) alone
  Budget budget{};         ///< as of a solve, but that maxApplications = 0 is no limit
  /// Bytes that the vectors of a rank may take, ≥ 0; fewer steps are taken where steps + 3 vectors need more,
  /// and InvalidOption is thrown where two steps do; 0: no limit. The smallest over all ranks counts.
  double memory = 0.0;
};

/// A density and what it cost.
struct DensityResult {
  Status status = Status::Breakdown;  ///< Converged once all vectors were taken
  std::string reason;                 ///< one sentence: why it ended
  DensityEstimate density;            ///< of the vectors that were done; of the first one as far as it came
  long long n = 0;
  int steps = 0;  ///< asked for, at most n
  Applications applications;
  Timing seconds;
};

/// The distribution of the eigenvalues of A u = λ B u, with traces of functions, log det and counts of
/// eigenvalues, by stochastic Lanczos quadrature: `steps` steps of Lanczos with full orthogonalisation from
/// each of `probes` random vectors.
///
///     auto result = ritz::spectralDensity<double>({hessian}, options);
///     auto below = result.density.count(-infinity, 0.0);  // below.value ± below.error()
///
/// Memory: `steps` + 3 vectors. With B its inverse is applied in each step (problem.massInverse, else
/// conjugate gradients on B, counted), and each random vector takes products with B alone, see ProbeVectors.
/// Collective. Prints nothing; `monitor` gets every step, its `converged` counts the vectors that are done. A
/// limit or the monitor ends it with what there is. Throws InvalidOption, SpaceMismatch before any work;
/// OperatorFailure, NotSymmetric, IndefiniteMass (also for a singular B), NotConverged (B too ill
/// conditioned).
template <class S>
DensityResult spectralDensity(const EigenProblem<S>& problem, const DensityOptions& options = {},
                              Monitor* monitor = nullptr);

}  // namespace ritz
