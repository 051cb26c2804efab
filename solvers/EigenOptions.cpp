#include <ritz/operators/Error.hpp>
#include <ritz/solvers/EigenOptions.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ritz {

namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

void validate(const Which& which) {
  if (const auto* near = std::get_if<Nearest>(&which); near && !std::isfinite(near->sigma))
    throw InvalidOption("eigsolve: σ of Nearest is not a finite number");
  if (const auto* in = std::get_if<Interval>(&which); in && !(in->a < in->b))
    throw InvalidOption(fmt::format("eigsolve: the interval [{}, {}] is empty; give a < b", in->a, in->b));
}

void validate(const Lanczos& lanczos, int numPairs, long long n) {
  if (lanczos.block < 1)
    throw InvalidOption(fmt::format("lanczos: block is {}; give 1 or more", lanczos.block));
  if (lanczos.block > 1 && lanczos.filterDegree != 0)
    throw InvalidOption(fmt::format(
        "lanczos: blocks of {} behind a filter; give a block of 1 or a filterDegree of 0", lanczos.block));
  const long long least = lanczos.block > 1 ? numPairs + 2LL * lanczos.block : std::min(numPairs + 2LL, n);
  if (lanczos.basis != 0 && (lanczos.basis < least || lanczos.basis > n))
    throw InvalidOption(fmt::format(
        "lanczos: a basis of {} vectors for {} pairs with block {} in a space of {}; give numPairs + {} ≤ "
        "basis ≤ n, or 0 to have it chosen",
        lanczos.basis, numPairs, lanczos.block, n, lanczos.block > 1 ? "2·block" : "2"));
}

void validate(const Davidson& davidson, int numPairs, long long n) {
  if (davidson.block < 1)
    throw InvalidOption(fmt::format("davidson: block is {}; give 1 or more", davidson.block));
  const long long least = std::min(n, (davidson.locks ? 1LL : numPairs) + 2LL * davidson.block + 1);
  if (davidson.basis != 0 && (davidson.basis < least || davidson.basis > n))
    throw InvalidOption(
        fmt::format("davidson: a basis of {} vectors for {} pairs with block {} in a space of {}; give {} ≤ "
                    "basis ≤ {}, or 0 to have it chosen",
                    davidson.basis, numPairs, davidson.block, n, least, n));
}

void validate(const Randomized& randomized, int numPairs) {
  constexpr int MostPasses = 10;
  if (randomized.powerPasses < 0 || randomized.powerPasses > MostPasses)
    throw InvalidOption(
        fmt::format("randomized: powerPasses is {}; give 0 to {}", randomized.powerPasses, MostPasses));
  const long long least = (2LL + randomized.powerPasses) * numPairs + 2;
  if (randomized.products != 0 && randomized.products < least)
    throw InvalidOption(
        fmt::format("randomized: {} products for {} pairs; two probes and {} for each column of a sketch, "
                    "give {} or more, better {}, or 0 to have it chosen",
                    randomized.products, numPairs, 2 + randomized.powerPasses, least,
                    least + 10LL * (2 + randomized.powerPasses)));
}

void validate(const Method& method, int numPairs, long long n) {
  const auto* lanczos = std::get_if<Lanczos>(&method);
  if (lanczos) validate(*lanczos, numPairs, n);
  const auto* automatic = std::get_if<Auto>(&method);
  const int degree = lanczos ? lanczos->filterDegree : automatic ? automatic->filterDegree : 0;
  if (degree < -1 || degree == 1)
    throw InvalidOption(
        fmt::format("{}: a filter of degree {}; give 2 or more, 0 for none, or −1 to have it chosen",
                    nameOf(method), degree));
  if (const auto* ks = std::get_if<KrylovSchur>(&method)) {
    if (ks->block < 1)
      throw InvalidOption(fmt::format("krylov-schur: block is {}; give 1 or more", ks->block));
    if (ks->basis != 0 && (ks->basis < numPairs + 2 * ks->block || ks->basis >= n))
      throw InvalidOption(
          fmt::format("krylov-schur: a basis of {} vectors for {} pairs with block {} in a space of "
                      "{}; give numPairs + 2·block ≤ basis < n, or 0 to have it chosen",
                      ks->basis, numPairs, ks->block, n));
  }
  if (const auto* cg = std::get_if<Lobpcg>(&method); cg && (cg->block < 0 || 3LL * cg->block > n))
    throw InvalidOption(
        fmt::format("lobpcg: block is {} in a space of {}; give 1 ≤ block ≤ n/3, or 0 to have it "
                    "chosen",
                    cg->block, n));
  if (const auto* davidson = std::get_if<Davidson>(&method)) validate(*davidson, numPairs, n);
  if (automatic && automatic->products != 0) validate(Randomized{automatic->products}, numPairs);
  if (const auto* randomized = std::get_if<Randomized>(&method)) validate(*randomized, numPairs);
}

