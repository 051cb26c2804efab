#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ritz {

std::string nameOf(Status status) {
  switch (status) {
    case Status::Converged:
      return "converged";
    case Status::IterationLimit:
      return "iteration-limit";
    case Status::ApplicationLimit:
      return "application-limit";
    case Status::TimeLimit:
      return "time-limit";
    case Status::Stopped:
      return "stopped";
    case Status::Breakdown:
      break;
  }
  return "breakdown";
}

template <class S>
int EigenResult<S>::numConverged() const {
  return static_cast<int>(std::count(converged.begin(), converged.end(), true));
}

template <class S>
void EigenResult<S>::requireConverged() const {
  if (status != Status::Converged) throw NotConvergedWith<S>(*this);
}

template <class S>
NotConvergedWith<S>::NotConvergedWith(EigenResult<S> result)
    : NotConverged(
          fmt::format("eigsolve: asked for {} pairs to {:.1e}, {} of them converged ({}: {}); raise the "
                      "limit, loosen the tolerance or start from these vectors",
                      result.options.numPairs, result.options.tolerance, result.numConverged(),
                      nameOf(result.status), result.reason)),
      result_(std::move(result)) {}

RITZ_INSTANTIATE(EigenResult)
RITZ_INSTANTIATE(NotConvergedWith)

}  // namespace ritz
