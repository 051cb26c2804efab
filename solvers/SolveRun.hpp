#pragma once

#include <ritz/operators/ShiftInverse.hpp>
#include <ritz/solvers/MissedCopies.hpp>
#include <ritz/solvers/RunCheckpoint.hpp>
#include <ritz/solvers/Verification.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <memory>
#include <optional>

namespace ritz {

/// What a run leaves behind, in terms of the scaled pencil.
template <class S>
struct SolveOutcome {
  std::shared_ptr<const Pencil<S>> pencil;
  EigenOptions options;  ///< which in scaled values
  VerifiedPairs<S> pairs;
  RitzPairs<S> guards;  ///< orthogonal to pairs; empty where there are none
  Status status = Status::Breakdown;
  std::string reason{};
  MethodReport method{};
  std::vector<HistoryPoint> history{};
  long verificationColumns = 0, iterations = 0;
  long factorizations = 0;
  InnerProducts innerProducts{};
  Timing seconds{};
  Resumed resumed{};
  std::optional<Real<S>> remainder{};  ///< as EigenResult::remainder, of λ′
};

/// One solve of one pencil: probe, choose the method, iterate until its estimates pass, verify, look for
/// missed copies, go on where verification was not content. Throws SingularMassFound beside the errors of
/// eigsolve.
template <class S>
class SolveRun {
 public:
  /// Probes the operators. `isSwapped`: A and B have changed places. Collective.
  SolveRun(const EigenProblem<S>& problem, const EigenOptions& options, const Start<S>& start,
           Monitor* monitor, bool isSwapped = false);

  SolveOutcome<S> solve();

 private:
  SearchMaker<S> searchMaker();
  void conclude(PairFinder<S>& finder, VerifiedPairs<S>& pairs);
  bool lacksDigits(const VerifiedPairs<S>& pairs) const;
  VerifiedPairs<S> iterate(PairFinder<S>& finder);
  void tighten(PairFinder<S>& finder, VerifiedPairs<S> pairs, VerifiedPairs<S>& found);
  VerifiedPairs<S> polish(const VerifiedPairs<S>& pairs);
  std::optional<Real<S>> farEnd(const PairFinder<S>& finder) const;
  void settle(Status status, std::string reason);
  RitzPairs<S>& pairsBehind(PairFinder<S>& finder);
  RitzPairs<S> takeGuards(PairFinder<S>& finder);
  template <class F>
  auto countingVerification(F&& work);

  Start<S> start_;
  RunCheckpoint<S> checkpoint_;
  Supervisor supervisor_;
  std::shared_ptr<Pencil<S>> pencil_;
  EigenOptions options_;
  Real<S> slack_;
  Status status_ = Status::Breakdown;
  std::string reason_;
  std::optional<RitzPairs<S>> behind_;
  bool solvesWithMass_ = false;  ///< its inverse is not given
  long verificationColumns_ = 0;
};

}  // namespace ritz
