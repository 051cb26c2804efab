#pragma once

#include <ritz/adjoint/SylvesterOptions.hpp>
#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/DavidsonCorrection.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <vector>

namespace ritz {

/// Where the tracking of pairs stands.
template <class S>
struct TrackedState {
  const DavidsonBasis<S>& basis;
  const SmallEigen<S>& ritz;             ///< best first
  const std::vector<Real<S>>& relative;  ///< residuals of the wanted pairs, in the units of the tolerance
};

/// The directions by which tracked pairs improve: at the ends of the spectrum K r, K the preconditioner (or
/// else B⁻¹, or else I), and in its interior, where residuals bring in the ends, solutions of Pᴴ(A − θ_j B)P
/// δu_j = −r_j.
template <class S>
class TrackingCorrection {
 public:
  /// All are referred to. `pencil` without a preconditioner that does not serve this end.
  TrackingCorrection(const Pencil<S>& pencil, const EigenResult<S>& previous, SylvesterOptions sylvester);

  /// Column j of R is the residual of pair which[j]. Collective. Throws OperatorFailure.
  MultiVector<S> of(const MultiVector<S>& R, const std::vector<int>& which, const TrackedState<S>& state);

  /// Those that the pencil does not count.
  const Applications& applications() const { return applications_; }

 private:
  MultiVector<S> solved(const MultiVector<S>& R, const std::vector<int>& which, const TrackedState<S>& state);

  const Pencil<S>& pencil_;
  const EigenResult<S>& previous_;
  SylvesterOptions sylvester_;
  DavidsonCorrection<S> residuals_;
  Applications applications_;
};

}  // namespace ritz
