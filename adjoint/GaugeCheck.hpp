#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/Clusters.hpp>
#include <ritz/adjoint/Loss.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ritz {

/// What the two conditions that hold in any one basis say about a cotangent on one cluster: the
/// anti-Hermitian part of U_cᴴŪ_c vanishes, and a diagonal Λ̄_c is constant. Necessary for a derivative, not
/// sufficient. `M` is UᴴŪ (0 × 0 without Ū), `sizes` are ‖u_j‖‖ū_j‖. Nothing if both hold to `tolerance`.
template <class S>
std::optional<GaugeDependent::Finding> gaugeDefect(const Cluster& cluster, const Cotangent<S>& cotangent,
                                                   const Dense<S>& M, const std::vector<Real<S>>& sizes,
                                                   double tolerance);

/// How far the k × k matrix dΛ is from a multiple of I in this cluster, relative to all of it.
template <class S>
double scalarDefect(const Cluster& cluster, const Dense<S>& dValues);

/// Evaluates the loss in random bases of one cluster, whose values are all set to their mean: L must stay,
/// and Ū(UQ) = Ū(U) Q, Λ̄(UQ) = QᴴΛ̄Q. Nothing if all do to `tolerance`: the loss has a derivative there. Three
/// evaluations. Collective.
template <class S>
std::optional<GaugeDependent::Finding> basisDefect(const Cluster& cluster, const Loss<S>& loss,
                                                   const std::vector<Real<S>>& values,
                                                   const MultiVector<S>& U, double tolerance,
                                                   std::uint64_t seed);

}  // namespace ritz
