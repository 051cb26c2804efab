#include <ritz/operators/Error.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/MethodChoice.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

constexpr long long DenseAlways =
    100;  // n products cost less than a Krylov run of a few dozen and its restarts

/// Both ends are maxima of the Rayleigh quotient's magnitude, so that LOBPCG or Davidson's method may stay at
/// the lesser one.
bool mayMissAnEnd(const Which& which) { return std::holds_alternative<LargestMagnitude>(which); }

const char* const byInverse = "with an inverse of A − σB lanczos needs the fewest steps";

bool fitsDense(long long n) { return n <= Lapack().maxSize; }

MethodChoice dense(const char* chosenBy, std::string why) { return {Lapack(), chosenBy, std::move(why)}; }

/// A named iterative method whose basis does not fit into the space.
MethodChoice tooSmall(const EigenOptions& options, long long n) {
  return dense("user", fmt::format("{} needs more room than {} pairs leave in a space of {}: LAPACK instead",
                                   nameOf(options.method), options.numPairs, n));
}

/// Few products more than n, and all of the spectrum is there.
bool isSmall(int numPairs, long long n) { return n <= DenseAlways || (4LL * numPairs >= n && fitsDense(n)); }

MethodChoice chooseInterior(const EigenOptions& options, const ProblemTraits& traits) {
  if (fitsDense(traits.n))
    return dense("auto", fmt::format("{} values cost a filter several times n products, LAPACK needs n = {}",
                                     nameOf(options.which), traits.n));
  return {
      Lanczos{0, std::get<Auto>(options.method).filterDegree}, "auto",
      traits.needsInnerSolves
          ? "inner values without an inverse of A − σB: a polynomial filter, B⁻¹ by conjugate gradients in "
            "each of its products"
          : "inner values without an inverse of A − σB: a polynomial filter"};
}

MethodChoice chooseAutomatically(const EigenOptions& options, const ProblemTraits& traits) {
  const int k = options.numPairs;
  if (usesInverse(0, options.which, traits) && !isSmall(k, traits.n)) return {Lanczos(), "auto", byInverse};
  if (isInterior(options.which)) return chooseInterior(options, traits);
  if (isSmall(k, traits.n))
    return dense(
        "auto", fmt::format("n = {} is small against k = {}: {} products and LAPACK", traits.n, k, traits.n));
  if (traits.hasPreconditioner && std::holds_alternative<Smallest>(options.which))
    return {Davidson(), "auto", "with the preconditioner that was given davidson needs the fewest products"};
  if (traits.hasPreconditioner && !mayMissAnEnd(options.which))
    return {Lobpcg(), "auto", "a preconditioner was given, which lobpcg uses and lanczos does not"};
  const bool mayFilter = !std::holds_alternative<LargestMagnitude>(options.which) && !traits.needsInnerSolves;
  return {Lanczos{0, mayFilter ? std::get<Auto>(options.method).filterDegree : 0}, "auto",
          traits.hasPreconditioner ? "lobpcg, which would use the preconditioner, may miss an end"
                                   : "no preconditioner: a Krylov space needs the fewest products"};
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
    return dense("user", "named");
  }
  const bool isLanczos = std::holds_alternative<Lanczos>(options.method);
  if (isInterior(options.which) && !isLanczos)
    throw NotSupported(
        fmt::format("eigsolve: {} finds the ends of the spectrum, asked for {}; name lanczos, which takes a "
                    "polynomial filter for that, or the dense method (n ≤ {})",
                    nameOf(options.method), nameOf(options.which), Lapack().maxSize));
  if (isInterior(options.which) && std::get<Lanczos>(options.method).block > 1)
    throw NotSupported(
        fmt::format("lanczos: asked for {} values, which take a filter, in blocks of {}; give a block of 1",
                    nameOf(options.which), std::get<Lanczos>(options.method).block));
  if (isInterior(options.which) && isSmall(options.numPairs, traits.n)) return tooSmall(options, traits.n);
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
