#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SvdResult.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ritz {

template <class S>
int SvdResult<S>::numConverged() const {
  return static_cast<int>(std::count(converged.begin(), converged.end(), true));
}

template <class S>
void SvdResult<S>::requireConverged() const {
  if (status != Status::Converged) throw NotConvergedTriplets<S>(*this);
}

template <class S>
NotConvergedTriplets<S>::NotConvergedTriplets(SvdResult<S> result)
    : NotConverged(
          fmt::format("svdsolve: asked for {} triplets to {:.1e}, {} of them converged ({}: {}); raise the "
                      "limit or loosen the tolerance",
                      result.options.numTriplets, result.options.tolerance, result.numConverged(),
                      nameOf(result.status), result.reason)),
      result_(std::move(result)) {}

RITZ_INSTANTIATE(SvdResult)
RITZ_INSTANTIATE(NotConvergedTriplets)

}  // namespace ritz
