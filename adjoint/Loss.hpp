#pragma once

#include <ritz/adjoint/Cotangent.hpp>

#include <vector>

namespace ritz {

/// A real function L(Λ, U) of k eigenpairs. Being able to ask for it again in another basis of a multiple
/// eigenvalue is what lets EigenAdjoint certify that it has a derivative.
template <class S>
class Loss {
 public:
  virtual ~Loss() = default;

  /// L. `U` is n × k, UᴴBU = I. Collective.
  virtual Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const = 0;

  /// Λ̄ and Ū at the same place. A loss that is a function of the matrix Λ rather than of its diagonal gives
  /// all of Λ̄; EigenAdjoint takes the diagonal and the blocks of clusters. Collective.
  virtual Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const = 0;
};

}  // namespace ritz