void validate(const CostModel& costs) {
  for (const double seconds : std::array<double, 6>{costs.application, costs.column, costs.furtherColumn,
                                                    costs.mass, costs.massSolve, costs.preconditioner})
    if (!(seconds >= 0.0))
      throw InvalidOption("eigsolve: a time of the cost model is negative; give 0 to have it measured");
  if (costs.massSolve > costs.application)
    throw InvalidOption(
        fmt::format("eigsolve: the cost model has {} s for B⁻¹A and {} s for B⁻¹ alone; give application ≥ "
                    "massSolve",
                    costs.application, costs.massSolve));
}

/// The methods that do their work in one go.
bool hasStates(const Method& method) {
  const auto* automatic = std::get_if<Auto>(&method);
  return !std::holds_alternative<Lapack>(method) && !std::holds_alternative<Randomized>(method) &&
         !(automatic && automatic->products != 0);
}

}  // namespace

void validate(const EigenOptions& options, long long n) {
  if (options.numPairs < 1 || options.numPairs > n)
    throw InvalidOption(
        fmt::format("eigsolve: asked for {} pairs in a space of dimension {}; give 1 ≤ numPairs ≤ {}",
                    options.numPairs, n, n));
  if (!(options.tolerance > 0.0 && options.tolerance < 1.0))
    throw InvalidOption(
        fmt::format("eigsolve: the tolerance is {}; give a number between 0 and 1", options.tolerance));
  if (options.budget.maxApplications < 0 || options.budget.maxIterations < 0 ||
      !(options.budget.seconds >= 0.0))
    throw InvalidOption("eigsolve: a limit of the budget is negative; give 0 for no limit");
  if (options.numGuards < -1)
    throw InvalidOption(
        fmt::format("eigsolve: numGuards is {}; give −1 (automatic), 0 or more", options.numGuards));
  if (!(options.checkpoint.interval >= 0.0))
    throw InvalidOption(
        fmt::format("eigsolve: the interval between checkpoints is {}; give 0 or more seconds",
                    options.checkpoint.interval));
  if (!options.checkpoint.file.empty() && !hasStates(options.method))
    throw InvalidOption(
        "eigsolve: the dense and the randomized method do their work in one go and have no state to save; "
        "ask for a checkpoint with another method, or for none");
  if (!(options.memory >= 0.0))
    throw InvalidOption(
        fmt::format("eigsolve: the memory is {} bytes; give how many a rank's vectors may take, or 0 for a "
                    "share of what is free",
                    options.memory));
  validate(options.costs);
  validate(options.which);
  validate(options.method, options.numPairs, n);
}

std::string nameOf(const Which& which) {
  return std::visit(Overloaded{[](Largest) { return "largest"; }, [](Smallest) { return "smallest"; },
                               [](LargestMagnitude) { return "largest-magnitude"; },
                               [](SmallestMagnitude) { return "smallest-magnitude"; },
                               [](Nearest) { return "nearest"; }, [](Interval) { return "interval"; }},
                    which);
}

std::string nameOf(const Method& method) {
  return std::visit(Overloaded{[](Auto) { return "auto"; }, [](Lapack) { return "dense"; },
                               [](Lanczos) { return "lanczos"; }, [](KrylovSchur) { return "krylov-schur"; },
                               [](Lobpcg) { return "lobpcg"; }, [](Davidson) { return "davidson"; },
                               [](Randomized) { return "randomized"; }},
                    method);
}

}  // namespace ritz
