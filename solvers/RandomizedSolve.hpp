#pragma once

#include <ritz/solvers/SolveRun.hpp>

#include <optional>
#include <string>

namespace ritz {

/// A sketch that is asked for: by name, or by Auto::products.
struct RandomizedChoice {
  Randomized parameters;
  std::string chosenBy, why;
};

std::optional<RandomizedChoice> randomizedChoice(const Method& method);

/// Columns of the sketch in a space of n.
int sketchColumns(const Randomized& parameters, int numPairs, long long n);

/// The double pass: Q spans (B⁻¹A)^{1 + powerPasses} Ω for ℓ hash vectors Ω (given vectors first),
/// QᴴB Q = I; A Q once more gives Rayleigh-Ritz in the span of Q and residuals, without any product beyond
/// these. What Q has not seen is estimated from the sketch itself: the distance of each of its columns from
/// the span of the others. Sources: A. Saibaba, J. Lee and P. Kitanidis, Randomized algorithms for
/// generalized Hermitian eigenvalue problems with application to computing Karhunen-Loève expansion, Numer.
/// Linear Algebra Appl. 23 (2016); N. Halko, P.-G. Martinsson and J. Tropp, Finding structure with
/// randomness, SIAM Rev. 53 (2011). Collective. Throws NotSupported for the smallest or inner values,
/// SingularMassFound beside the errors of eigsolve.
template <class S>
SolveOutcome<S> solveRandomized(const EigenProblem<S>& problem, const EigenOptions& options,
                                const RandomizedChoice& choice, const Start<S>& start, Monitor* monitor);

}  // namespace ritz
