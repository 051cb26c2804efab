#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// What a Krylov method multiplies with: a map Op that is self-adjoint in the inner product of B′ and has the
/// eigenvectors of the pencil, with values θ in place of its λ′.
template <class S>
class KrylovMap {
 public:
  virtual ~KrylovMap() = default;

  const Pencil<S>& pencil() const { return pencil_; }

  /// w = Op v for [v, w] = pair, and images = B′[v, w] (null for B = I). settle has to follow. That of the
  /// pencil takes blocks of equally many columns for v and w. Collective.
  virtual void multiply(MultiVector<S>& pair, MultiVector<S>* images) const = 0;

  /// For B = I, with ‖v‖² and ‖w‖² over all ranks: throws on every rank what a product could not say yet.
  virtual void settle(const MultiVector<S>& pair, double squareOfV, double squareOfW) const = 0;

  /// True for Op = A′ or B′⁻¹A′ itself: θ is λ′, and residuals are those of the pencil.
  virtual bool isPencil() const = 0;

  /// Which θ belong to the λ′ that `which` asks for.
  virtual Which order(const Which& which) const = 0;

  /// θ of λ′, and λ′ of a θ among the wanted ones.
  virtual Real<S> transformed(Real<S> lambda) const = 0;
  virtual Real<S> pencilValue(Real<S> theta) const = 0;

  /// f with ‖A′v − λ′B′v‖ ≤ f ‖Op v − θ v‖ for a Ritz vector v of θ, in the norms of B′⁻¹ and B′.
  virtual Real<S> residualFactor(Real<S> theta) const = 0;

  /// True where Op v of a Ritz vector v is the better vector, by no further product: residualFactor is that
  /// of Op v then.
  virtual bool purifies() const { return false; }

  /// What has to be within the tolerance, too, beside the residual in the pencil, of ‖Op v − θ v‖ = residual.
  virtual Real<S> relativeResidual(Real<S>, Real<S>) const { return 0; }

  /// False where a Ritz vector v of θ, ‖Op v − θ v‖ = residual, may be made of what nobody asks for.
  virtual bool resolves(Real<S> /* theta */, Real<S> /* residual */) const { return true; }

  /// False where Op cannot tell λ′ from what nobody asks for.
  virtual bool separates(Real<S> lambda) const = 0;

  /// A map in whose terms `bar` stands out from all that is worse than `edge` after few steps; null where
  /// there is none better than this one. `best` is the best λ′ of all.
  virtual std::shared_ptr<const KrylovMap<S>> sharpened(Real<S> /* best */, Real<S> /* bar */,
                                                        Real<S> /* edge */) const {
    return nullptr;
  }

  /// At least so wide is the spectrum of Op, which ends at 1 − width then; 0: not known.
  virtual Real<S> knownWidth() const = 0;

  /// False if Ritz values (of any order) show that Op is not what it was meant to be; `isFull`: they are
  /// those of a full basis, in which the `wanted` best should be seen.
  virtual bool suits(const std::vector<Real<S>>& theta, int wanted, bool isFull) const = 0;

 protected:
  explicit KrylovMap(const Pencil<S>& pencil) : pencil_(pencil) {}

 private:
  const Pencil<S>& pencil_;
};

/// Op = A′ for B = I, else B′⁻¹A′, which needs pencil.massInverse. One product a step.
template <class S>
std::shared_ptr<const KrylovMap<S>> pencilMap(const Pencil<S>& pencil);

}  // namespace ritz
