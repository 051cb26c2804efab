#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Davidson's method where B's inverse is not given and solving with B takes much longer than multiplying
/// with it, and Lanczos with such solves behind it where that gets nowhere: after `patience` steps without a
/// pair that has converged, or with no more than after half as many. At the upper end residuals are solved
/// with B roughly, see MassSolveTimes; at the lower end B is only multiplied with. Starts from the columns of
/// `start`.
template <class S>
std::unique_ptr<PairFinder<S>> makeMassFreeFinder(Pencil<S>& pencil, const EigenOptions& options,
                                                  const Davidson& parameters, long patience,
                                                  const MultiVector<S>& start, Supervisor& supervisor);

}  // namespace ritz
