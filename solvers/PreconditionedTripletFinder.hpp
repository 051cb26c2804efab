#pragma once

#include <ritz/solvers/GolubKahan.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallSvd.hpp>
#include <ritz/solvers/TripletSource.hpp>

#include <cstdint>
#include <vector>

namespace ritz {

/// The smallest singular triplets by Davidson's method: V grows by P r, r = A′ᴴu − σ′v the residual of the
/// first triplet that has not converged and P ≈ (A′ᴴA′)⁻¹; restarts keep the best half and the target's
/// vector of the step before (GD+k). The triplets are those of B in A′V = U B: those of A′ᴴA′ in the span of
/// V, but to ε‖A′‖ rather than its root. One product with A′, A′ᴴ and P each a step. A block to start from
/// shows copies of multiple values. Source: L. Wu and A. Stathopoulos, A preconditioned hybrid SVD method for
/// accurately computing singular triplets of large matrices, SIAM J. Sci. Comput. 37 (2015), for what A′ᴴA′
/// loses.
template <class S>
class PreconditionedTripletFinder final : public TripletSource<S> {
 public:
  /// `capacity` ≥ count + 4 columns of V, or as many as there are. P acts on the domain of A′, null: P = I.
  /// Collective.
  PreconditionedTripletFinder(const OperatorPair<S>& pair, const MeasuredOperator<S>* preconditioner,
                              int count, int capacity, Real<S> tolerance, std::uint64_t seed,
                              Supervisor& supervisor);

  RunEnd run(Real<S> slack) override;
  int available() const override { return static_cast<int>(small_.values.size()); }
  MultiVector<S> left(int first, int count) const override {
    return basis_.left(chosen(small_.left, first, count));
  }
  MultiVector<S> right(int first, int count) const override {
    return basis_.right(chosen(small_.right, first, count));
  }
  double orthogonalizationSeconds() const override { return basis_.orthogonalizationSeconds(); }

 private:
  void start();
  bool advance(Real<S> allowed);
  void restart();
  bool grow();
  Progress progress() const;
  Dense<S> chosen(const Dense<S>& X, int first, int count) const;

  const OperatorPair<S>& pair_;
  const MeasuredOperator<S>* preconditioner_;
  int count_, capacity_;
  Real<S> tolerance_;
  std::uint64_t seed_;
  Supervisor& supervisor_;
  GolubKahan<S> basis_;
  SmallSvd<S> small_;
  std::vector<S> previous_;  ///< the right vector of the target in V, one step ago
  int target_ = 0;           ///< the triplets before it have converged
  MultiVector<S> residual_;  ///< of the target
  Real<S> residualNorm_ = 0;
};

}  // namespace ritz
