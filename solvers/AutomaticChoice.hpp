#pragma once

#include <ritz/solvers/MethodChoice.hpp>

namespace ritz {

/// What Auto takes, see chooseMethod. Throws InvalidOption where options.memory holds too little for it.
MethodChoice chooseAutomatically(const EigenOptions& options, const ProblemTraits& traits);

/// The choice depends on what solves with B cost: Auto took Lanczos, which needs them.
bool dependsOnMassSolve(const EigenOptions& options, const ProblemTraits& traits, const MethodChoice& choice);

/// Steps that makeMassFreeFinder gets where a step of Lanczos takes `gain` times as long.
long patienceFor(int numPairs, double gain);

/// LAPACK takes few products more than n, and all of the spectrum is there.
bool isSmall(int numPairs, const ProblemTraits& traits);

}  // namespace ritz
