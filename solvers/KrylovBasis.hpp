#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>
#include <ritz/solvers/SolverState.hpp>

#include <optional>
#include <stdexcept>
#include <vector>

namespace ritz {

/// Thrown by KrylovBasis::expand, on every rank.
class BasisBrokenDown : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A Krylov decomposition as restarted methods see it: Op V = V T + F C with Op = A′ (B = I) or B′⁻¹A′,
/// B′-orthonormal V (m columns), Hermitian T (m × m), a block F of b columns orthogonal to V, and C (b × m).
template <class S>
class KrylovBasis {
 public:
  virtual ~KrylovBasis() = default;

  /// Multiplies one block and appends it to V. False if no direction is left. Throws BasisBrokenDown if the
  /// recurrence cannot go on. Collective.
  virtual bool expand() = 0;

  /// V ← V Q, T ← diag(theta), C ← C Q for Q of orthonormal eigenvectors of T. Collective.
  virtual void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) = 0;

  virtual int size() const = 0;                                 ///< m
  virtual int blockSize() const = 0;                            ///< b
  virtual long steps() const = 0;                               ///< calls of expand so far
  virtual Dense<S> projected() const = 0;                       ///< T
  virtual Dense<S> coupling() const = 0;                        ///< C
  virtual MultiVector<S> combine(const Dense<S>& Q) const = 0;  ///< V Q
  virtual MultiVector<S> residualBlock() const = 0;             ///< F
  virtual double orthogonalizationSeconds() const = 0;

  /// a where T is diagonal in its first a columns, which the last restart left, all of them couple with
  /// column a alone, and T is tridiagonal from there on, C = β e_mᴴ, to rounding; −1 where it is not so.
  virtual int arrow() const { return -1; }

  /// All of it, where another basis can be made from that; nothing where not.
  virtual std::optional<SolverState<S>> state() const { return std::nullopt; }
};

}  // namespace ritz
