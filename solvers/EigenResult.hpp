#pragma once

#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// How a solve ended. All but Converged come with the best pairs so far.
enum class Status { Converged, IterationLimit, ApplicationLimit, TimeLimit, Stopped, Breakdown };

/// "converged", "iteration-limit", "application-limit", "time-limit", "stopped", "breakdown".
std::string nameOf(Status status);

/// What was used and why.
struct MethodReport {
  std::string name;      ///< as nameOf(Method)
  std::string chosenBy;  ///< "auto" or "user"
  std::string why;
  int basis = 0;         ///< vectors in memory before a restart
  int block = 0;         ///< vectors multiplied at a time
  int filterDegree = 0;  ///< of the Chebyshev filter between the steps, 0 for none
};

/// Exact counts, as the operators themselves saw them. Seconds are this rank's.
struct Applications {
  ApplyCount A, mass, massInverse, preconditioner;
  ApplyCount inverse;       ///< of A − σB; products that it takes itself are in those of A and B
  long factorizations = 0;  ///< of A − σB, by the inverse so far
  /// Of A's columns: norm probes, recomputed residuals and the search for missed copies, all included in
  /// A.columns.
  long verificationColumns = 0;
};

struct Timing {
  double total = 0.0, operators = 0.0, orthogonalization = 0.0;
};

/// One point of the convergence history: after each step by the solver's estimates, and one more at the end
/// by the recomputed residuals.
struct HistoryPoint {
  long applications = 0;
  int converged = 0;
  double maxResidual = 0.0;
};

/// The checkpoint that a solve went on from, and the work behind it by then.
struct Resumed {
  std::string file;  ///< empty: none
  long applications = 0;
  double seconds = 0.0;
};

/// Ritz pairs beyond the wanted ones, unconverged: vectors B-orthonormal among themselves and to the
/// result's.
template <class S>
struct GuardPairs {
  std::vector<Real<S>> values;
  MultiVectorPtr<S> vectors;  ///< n × values.size(); null if there are none
  MultiVectorPtr<S> images;   ///< A · vectors
};

/// The pairs and all that is known about them. Values are in the order of `which`, best first.
template <class S>
struct EigenResult {
  Status status = Status::Breakdown;
  std::string reason;           ///< one sentence: why the solve ended
  std::vector<Real<S>> values;  ///< θ₁ … θₘ, m = numPairs, fewer only when status is not Converged
  MultiVectorPtr<S> vectors;    ///< n × m, UᴴBU = I, phase fixed: ⟨hash vector, u⟩ real and positive
  std::vector<Real<S>> residuals;  ///< ‖A u − θ B u‖₂/‖u‖₂, recomputed from the vectors above
  std::vector<Real<S>> errorBounds;  ///< |θ − λ| ≤ this for some eigenvalue λ; +∞ where none could be had
  std::vector<bool> converged;       ///< residuals[j] within the tolerance
  /// Of Randomized: about how large |λ| may be for pairs that the sketch has not seen, ‖(I − QQᴴB)B⁻¹A‖ in
  /// the norm of B, from above on average over sketches (for B ≠ I as if these pairs had vectors no smoother,
  /// by ‖B u‖₂/‖u‖_B, than those found). Source: E. Epperly and J. Tropp, Efficient error and variance
  /// estimation for randomized matrix computations, SIAM J. Sci. Comput. 46 (2024).
  std::optional<Real<S>> remainder;
  int numZero = 0;  ///< of the values that are 0 to rounding: |θ| ≤ 1000 ε α ‖u‖²; rigid-body modes
  Real<S> normA = 0, normB = 1;  ///< α and β of the tolerance: the largest ‖A x‖/‖x‖, ‖B x‖/‖x‖ seen
  std::vector<HistoryPoint> history;
  MethodReport method;
  Applications applications;
  Timing seconds;  ///< these and all counts go on from a checkpoint's
  long iterations = 0;
  Resumed resumed;
  GuardPairs<S> guards;
  EigenProblem<S> problem;  ///< what was solved, kept alive
  EigenOptions options;
  std::uint64_t versionA = 0, versionB = 0;

  int numConverged() const;
  bool allConverged() const { return status == Status::Converged; }

  /// Throws NotConvergedWith<S>, this result inside, unless status is Converged.
  void requireConverged() const;
};

/// Carries the partial results.
template <class S>
class NotConvergedWith : public NotConverged {
 public:
  explicit NotConvergedWith(EigenResult<S> result);
  const EigenResult<S>& result() const { return result_; }

 private:
  EigenResult<S> result_;
};

}  // namespace ritz
