#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenProblem.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/Monitor.hpp>

#include <string>

namespace ritz {

/// Where to start: any number of vectors (the rest is filled with hash vectors), or an earlier result whose
/// vectors are taken, both over A's map; or where a checkpoint is.
template <class S>
struct Start {
  MultiVectorPtr<S> vectors{};
  const EigenResult<S>* previous = nullptr;
  std::string resume{};  ///< file that EigenOptions::checkpoint has named in an earlier solve of this problem
};

/// The numPairs eigenpairs of A u = λ B u at the end of the spectrum that `options.which` names.
///
///     auto modes = ritz::eigsolve<double>({stiffness, mass}, options);
///
/// Collective over the communicator of A's map. Prints nothing; `monitor` gets every iteration. Reaching a
/// limit does not throw: look at EigenResult::status or call requireConverged(). "Converged" is said only
/// after the residuals were recomputed and, for single-vector Krylov methods, missed copies of multiple
/// values were looked for. Throws InvalidOption (also for a tolerance below the rounding of A or B),
/// SpaceMismatch, NotSupported before any work;
/// OperatorFailure, NotSymmetric, IndefiniteMass when the operators show it.
template <class S>
EigenResult<S> eigsolve(const EigenProblem<S>& problem, const EigenOptions& options = {},
                        const Start<S>& start = {}, Monitor* monitor = nullptr);

}  // namespace ritz
