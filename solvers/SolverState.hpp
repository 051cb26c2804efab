#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// What a method hands to a checkpoint. Lanczos gives its whole factorisation and goes on exactly where it
/// was; the other methods give their best Ritz vectors, from which they start again, and leave the rest
/// empty.
template <class S>
struct SolverState {
  /// Blocks of columns over A's map, views or owned: [V v] of Lanczos, the Ritz vectors of the others.
  std::vector<Teuchos::RCP<const MultiVector<S>>> vectors;

  Dense<S> projected;                ///< T, m × m; m = 0 where the state is Ritz vectors alone
  std::vector<S> coupling;           ///< b, m entries
  Real<S> largestProduct = 0;        ///< the largest ‖Op v‖ so far
  long steps = 0;                    ///< products so far
  bool isFull = false;               ///< nothing is orthogonal to V any more
  std::vector<Real<S>> vectorNorms;  ///< ‖v‖₂ of the wanted pairs as the finder knows them

  bool isFactorization() const { return !coupling.empty(); }
};

}  // namespace ritz
