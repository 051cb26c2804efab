#pragma once

#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/SvdOptions.hpp>
#include <ritz/solvers/SvdProblem.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ritz {

/// Exact counts, as the operators themselves saw them. Seconds are this rank's.
struct SvdApplications {
  ApplyCount A, adjoint;
  ApplyCount inverse;  ///< of A⁻¹ and its adjoint together
  ApplyCount preconditioner;
  long factorizations = 0;
  /// Of the columns of A and Aᴴ: the norm probe, recomputed residuals and the search for missed copies.
  long verificationColumns = 0;
};

/// The singular triplets and all that is known about them, best first.
template <class S>
struct SvdResult {
  Status status = Status::Breakdown;
  std::string reason;           ///< one sentence: why the solve ended
  std::vector<Real<S>> values;  ///< σ₁ … σₖ
  MultiVectorPtr<S> left, right;  ///< U (m × k), V (n × k), both orthonormal; ⟨hash vector, v⟩ real, positive
  std::vector<Real<S>> leftResiduals;   ///< ‖A v − σ u‖₂, recomputed from the vectors above
  std::vector<Real<S>> rightResiduals;  ///< ‖Aᴴu − σ v‖₂
  std::vector<Real<S>> errorBounds;     ///< |σ − some singular value of A| ≤ this
  std::vector<bool> converged;
  Real<S> normA = 0;                  ///< α of the tolerance: the largest ‖A x‖/‖x‖ seen
  std::vector<HistoryPoint> history;  ///< applications of A and Aᴴ together
  MethodReport method;
  SvdApplications applications;
  Timing seconds;
  long iterations = 0;
  SvdProblem<S> problem;  ///< what was solved, kept alive
  SvdOptions options;
  std::uint64_t versionA = 0;

  int numConverged() const;
  bool allConverged() const { return status == Status::Converged; }

  /// Throws NotConvergedTriplets<S>, this result inside, unless status is Converged.
  void requireConverged() const;
};

/// Carries the partial results.
template <class S>
class NotConvergedTriplets : public NotConverged {
 public:
  explicit NotConvergedTriplets(SvdResult<S> result);
  const SvdResult<S>& result() const { return result_; }

 private:
  SvdResult<S> result_;
};

}  // namespace ritz
