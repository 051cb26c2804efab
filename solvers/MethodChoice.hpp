#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/MassSolveTimes.hpp>

#include <limits>
#include <optional>
#include <string>

namespace ritz {

/// What the choice of a method rests on.
struct ProblemTraits {
  long long n = 0;
  bool hasPreconditioner = false;
  bool needsInnerSolves = false;  ///< B⁻¹ is not given
  bool hasInverse = false;        ///< of A − σB
  bool countsByInverse = false;   ///< eigenvalues below a shift
  bool hasMass = false;
  /// Vectors that the memory holds on each rank, see affordableVectors, bytes of the longest, and ranks.
  long long affordable = std::numeric_limits<long long>::max();
  double vectorBytes = 0;
  int ranks = 1;
  /// Where B⁻¹ is not given, once measured.
  std::optional<MassSolveTimes> massSolve{};
  int columnsAtOnce = 1;  ///< that the preconditioner takes in much less time than one by one
};

struct MethodChoice {
  Method method;         ///< never Auto
  std::string chosenBy;  ///< "auto" or "user"
  std::string why;
  /// Where Auto chose Lanczos with a basis that may still grow: the most vectors that it may have; else 0.
  long long room = 0;
  /// Where Auto chose Davidson's method to be spared solves with B: steps that it gets without success, see
  /// makeMassFreeFinder; else 0.
  long patience = 0;
};

/// Nearest, SmallestMagnitude, Interval.
bool isInterior(const Which& which);

/// Lanczos with such a `filterDegree` finds these values by the inverse of A − σB.
bool usesInverse(int filterDegree, const Which& which, const ProblemTraits& traits);

/// The method to run. Named methods are kept unless the space is too small for them; then LAPACK takes over
/// and `why` says so. Auto takes what fits into the memory, bases as small as need be. Throws InvalidOption
/// where options.memory is too little for Auto, NotSupported where the one named cannot do `which`, or none
/// can.
MethodChoice chooseMethod(const EigenOptions& options, const ProblemTraits& traits);

}  // namespace ritz
