#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// Ritz values of a Krylov decomposition, best first, and the norms of their residuals; eigenvectors of T
/// only where they are asked for, since these cost more than a cheap product.
template <class S>
class RitzEstimates {
 public:
  /// `order` of θ.
  explicit RitzEstimates(Which order) : order_(order) {}

  /// Values and residuals of now. O(m²) where T is an arrow and tridiagonal behind it, see
  /// KrylovBasis::arrow, else O(m³).
  void look(const KrylovBasis<S>& basis);
  /// These and the eigenvectors, unless they are there already. O(m³).
  void decompose(const KrylovBasis<S>& basis);
  /// After KrylovBasis::compress.
  void restarted() { arrow_.clear(); }

  int size() const { return static_cast<int>(ranking_.size()); }
  Real<S> theta(int j) const { return values_[at(j)]; }
  /// ‖Op v − θ v‖ in the norm of B′; for Op = B′⁻¹A′ it is ‖A′v − θ B′v‖ in that of B′⁻¹.
  Real<S> residual(int j) const { return residuals_[at(j)]; }
  const std::vector<Real<S>>& values() const { return values_; }  ///< in any order

  /// Of the pairs `first` … `first + count − 1`: T's eigenvectors, and what C makes of them. After decompose.
  Dense<S> vectors(int first, int count) const;
  Dense<S> couplings(int first, int count) const;

 private:
  std::size_t at(int j) const { return static_cast<std::size_t>(ranking_[static_cast<std::size_t>(j)]); }
  bool isDecomposed(const KrylovBasis<S>& basis) const {
    return decomposedAt_ == basis.steps() && vectors_.cols() == basis.size();
  }
  bool lookAtArrow(const KrylovBasis<S>& basis);
  void rank();

  Which order_;
  std::vector<Real<S>> values_, residuals_;
  std::vector<int> ranking_;
  Dense<S> vectors_, coupling_;               ///< T's eigenvectors, C times these
  long decomposedAt_ = -1;                    ///< steps of the basis then
  std::vector<Real<S>> arrow_, besideArrow_;  ///< the arrow made tridiagonal, its last row as it was
};

/// Steps of a Krylov method before a pair can have converged whose residual is `excess` > 1 times what is
/// allowed, where one step gains a factor of a hundred at most; at least 1.
int stepsBeforeNextLook(double excess);

}  // namespace ritz
