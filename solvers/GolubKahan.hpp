#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/solvers/OperatorPair.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ritz {

/// The bidiagonalisation of Golub, Kahan and Lanczos: A′V = U B and A′ᴴU = V Bᴴ + v β e_mᴴ with orthonormal U
/// and V (m columns each), upper triangular B (bidiagonal but for what restarts leave) and v orthogonal to V.
/// Both sides are orthogonalised in full, so that B has the singular values of A′ to ε‖A′‖, where A′ᴴA′ would
/// have them to √ε‖A′‖. One product with A′ and one with A′ᴴ a step, one or two reductions for each: a vector
/// of U has to be orthogonal before A′ᴴ multiplies it, or what is left of the large values would be
/// multiplied again. Invariant subspaces are continued from fresh directions. Deflated U₀ and V₀ stand before
/// U and V. Sources: G. Golub and W. Kahan, Calculating the singular values and pseudo-inverse of a matrix,
/// SIAM J. Numer. Anal. 2 (1965); J. Baglama and L. Reichel, Augmented implicitly restarted Lanczos
/// bidiagonalization methods, SIAM J. Sci. Comput. 27 (2005), for the restart.
template <class S>
class GolubKahan {
 public:
  /// Room for `capacity` columns. `start` is one vector over the domain of A′; the deflated blocks may be
  /// null. Collective.
  GolubKahan(const OperatorPair<S>& pair, int capacity, const MultiVector<S>& start,
             const MultiVector<S>* deflatedLeft, const MultiVector<S>* deflatedRight, std::uint64_t seed);

  /// One product with A′, one with A′ᴴ. False if no direction is left. Throws NotSymmetric if Aᴴ is not the
  /// adjoint of A. Collective.
  bool expand();

  /// Takes `direction`, orthonormalised, for v and does the half of a step with A′: one product. False, and
  /// nothing done, if it has nothing that V has not. From here on A′V = U B alone holds. Collective.
  bool append(const MultiVector<S>& direction);

  /// x ← x − V Vᴴx, x one vector. Collective.
  void removeFrom(MultiVector<S>& x) const;

  /// U ← U X, V ← V Y, B ← diag(values) for singular vectors X, Y of B. Collective.
  void compress(const Dense<S>& X, const Dense<S>& Y, const std::vector<Real<S>>& values);

  int size() const { return size_; }  ///< m
  long steps() const { return steps_; }
  Dense<S> projected() const;                     ///< B
  Real<S> coupling() const { return beta_; }      ///< β
  MultiVector<S> left(const Dense<S>& X) const;   ///< U X
  MultiVector<S> right(const Dense<S>& Y) const;  ///< V Y
  double orthogonalizationSeconds() const { return seconds_; }

 private:
  int end() const { return deflated_ + size_; }
  Real<S> appendLeft();
  void appendRight(Real<S> alpha);
  void expectAdjoint(const std::vector<S>& products, Real<S> alpha) const;

  const OperatorPair<S>& pair_;
  std::uint64_t seed_;
  std::size_t freshColumn_ = std::size_t(1) << 41;
  int deflated_, size_ = 0;
  long steps_ = 0;
  bool full_ = false;
  Dense<S> B_;
  Real<S> beta_ = 0, scale_ = 0;
  MultiVector<S> left_, right_;  ///< [U₀ U], [V₀ V v]
  mutable double seconds_ = 0;
};

}  // namespace ritz
