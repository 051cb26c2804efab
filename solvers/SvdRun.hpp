#pragma once

#include <ritz/solvers/CountedTriplets.hpp>
#include <ritz/solvers/Supervisor.hpp>
#include <ritz/solvers/SvdResult.hpp>
#include <ritz/solvers/TripletFinder.hpp>
#include <ritz/solvers/VerifiedTriplets.hpp>

#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// One solve for singular triplets: probe, iterate until the estimates pass, verify, look for missed copies,
/// go on where verification was not content.
template <class S>
class SvdRun {
 public:
  /// Probes A, and the inverse where one is given for the smallest values. Collective.
  SvdRun(const SvdProblem<S>& problem, const SvdOptions& options, Monitor* monitor);

  SvdResult<S> solve();

 private:
  bool byInverse() const { return inverse_ != nullptr; }
  bool byDavidson() const { return preconditioner_ || isWithoutHelp_; }
  const OperatorPair<S>& worked() const { return byInverse() ? *inverse_ : *pair_; }
  TripletGoal<S> goal() const;
  std::unique_ptr<TripletSource<S>> makeFinder();
  VerifiedTriplets<S> iterate(TripletSource<S>& finder);
  VerifiedTriplets<S> verified(TripletSource<S>& finder);
  void takeHelp(long long dimension);
  void conclude(VerifiedTriplets<S>& triplets);
  bool isProven(const VerifiedTriplets<S>& triplets);
  bool hasLookedForCopies(VerifiedTriplets<S>& triplets);
  void settle(Status status, std::string reason);
  SvdResult<S> assemble(const VerifiedTriplets<S>& triplets) const;
  MethodReport method() const;

  const SvdProblem<S>& problem_;
  const SvdOptions& options_;
  Supervisor supervisor_;
  std::unique_ptr<OperatorPair<S>> pair_, inverse_;
  std::unique_ptr<MeasuredOperator<S>> preconditioner_;
  const PseudoInverse<S>* counting_ = nullptr;  ///< the inverse given, if it is one that counts
  std::optional<TripletCount<Real<S>>> count_;
  bool isWithoutHelp_ = false;          ///< the smallest of many values, and no inverse or preconditioner
  TripletFinder<S>* krylov_ = nullptr;  ///< the finder, where it is one that starts from a single vector
  Status status_ = Status::Breakdown;
  std::string reason_;
  long verificationColumns_ = 0;
  double orthogonalizationSeconds_ = 0;
};

}  // namespace ritz
