#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>
#include <optional>

namespace ritz {

/// Anasazi's BlockKrylovSchur, one block at a time under our control: Ritz estimates after every block, thick
/// restarts that keep the wanted half, invariant subspaces continued from fresh directions. Generalised
/// problems run on B⁻¹A in the B inner product and need pencil.massInverse. `deflate` (B-orthonormal, may be
/// null) is kept out of the space. With a `bar` run() also ends, with EstimatesPass, once the best value is
/// known to be no better than that.
template <class S>
std::unique_ptr<PairFinder<S>> makeKrylovSchurFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                     const KrylovSchur& parameters,
                                                     const MultiVector<S>& start, Supervisor& supervisor,
                                                     std::shared_ptr<const MultiVector<S>> deflate = nullptr,
                                                     std::optional<Real<S>> bar = std::nullopt);

/// The basis size that options ask for, or max(30, 3·numPairs) where they leave it open, in a space of
/// `dimension`; 0 if the space is too small for the method: it needs room for numPairs + 2 blocks.
int krylovSchurBasis(const KrylovSchur& parameters, int numPairs, long long dimension);

}  // namespace ritz
