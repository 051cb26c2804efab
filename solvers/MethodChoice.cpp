#include <ritz/operators/Error.hpp>
#include <ritz/solvers/AutomaticChoice.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/MethodChoice.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

/// Both ends are maxima of the Rayleigh quotient's magnitude, so that LOBPCG or Davidson's method may stay at
/// the lesser one.
bool mayMissAnEnd(const Which& which) { return std::holds_alternative<LargestMagnitude>(which); }

/// A named iterative method whose basis does not fit into the space.
MethodChoice tooSmall(const EigenOptions& options, long long n) {
  return {Lapack(), "user",
          fmt::format("{} needs more room than {} pairs leave in a space of {}: LAPACK instead",
                      nameOf(options.method), options.numPairs, n)};
}

/// Throws where the method named cannot find inner values.
void requireForInner(const EigenOptions& options) {
  const auto* lanczos = std::get_if<Lanczos>(&options.method);
  const bool isDavidson = std::holds_alternative<Davidson>(options.method);
  if (isDavidson && std::holds_alternative<Interval>(options.which))
    throw NotSupported(
        "eigsolve: davidson takes a number of pairs, asked for all in an interval; ask for the nearest to "
        "its "
        "middle, or name lanczos");
  if (!lanczos && !isDavidson)
    throw NotSupported(fmt::format(
        "eigsolve: {} finds the ends of the spectrum, asked for {}; name lanczos, which takes a "
        "polynomial filter for that, davidson with a preconditioner, or the dense method (n ≤ {})",
        nameOf(options.method), nameOf(options.which), Lapack().maxSize));
  if (lanczos && lanczos->block > 1)
    throw NotSupported(
        fmt::format("lanczos: asked for {} values, which take a filter, in blocks of {}; give a block of 1",
                    nameOf(options.which), lanczos->block));
}

}  // namespace

bool isInterior(const Which& which) {
  return std::holds_alternative<Nearest>(which) || std::holds_alternative<SmallestMagnitude>(which) ||
         std::holds_alternative<Interval>(which);
}

bool usesInverse(int filterDegree, const Which& which, const ProblemTraits& traits) {
  if (!traits.hasInverse || filterDegree > 0) return false;
  if (std::holds_alternative<Interval>(which)) return traits.countsByInverse;
  return isInterior(which) || std::holds_alternative<Smallest>(which);
}

MethodChoice chooseMethod(const EigenOptions& options, const ProblemTraits& traits) {
  if (std::holds_alternative<Auto>(options.method)) return chooseAutomatically(options, traits);
  if (const auto* lapack = std::get_if<Lapack>(&options.method)) {
    if (traits.n > lapack->maxSize)
      throw NotSupported(
          fmt::format("eigsolve: asked for the dense method in a space of {}; its limit is {}: use an "
                      "iterative method or raise Lapack::maxSize",
                      traits.n, lapack->maxSize));
    return {Lapack(), "user", "named"};
  }
  if (isInterior(options.which)) requireForInner(options);
  if (isInterior(options.which) && isSmall(options.numPairs, traits)) return tooSmall(options, traits.n);
  const bool climbs =
      std::holds_alternative<Lobpcg>(options.method) || std::holds_alternative<Davidson>(options.method);
  if (climbs && mayMissAnEnd(options.which))
    throw NotSupported(
        fmt::format("eigsolve: {} climbs to one end of the spectrum, asked for the largest magnitudes of "
                    "both; ask for the largest and the smallest values, or name lanczos",
                    nameOf(options.method)));
  if (const auto* lanczos = std::get_if<Lanczos>(&options.method);
      lanczos && lanczos->filterDegree > 0 && std::holds_alternative<LargestMagnitude>(options.which))
    throw NotSupported(
        "eigsolve: a filter finds the largest or the smallest values, asked for the largest magnitudes; "
        "leave the filter out");
  if (const auto* ks = std::get_if<KrylovSchur>(&options.method)) {
    if (krylovSchurBasis(*ks, options.numPairs, traits.n) == 0) return tooSmall(options, traits.n);
  } else if (std::holds_alternative<Lobpcg>(options.method) && 3LL * options.numPairs > traits.n) {
    return tooSmall(options, traits.n);
  }
  return {options.method, "user", "named"};
}

}  // namespace ritz
