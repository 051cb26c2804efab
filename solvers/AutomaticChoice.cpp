#include <ritz/operators/Error.hpp>
#include <ritz/solvers/AutomaticChoice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

constexpr long long DenseAlways =
    100;  // n products cost less than a Krylov run of a few dozen and its restarts

/// What a Krylov method keeps beside its basis: pairs with images, guards with theirs, the search for copies,
/// a filter's recurrence.
long long besideBasis(int numPairs) { return 7LL * numPairs + 55; }

MethodChoice dense(std::string why) { return {Lapack(), "auto", std::move(why)}; }

/// A, B and their eigenvectors are n × n on every rank.
bool fitsDense(const ProblemTraits& traits) {
  return traits.n <= Lapack().maxSize && 3 * traits.n * traits.ranks <= traits.affordable;
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

/// With a basis of its own where there is room.
MethodChoice byInverse(const EigenOptions& options, const ProblemTraits& traits) {
  MethodChoice choice =
      lanczos(options, traits, 0, "with an inverse of A − σB lanczos needs the fewest steps");
  const int k = options.numPairs;
  if (traits.affordable - besideBasis(k) >= 3LL * k + 30) choice.method = Lanczos();
  return choice;
}

/// Vectors that the memory has to hold for what Auto took.
long long neededVectors(const Method& method, int numPairs, const ProblemTraits& traits) {
  if (std::holds_alternative<Lapack>(method)) return 3 * traits.n * traits.ranks;
  if (const auto* lanczos = std::get_if<Lanczos>(&method)) return lanczos->basis + besideBasis(numPairs);
  const auto* davidson = std::get_if<Davidson>(&method);
  return davidson && davidson->basis > 0 ? (traits.hasMass ? 3 : 2) * davidson->basis + besideBasis(numPairs)
                                         : 0;  // what there is room for
}

/// A share of the memory is a rule for being modest; an amount that was asked for is a bound.
void expectRoom(const MethodChoice& choice, const EigenOptions& options, const ProblemTraits& traits) {
  const long long needed = neededVectors(choice.method, options.numPairs, traits);
  if (!(options.memory > 0.0) || needed <= traits.affordable) return;
  throw InvalidOption(
      fmt::format("eigsolve: asked for {} pairs within {:.3g} bytes on each rank, which hold {} vectors; {} "
                  "needs {}: give {:.3g} bytes or more, or ask for fewer pairs",
                  options.numPairs, options.memory, traits.affordable, nameOf(choice.method), needed,
                  static_cast<double>(needed) * traits.vectorBytes));
}

/// With little memory the vectors that have converged make room.
MethodChoice davidson(const EigenOptions& options, const ProblemTraits& traits, std::string why) {
  const int k = options.numPairs, bases = traits.hasMass ? 3 : 2;
  const long long standard = std::max(40, 4 * k);
  Davidson result;
  result.block = std::min(k, traits.columnsAtOnce);
  result.inner = std::get<Auto>(options.method).inner;
  if (result.block > 1)
    why += fmt::format(", {} vectors at a time as the preconditioner takes them", result.block);
  if (traits.affordable - besideBasis(k) >= bases * standard) return {result, "auto", std::move(why)};
  constexpr long long LeastLocked = 12;
  result.locks = (traits.affordable - besideBasis(k)) / bases < k + 8;
  result.basis =
      basisFor(standard, result.locks ? LeastLocked : k + 2LL * result.block + 6, bases, k, traits, why);
  return {result, "auto", std::move(why)};
}

/// Nine blocks, twelve with B.
bool fitsLobpcg(int numPairs, const ProblemTraits& traits) {
  const long long block = numPairs + std::max(2, numPairs / 4);
  return (traits.hasMass ? 12 : 9) * block <= traits.affordable - besideBasis(numPairs);
}

/// Spared solves with B.
MethodChoice massFree(const EigenOptions& options, const ProblemTraits& traits, double gain) {
  MethodChoice choice =
      davidson(options, traits,
               fmt::format("{}: davidson, which {}", traits.massSolve->describe(),
                           std::holds_alternative<Smallest>(options.which) ? "only multiplies with B"
                                                                           : "solves roughly"));
  if (!std::holds_alternative<Smallest>(options.which))  // rough solves are no linear preconditioner
    std::get<Davidson>(choice.method).inner = InnerSolves::Never;
  choice.patience = patienceFor(options.numPairs, gain);
  return choice;
}

double gainWithoutSolves(const EigenOptions& options, const ProblemTraits& traits) {
  return traits.massSolve ? traits.massSolve->gain(!std::holds_alternative<Smallest>(options.which),
                                                   std::max(40, 4 * options.numPairs))
                          : 0.0;
}

MethodChoice chooseInterior(const EigenOptions& options, const ProblemTraits& traits) {
  if (fitsDense(traits))
    return dense(fmt::format("{} values cost a filter several times n products, LAPACK needs n = {}",
                             nameOf(options.which), traits.n));
  std::string why = "inner values without an inverse of A − σB: a polynomial filter";
  if (traits.needsInnerSolves) why += ", B⁻¹ by conjugate gradients in each of its products";
  if (traits.hasPreconditioner && !std::holds_alternative<Interval>(options.which))
    why += "; davidson would use the preconditioner, with fewer products near the end that it is made for";
  return lanczos(options, traits, std::get<Auto>(options.method).filterDegree, std::move(why));
}

MethodChoice chooseBySpeed(const EigenOptions& options, const ProblemTraits& traits) {
  const int k = options.numPairs;
  if (usesInverse(0, options.which, traits) && !isSmall(k, traits)) return byInverse(options, traits);
  if (isInterior(options.which)) return chooseInterior(options, traits);
  if (isSmall(k, traits))
    return dense(
        fmt::format("n = {} is small against k = {}: {} products and LAPACK", traits.n, k, traits.n));
  if (traits.hasPreconditioner && std::holds_alternative<Smallest>(options.which))
    return davidson(options, traits,
                    "with the preconditioner that was given davidson needs the fewest products");
  const bool canUseIt = traits.hasPreconditioner && !std::holds_alternative<LargestMagnitude>(options.which);
  if (canUseIt && fitsLobpcg(k, traits))
    return {Lobpcg(), "auto", "a preconditioner was given, which lobpcg uses and lanczos does not"};
  constexpr double WorthIt = 1.2;
  if (const double gain = gainWithoutSolves(options, traits); gain > WorthIt)
    return massFree(options, traits, gain);
  const bool mayFilter = !std::holds_alternative<LargestMagnitude>(options.which) && !traits.needsInnerSolves;
  return lanczos(options, traits, mayFilter ? std::get<Auto>(options.method).filterDegree : 0,
                 canUseIt ? "the memory has no room for lobpcg, which would use the preconditioner"
                 : traits.hasPreconditioner ? "lobpcg, which would use the preconditioner, may miss an end"
                                            : "no preconditioner: a Krylov space needs the fewest products");
}

}  // namespace

bool isSmall(int numPairs, const ProblemTraits& traits) {
  return traits.n <= DenseAlways || (4LL * numPairs >= traits.n && fitsDense(traits));
}

bool dependsOnMassSolve(const EigenOptions& options, const ProblemTraits& traits,
                        const MethodChoice& choice) {
  const bool isEnd =
      std::holds_alternative<Largest>(options.which) || std::holds_alternative<Smallest>(options.which);
  return std::holds_alternative<Auto>(options.method) && std::holds_alternative<Lanczos>(choice.method) &&
         isEnd && traits.needsInnerSolves && !traits.hasPreconditioner &&
         !usesInverse(0, options.which, traits);
}

// Lanczos takes some 30 steps a pair and 100 more.
long patienceFor(int numPairs, double gain) {
  return static_cast<long>((30.0 * numPairs + 100) * std::clamp(gain / 2, 1.0, 10.0));
}

MethodChoice chooseAutomatically(const EigenOptions& options, const ProblemTraits& traits) {
  MethodChoice choice = chooseBySpeed(options, traits);
  expectRoom(choice, options, traits);
  return choice;
}

}  // namespace ritz
