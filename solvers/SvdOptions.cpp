#include <ritz/operators/Error.hpp>
#include <ritz/solvers/SvdOptions.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ritz {

void validate(const SvdOptions& options, long long dimension) {
  const int k = options.numTriplets;
  if (k < 1 || k > dimension)
    throw InvalidOption(fmt::format(
        "svdsolve: asked for {} triplets of an operator with {} of them; give 1 ≤ numTriplets ≤ {}", k,
        dimension, dimension));
  if (!(options.tolerance > 0.0 && options.tolerance < 1.0))
    throw InvalidOption(
        fmt::format("svdsolve: the tolerance is {}; give a number between 0 and 1", options.tolerance));
  if (options.basis != 0 && options.basis < std::min(k + 2LL, dimension))
    throw InvalidOption(
        fmt::format("svdsolve: a basis of {} vectors for {} triplets; give {} or more, or 0 to "
                    "have it chosen",
                    options.basis, k, std::min(k + 2LL, dimension)));
  if (options.budget.maxApplications < 0 || options.budget.maxIterations < 0 ||
      !(options.budget.seconds >= 0.0))
    throw InvalidOption("svdsolve: a limit of the budget is negative; give 0 for no limit");
}

}  // namespace ritz
