#pragma once

#include <ritz/solvers/DensityEstimate.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>

namespace ritz {

/// What a run of Lanczos from one random vector, never restarted, tells of the n eigenvalues; values are
/// multiplied by `valueScale`. Where the quadrature is not exact (`isWhole`: the Krylov space has no more
/// dimensions), those after 3/4 and 7/8 of the steps show how much it still moves. Local.
template <class S>
DensityProbe densityProbe(const LanczosFactorization<S>& basis, bool isWhole, double valueScale, long long n);

}  // namespace ritz
