#pragma once

#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/adjoint/Tangent.hpp>
#include <ritz/operators/Error.hpp>

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

  /// How Λ̄ and Ū change when the pairs move by dΛ (k × k Hermitian, with entries beside the diagonal inside
  /// clusters only) and dU, Λ being a matrix: second derivatives of L. The default throws NotSupported.
  /// Collective.
  virtual Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                               const Tangent<S>& moved) const;
};

template <class S>
Cotangent<S> Loss<S>::tangent(const std::vector<Real<S>>&, const MultiVector<S>&, const Tangent<S>&) const {
  throw NotSupported("Loss: asked for the second derivatives of a loss that has none; override tangent()");
}

}  // namespace ritz
