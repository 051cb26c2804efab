#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Thick-restart Lanczos on a Chebyshev filter of the pencil, for the largest or the smallest values: fewer
/// steps, and so less orthogonalisation, for somewhat more products. It begins with a short plain run from a
/// random vector, whose quadrature of the density of states tells where to put the filter and, with the
/// clocks of rank 0 (or options.costs), of what degree, if any: without a filter that run goes on. A filter
/// that proves wrong is replaced. With a `room` (vectors that a basis may have, > 0) that choice is Auto's,
/// of basis and block too, see LanczosPlan, and may change once on the way, see PlanWatch. Values and
/// residuals come from products with A′ itself.
///
/// `start` are given start vectors (one column), null where there are none. Source: H. Fang and Y. Saad, A
/// filtered Lanczos procedure for extreme and interior eigenvalue problems, SIAM J. Sci. Comput. 34 (2012).
template <class S>
std::unique_ptr<PairFinder<S>> makeFilteredLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                         const Lanczos& parameters,
                                                         const MultiVector<S>* start, Supervisor& supervisor,
                                                         long long room = 0);

}  // namespace ritz
