#pragma once

#include <ritz/solvers/SolveRun.hpp>

namespace ritz {

/// The outcome of a run in the user's terms: values, vectors and residuals unscaled, phases fixed, bounds,
/// counts.
template <class S>
EigenResult<S> assemble(const EigenProblem<S>& problem, const EigenOptions& options, SolveOutcome<S> outcome);

/// The same for a run on the swapped pencil B u = μ A u: λ = 1/μ, vectors B-orthonormal again. Throws
/// IndefiniteMass if fewer than numPairs values are finite.
template <class S>
EigenResult<S> assembleSwapped(const EigenProblem<S>& problem, const EigenOptions& options,
                               SolveOutcome<S> outcome);

}  // namespace ritz
