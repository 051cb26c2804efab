#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/KrylovMap.hpp>

#include <cstdint>
#include <memory>

namespace ritz {

/// Lanczos' recurrence with blocks of b vectors: Op V = V T + X C, where the next block X is B′-orthonormal
/// and orthogonal to V. Each block Op X is orthogonalised twice against all of [V X], by classical
/// Gram-Schmidt whose Cholesky factor comes from the same reduction (Pythagoras). Where a block loses rank,
/// its columns are orthogonalised one by one, and what has vanished is replaced by fresh directions. Source:
/// E. Carson, K. Lund, M. Rozložník and S. Thomas, Block Gram-Schmidt algorithms and their stability
/// properties, Linear Algebra Appl. 638 (2022).
template <class S>
class BlockLanczosFactorization final : public KrylovBasis<S> {
 public:
  /// Room for `capacity` columns of V; blocks of as many columns as `start` has, at most capacity/2. The
  /// space has to have room for one block more than that. Collective.
  BlockLanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                            const MultiVector<S>& start, std::uint64_t seed);

  /// One multiplication of a block by the map, for B ≠ I one more with B, and two reductions, but for blocks
  /// that lose rank; then a few for each column.
  bool expand() override;
  void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) override;
  int size() const override { return size_; }
  int blockSize() const override { return block_; }
  long steps() const override { return steps_; }
  Dense<S> projected() const override;
  Dense<S> coupling() const override { return C_; }
  MultiVector<S> combine(const Dense<S>& Q) const override;
  MultiVector<S> residualBlock() const override;
  double orthogonalizationSeconds() const override { return seconds_; }

 private:
  Teuchos::RCP<MultiVector<S>> columnsAt(int first, int count);
  void settle(const MultiVector<S>& pair, const Dense<S>& products);
  void appendNext(const MultiVector<S>& pair);
  Dense<S> orthonormalizeSingly(int first);

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  std::uint64_t seed_;
  int block_, size_ = 0;
  long steps_ = 0;
  Dense<S> T_, C_;                        ///< of the relation above, T_ with room for all columns
  MultiVector<S> basis_;                  ///< [V X Op X]
  std::shared_ptr<MultiVector<S>> mass_;  ///< B′ [X, Op X]; null for B = I
  Real<S> scale_ = 0;                     ///< largest ‖Op x‖ so far
  double seconds_ = 0;
};

}  // namespace ritz
