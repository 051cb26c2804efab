#pragma once

#include <ritz/solvers/RunCheckpoint.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <memory>

namespace ritz {

/// The method that `checkpoint` has chosen, ready to run from the given vectors or the checkpoint's. Makes
/// pencil.massInverse where the method needs one that nobody gave. Collective.
template <class S>
std::unique_ptr<PairFinder<S>> makeFinder(Pencil<S>& pencil, const EigenOptions& options,
                                          const RunCheckpoint<S>& checkpoint, const Start<S>& start,
                                          Supervisor& supervisor);

}  // namespace ritz
