#pragma once

#include <ritz/solvers/MassSolveTimes.hpp>
#include <ritz/solvers/Pencil.hpp>

namespace ritz {

/// The accuracy in B that Lanczos needs for pairs of such a tolerance: a little more.
double massSolveTolerance(double tolerance);

/// By rank 0's clock: one solve with B of either kind, and a product with A. Where options.costs has a time
/// for B⁻¹A that is taken for A's alone, and nothing is known of solves. Collective. Throws SingularMassFound
/// where B turns out to be singular.
template <class S>
MassSolveTimes measureMassSolve(const Pencil<S>& pencil, const EigenOptions& options);

}  // namespace ritz
