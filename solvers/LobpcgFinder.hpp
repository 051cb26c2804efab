#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Anasazi's LOBPCG, one step at a time under our control: full orthogonalisation, preconditioner of the
/// pencil. Pairs are locked only when the block is smaller than numPairs or a step broke down; then the block
/// is filled up with fresh directions and the iteration goes on.
template <class S>
std::unique_ptr<PairFinder<S>> makeLobpcgFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                const Lobpcg& parameters, const MultiVector<S>& start,
                                                Supervisor& supervisor);

/// The block size that options ask for, or numPairs + max(2, numPairs/4) where they leave it open, at most
/// n/4.
int lobpcgBlock(const Lobpcg& parameters, int numPairs, long long n);

}  // namespace ritz
