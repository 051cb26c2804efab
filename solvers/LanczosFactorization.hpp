#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/KrylovMap.hpp>

#include <cstdint>
#include <memory>

namespace ritz {

/// Lanczos' recurrence with full orthogonalisation in one reduction a step: Op V = V T + v bᴴ, where the next
/// vector v is B′-orthogonal to V to first order only; its second orthogonalisation is done together with the
/// first one of Op v (delayed reorthogonalisation, DCGS2). Invariant subspaces are continued from fresh
/// directions with b = 0. A deflated block U (B′-orthonormal) stands before V and takes part in every
/// projection. Source: D. Bielich et al., Low-synch Gram-Schmidt with delayed reorthogonalization for Krylov
/// solvers, Parallel Computing 112 (2022).
template <class S>
class LanczosFactorization final : public KrylovBasis<S> {
 public:
  /// Room for `capacity` columns of V. `start` has one column. `deflate` may be null. Collective.
  LanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity, const MultiVector<S>& start,
                       const MultiVector<S>* deflate, std::uint64_t seed);

  /// Goes on from a state() without deflated block, of at most `capacity` columns of V, in the same pencil.
  LanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity, const SolverState<S>& state,
                       std::uint64_t seed);

  /// One multiplication by the map and one reduction, but for the rare vector that nearly vanishes; then a
  /// few more.
  bool expand() override;
  void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) override;
  int size() const override { return size_; }
  int blockSize() const override { return 1; }
  long steps() const override { return steps_; }
  Dense<S> projected() const override;
  Dense<S> coupling() const override;
  MultiVector<S> combine(const Dense<S>& Q) const override;
  MultiVector<S> residualBlock() const override;
  double orthogonalizationSeconds() const override { return seconds_; }
  std::optional<SolverState<S>> state() const override;

 private:
  void append(const Dense<S>& products);
  void orthogonalizeNext(Real<S> length, Real<S> lengthOfProduct);
  bool becomeFresh();
  Real<S> orthogonalizeAgain(int against);
  Real<S> shortenNext(int against);
  const MultiVector<S>& massed() const { return mass_ ? *mass_ : *pair_; }

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  std::uint64_t seed_;
  int deflated_, capacity_, size_ = 0;
  long steps_ = 0;
  bool full_ = false;  ///< nothing is orthogonal to [U V] any more
  Dense<S> T_;
  std::vector<S> b_;                      ///< of the relation above, size_ entries
  MultiVector<S> basis_;                  ///< [U V], room for one column more
  std::shared_ptr<MultiVector<S>> pair_;  ///< [v, Op v]
  std::shared_ptr<MultiVector<S>> mass_;  ///< B′ [v, Op v]; null for B = I
  Real<S> scale_ = 0;                     ///< largest ‖Op v‖ so far
  double seconds_ = 0;
};

}  // namespace ritz
