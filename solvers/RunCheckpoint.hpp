#pragma once

#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/MethodChoice.hpp>
#include <ritz/solvers/PairFinder.hpp>

#include <optional>
#include <string>

namespace ritz {

/// The checkpoints of one solve: the one that it goes on from, if any, and those that it writes.
template <class S>
class RunCheckpoint {
 public:
  /// Before any work: reads `resume` (empty: none), sees that problem and options are those of the solve that
  /// wrote it, and that new ones can be written. Collective. Throws DataError and what chooseMethod throws.
  RunCheckpoint(const EigenProblem<S>& problem, const EigenOptions& options, const std::string& resume,
                bool isSwapped);

  /// The checkpoint's method where there is one, else chooseMethod's.
  const MethodChoice& choice() const { return choice_; }
  const ProblemTraits& traits() const { return traits_; }
  /// Chooses once more where that depends on what solves with B cost, which it measures. Collective. Throws
  /// SingularMassFound.
  void weighMassSolve(const Pencil<S>& pencil);

  /// Null where the solve starts anew.
  const SolverState<S>* state() const { return before_ ? &before_->state : nullptr; }
  Real<S> slack() const { return before_ ? static_cast<Real<S>>(before_->slack) : Real<S>(1); }
  long verificationColumns() const { return before_ ? before_->verificationColumns : 0; }
  double orthogonalizationSeconds() const { return before_ ? before_->orthogonalizationSeconds : 0.0; }
  Resumed resumed() const;
  /// Of the whole solve. After restore().
  InverseWork workOfInverse(const Pencil<S>& pencil) const {
    return inverseWork(pencil, before_ ? before_->inverse : InverseWork(), innerAtStart_);
  }

  /// After the probe: throws DataError if the operators are not those of the checkpoint, by their probed
  /// norms; otherwise scales, norms, counts and history go on from it.
  void restore(Pencil<S>& pencil, Supervisor& supervisor);
  /// The same for an inverse of B that is made later.
  void restoreInverse(MeasuredOperator<S>& inverse) const {
    if (before_) inverse.continueFrom(before_->massInverse, inverse.scale(), Real<S>(0));
  }

  bool isWanted() const { return !options_.checkpoint.file.empty(); }
  /// Writes one of now. Collective.
  void save(const Pencil<S>& pencil, const Supervisor& supervisor, PairFinder<S>& finder, Real<S> slack,
            long verificationColumns) const;

 private:
  MethodChoice chosen() const;
  Method methodToGoOnWith() const;
  void expectSame(const CheckpointIdentity& found) const;

  EigenOptions options_;
  std::string resume_;
  ProblemTraits traits_;
  CheckpointIdentity identity_;
  double rounding_;
  std::optional<Checkpoint<S>> before_;
  MethodChoice choice_;
  double probedNormA_ = 0, probedNormB_ = 1;
  InnerProducts innerAtStart_{};
};

}  // namespace ritz
