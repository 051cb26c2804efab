#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/LanczosMatrix.hpp>
#include <ritz/solvers/OrthogonalityEstimate.hpp>

#include <cstdint>
#include <memory>

namespace ritz {

/// Lanczos' recurrence with partial reorthogonalisation and one reduction a step: Op V = V T + v bᴴ. Most
/// steps take three terms alone, and an estimate follows what is lost of orthogonality by that. Two steps in
/// a row are whole ones where it comes near to a loss that T would feel, and behind each restart: a whole
/// step orthogonalises v against V, a second time, together with the first orthogonalisation of Op v (delayed
/// reorthogonalisation, DCGS2). Invariant subspaces are continued from fresh directions with b = 0. A
/// deflated block U (B′-orthonormal) stands before V; with it, all steps are whole. Sources: H. Simon, The
/// Lanczos algorithm with partial reorthogonalization, Math. Comp. 42 (1984); D. Bielich et al., Low-synch
/// Gram-Schmidt with delayed reorthogonalization for Krylov solvers, Parallel Computing 112 (2022).
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
  /// few more. Three terms read five vectors and write one, a whole step reads V twice.
  bool expand() override;
  void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) override;
  int size() const override { return matrix_.size(); }
  int blockSize() const override { return 1; }
  long steps() const override { return steps_; }
  Dense<S> projected() const override { return matrix_.projected(); }
  Dense<S> coupling() const override { return matrix_.coupling(); }
  MultiVector<S> combine(const Dense<S>& Q) const override;
  MultiVector<S> residualBlock() const override;
  double orthogonalizationSeconds() const override { return seconds_; }
  int arrow() const override { return matrix_.arrow(); }
  std::optional<SolverState<S>> state() const override;

  /// Room for `capacity` columns of V from now on, no fewer than before. Collective.
  void grow(int capacity);

  /// Makes the first use of its memory now rather than step by step, which would spoil measured times.
  void touchMemory();

  /// Columns that the orthogonalisation has gone over, twice each, so far: the unit of its cost. A restart is
  /// not counted.
  double columnsRead() const { return columnsRead_; }

 private:
  MultiVector<S> pair();
  int end() const { return deflated_ + size(); }  ///< columns of [U V]
  auto next() { return basis_.getVectorNonConst(static_cast<std::size_t>(end())); }
  bool mayTakeThreeTerms() const;
  bool appendThreeTerms(MultiVector<S>& pair);
  void appendWhole(MultiVector<S>& pair);
  void correct(const Dense<S>& products, MultiVector<S>& pair);
  void rejectNegative(Real<S> square, Real<S> scale) const;
  void orthogonalizeNext(Real<S> length, Real<S> lengthOfProduct);
  void becomeFresh();

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  std::uint64_t seed_;
  int deflated_;
  long steps_ = 0;
  bool full_ = false;  ///< nothing is orthogonal to [U V] any more
  LanczosMatrix<S> matrix_;
  MultiVector<S> basis_;                  ///< [U V v Op v], Op v where there is room
  std::shared_ptr<MultiVector<S>> mass_;  ///< B′ [v, Op v]; null for B = I
  Real<S> scale_ = 0;                     ///< largest ‖Op v‖ so far
  Real<S> noise_ = 0;                     ///< of Op, absolute: rounding, or more where it is not self-adjoint
  OrthogonalityEstimate<Real<S>> drift_;
  int wholeStepsDue_ = 2;
  double columnsRead_ = 0, seconds_ = 0;
};

}  // namespace ritz
