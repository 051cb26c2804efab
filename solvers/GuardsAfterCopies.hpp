#pragma once

#include <ritz/solvers/Verification.hpp>

namespace ritz {

/// Guards for `pairs`, some of which are copies that were taken in late: what is left of span[earlier.U
/// behind.vectors] B′-orthogonal to U, Rayleigh-Ritzed, the best `most`, with residuals where
/// pencil.massInverse is there if it is needed. `earlier` are the pairs before the copies came, so that those
/// they drove out, converged as they are, become the first guards. Costs products with B′ and its inverse
/// alone. Collective.
template <class S>
RitzPairs<S> guardsAfterCopies(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs,
                               const VerifiedPairs<S>& earlier, const RitzPairs<S>& behind,
                               const Which& which, int most);

}  // namespace ritz
