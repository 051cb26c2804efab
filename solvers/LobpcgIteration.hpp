#pragma once

#include <ritz/solvers/AnasaziPieces.hpp>

#include <AnasaziLOBPCG.hpp>

#include <memory>
#include <vector>

/// Only for .cpp files.
namespace ritz {

/// Anasazi's LOBPCG on the B′-orthogonal complement of the locked vectors, one step at a time, with full
/// orthogonalisation: a block X of Ritz vectors, its residuals R and the search directions P.
template <class S>
class LobpcgIteration {
  using MV = MultiVector<S>;

 public:
  /// Starts from the span of `start` (full rank, rank ≤ a third of the complement's dimension). `locked`,
  /// kept, is B′-orthonormal or null. Pencil, options and `ortho` have to outlive this. Collective.
  LobpcgIteration(const Pencil<S>& pencil, const EigenOptions& options, const MV& start,
                  std::shared_ptr<const MV> locked, Teuchos::RCP<OrthoManagerFor<S>> ortho);

  /// One product with A′ per column and the projection onto [X R P]. False if Anasazi's iteration broke down;
  /// then all is as it was. Collective.
  bool step();

  /// Whether X and P are orthonormal to what convergence needs. Collective.
  bool isOrthonormal() const;

  /// The best block of span[X R], by a Rayleigh-Ritz projection of our own: steepest descent, which also a
  /// block survives that LOBPCG does not. Collective.
  MV descended() const;

  int blockSize() const { return static_cast<int>(values_.size()); }
  const std::vector<Real<S>>& values() const { return values_; }  ///< θ′, in the order of `which`
  const MV& vectors() const { return *solver_->getState().X; }    ///< X; valid until the next step
  const MV& images() const { return *solver_->getState().KX; }    ///< A′X; valid until the next step
  std::vector<Real<S>> residualNorms() const { return solver_->getRes2Norms(); }  ///< ‖A′x − θ′B′x‖₂

 private:
  void readValues();

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  std::shared_ptr<const MV> locked_;
  Teuchos::RCP<OrthoManagerFor<S>> ortho_;
  Teuchos::RCP<StopAfterStep<S>> control_;
  Teuchos::RCP<Anasazi::LOBPCG<S, MV, Operator<S>>> solver_;
  std::vector<Real<S>> values_;
};

}  // namespace ritz
