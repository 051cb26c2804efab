#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SvdRun.hpp>
#include <ritz/solvers/svdsolve.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ritz {

namespace {

template <class S>
void expectReachable(const SvdProblem<S>& problem, double tolerance) {
  const double rounding = roundingOf(*problem.A);
  if (tolerance >= rounding) return;
  throw InvalidOption(
      fmt::format("svdsolve: asked for a tolerance of {:.1e}, but products with A are rounded to {:.1e} of "
                  "their size; give {:.0e} or more",
                  tolerance, rounding, 10 * rounding));
}

}  // namespace

template <class S>
SvdResult<S> svdsolve(const SvdProblem<S>& problem, const SvdOptions& options, Monitor* monitor) {
  validate(problem);
  const auto sizeOf = [](const MapPtr& map) { return static_cast<long long>(map->getGlobalNumElements()); };
  validate(options, std::min(sizeOf(problem.A->getDomainMap()), sizeOf(problem.A->getRangeMap())));
  expectReachable(problem, options.tolerance);
  raiseOperatorFailure(*problem.A->getDomainMap()->getComm(), "svdsolve: in a product before the solve");
  return SvdRun<S>(problem, options, monitor).solve();
}

#define RITZ_SVDSOLVE(S) template SvdResult<S> svdsolve<S>(const SvdProblem<S>&, const SvdOptions&, Monitor*);
RITZ_FOR_EACH_SCALAR(RITZ_SVDSOLVE)

}  // namespace ritz
