#pragma once

#include <ritz/solvers/DavidsonProjection.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <cstdint>
#include <optional>

namespace ritz {

/// The space of a Davidson method: V with VᴴB′V = I, its images W = A′V and B′V, and H = VᴴA′V, all kept, so
/// that residuals and restarts cost no product. Before V stand vectors U that are deflated and L that were
/// locked; V is B′-orthogonal to both.
template <class S>
class DavidsonBasis {
 public:
  /// Room for `capacity` columns of V and `lockable` of L. `deflate` (B′-orthonormal) may be null.
  /// Collective.
  DavidsonBasis(const Pencil<S>& pencil, int capacity, int lockable, const MultiVector<S>* deflate,
                std::uint64_t seed);

  /// Adds what is new in the columns of X, one after the other: classical Gram-Schmidt, repeated where it
  /// cancels, so one or two reductions a column; columns that have nothing new are left out. X.columns ≤
  /// capacity() − size(). Returns how many were added. One product with A′ each, one with B′ for each column
  /// of X. Throws IndefiniteMass. Collective.
  int expand(const MultiVector<S>& X);

  /// Adds one hash vector nobody has used; false if the space has no room for it. Collective.
  bool expandFreshly();

  /// V ← V Q with QᴴQ = I, Q size() × at most size(). Local.
  void compress(const Dense<S>& Q);

  /// The first `count` columns of V, eigenvectors of H, become locked. Local.
  void lock(int count);

  /// The same space from new products: V orthonormalised again, W, B′V and H recomputed. Collective.
  void refresh();

  int size() const { return size_; }
  int locked() const { return locked_; }
  int capacity() const { return capacity_; }
  bool isFull() const { return first() + size_ >= pencil_.n; }  ///< V with U and L is all of the space

  const Dense<S>& projected() const { return projection_.matrix(); }  ///< H, size() × size()

  /// [L V] C and A′[L V] C, C (locked() + size()) × any. Local.
  MultiVector<S> combine(const Dense<S>& C) const { return combined(basis_, C); }
  MultiVector<S> images(const Dense<S>& C) const { return combined(images_, C); }

  /// V C, C size() × any. Local.
  MultiVector<S> vectors(const Dense<S>& C) const;

  /// [U L V C] and, for B ≠ I, B′[U L V C], C size() × any. Local.
  MultiVector<S> withFixed(const Dense<S>& C) const { return joinedToFixed(basis_, C); }
  MultiVector<S> massesWithFixed(const Dense<S>& C) const { return joinedToFixed(*massed_, C); }

  /// Pᴴ(A′V C − B′V C Θ), C size() × θ.size(), with the projector P = I − [U L][U L]ᴴB′: U and L are but
  /// approximate, and what they are off is not for V to mend. One reduction if there are any. Collective.
  MultiVector<S> residuals(const Dense<S>& C, const std::vector<Real<S>>& theta) const;

  double orthogonalizationSeconds() const { return seconds_; }

 private:
  /// ‖x‖² in the inner product of B′ before and after a projection.
  struct Squares {
    Real<S> before, left;
  };

  int first() const { return deflated_ + locked_; }
  MultiVector<S> combined(const MultiVector<S>& block, const Dense<S>& C) const;
  MultiVector<S> joinedToFixed(const MultiVector<S>& block, const Dense<S>& C) const;
  Teuchos::RCP<const MultiVector<S>> active(const MultiVector<S>& block) const;
  Squares projectOut(MultiVector<S>& x, MultiVector<S>* bx) const;
  bool orthonormalize(MultiVector<S>& x, MultiVector<S>* bx) const;
  void multiply(int from);

  const Pencil<S>& pencil_;
  std::uint64_t seed_;
  int deflated_, capacity_, locked_ = 0, size_ = 0;
  MultiVector<S> basis_, images_;         ///< [U L V], A′[· L V]
  std::optional<MultiVector<S>> massed_;  ///< B′[U L V]; none for B = I
  DavidsonProjection<S> projection_;
  double seconds_ = 0;
};

}  // namespace ritz
