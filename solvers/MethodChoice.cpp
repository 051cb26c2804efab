#include <ritz/operators/Error.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/MethodChoice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

constexpr long long DenseAlways =
    100;  // n products cost less than a Krylov run of a few dozen and its restarts

/// Both ends are maxima of the Rayleigh quotient's magnitude, so that LOBPCG or Davidson's method may stay at
/// the lesser one.
bool mayMissAnEnd(const Which& which) { return std::holds_alternative<LargestMagnitude>(which); }

const char* const byInverse = "with an inverse of A − σB lanczos needs the fewest steps";

/// A, B and their eigenvectors are n × n on every rank.
bool fitsDense(const ProblemTraits& traits) {
  return traits.n <= Lapack().maxSize && 3 * traits.n * traits.ranks <= traits.affordable;
}

/// What a Krylov method keeps beside its basis: pairs with images, guards with theirs, the search for copies,
/// a filter's recurrence.
long long besideBasis(int numPairs) { return 7LL * numPairs + 55; }

MethodChoice dense(const char* chosenBy, std::string why) { return {Lapack(), chosenBy, std::move(why)}; }

/// A named iterative method whose basis does not fit into the space.
MethodChoice tooSmall(const EigenOptions& options, long long n) {
  return dense("user", fmt::format("{} needs more room than {} pairs leave in a space of {}: LAPACK instead",
                                   nameOf(options.method), options.numPairs, n));
}

/// Few products more than n, and all of the spectrum is there.
bool isSmall(int numPairs, const ProblemTraits& traits) {
  return traits.n <= DenseAlways || (4LL * numPairs >= traits.n && fitsDense(traits));
}

/// The basis that a method takes by itself if the memory has room for `bases` of it, else what there is room
/// for, `least` at the least.
int basisFor(long long standard, long long least, int bases, int numPairs, const ProblemTraits& traits,
             std::string& why) {
  const long long room = (traits.affordable - besideBasis(numPairs)) / bases;
  const long long basis = std::min(traits.n, std::max(least, std::min(standard, room)));
  if (room < std::min(standard, traits.n))
    why += fmt::format("; a basis of {} vectors, since the memory holds {}", basis, traits.affordable);
  return static_cast<int>(basis);
}

MethodChoice lanczos(const EigenOptions& options, const ProblemTraits& traits, int degree, std::string why) {
  const int k = options.numPairs;
  const long long standard = isInterior(options.which) ? 3LL * k + 30 : std::max(30, 3 * k);
  const int basis = basisFor(standard, k + 5LL, 1, k, traits, why);
  const long long room = std::min(traits.n, traits.affordable - besideBasis(k));
  return {Lanczos{basis, degree}, "auto", std::move(why), std::max<long long>(room, basis)};
}

/// With little memory the vectors that have converged make room.
MethodChoice davidson(const EigenOptions& options, const ProblemTraits& traits, std::string why) {
  const int k = options.numPairs, bases = traits.hasMass ? 3 : 2;
  const long long standard = std::max(40, 4 * k);
  Davidson result;
  if (traits.affordable - besideBasis(k) >= bases * standard) return {result, "auto", std::move(why)};
  constexpr long long LeastLocked = 12;
  result.locks = (traits.affordable - besideBasis(k)) / bases < k + 8;
  result.basis = basisFor(standard, result.locks ? LeastLocked : k + 8LL, bases, k, traits, why);
  return {result, "auto", std::move(why)};
}

/// Nine blocks, twelve with B.
bool fitsLobpcg(int numPairs, const ProblemTraits& traits) {
  const long long block = numPairs + std::max(2, numPairs / 4);
  return (traits.hasMass ? 12 : 9) * block <= traits.affordable - besideBasis(numPairs);
}

MethodChoice chooseInterior(const EigenOptions& options, const ProblemTraits& traits) {
  if (fitsDense(traits))
    return dense("auto", fmt::format("{} values cost a filter several times n products, LAPACK needs n = {}",
                                     nameOf(options.which), traits.n));
  return lanczos(
      options, traits, std::get<Auto>(options.method).filterDegree,
      traits.needsInnerSolves
          ? "inner values without an inverse of A − σB: a polynomial filter, B⁻¹ by conjugate gradients in "
            "each of its products"
          : "inner values without an inverse of A − σB: a polynomial filter");
}

MethodChoice chooseAutomatically(const EigenOptions& options, const ProblemTraits& traits) {
  const int k = options.numPairs;
  if (usesInverse(0, options.which, traits) && !isSmall(k, traits)) return {Lanczos(), "auto", byInverse};
  if (isInterior(options.which)) return chooseInterior(options, traits);
  if (isSmall(k, traits))
    return dense(
        "auto", fmt::format("n = {} is small against k = {}: {} products and LAPACK", traits.n, k, traits.n));
  if (traits.hasPreconditioner && std::holds_alternative<Smallest>(options.which))
    return davidson(options, traits,
                    "with the preconditioner that was given davidson needs the fewest products");
  const bool canUseIt = traits.hasPreconditioner && !mayMissAnEnd(options.which);
  if (canUseIt && fitsLobpcg(k, traits))
    return {Lobpcg(), "auto", "a preconditioner was given, which lobpcg uses and lanczos does not"};
  const bool mayFilter = !std::holds_alternative<LargestMagnitude>(options.which) && !traits.needsInnerSolves;
  return lanczos(options, traits, mayFilter ? std::get<Auto>(options.method).filterDegree : 0,
                 canUseIt ? "the memory has no room for lobpcg, which would use the preconditioner"
                 : traits.hasPreconditioner ? "lobpcg, which would use the preconditioner, may miss an end"
                                            : "no preconditioner: a Krylov space needs the fewest products");
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
