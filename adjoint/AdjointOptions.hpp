#pragma once

#include <ritz/adjoint/SylvesterOptions.hpp>

namespace ritz {

/// What to do where a cluster of equal values stands in the way of a derivative.
enum class OnCluster {
  Raise,   ///< throw GaugeDependent
  Extend,  ///< where k cuts a cluster, compute the pairs that close it; raise for the rest
  Project  ///< take the part of the cotangent that does not depend on the basis; raise where k cuts a cluster
};

struct AdjointOptions {
  /// Wanted relative error of W, as far as the solves go: ‖δX‖ ≤ gradientTolerance·‖W‖. In (0, 1).
  double gradientTolerance = 1e-6;
  /// If positive: solve each column until ‖r‖ ≤ solveTolerance·‖b‖ instead.
  double solveTolerance = 0.0;
  double correctionTolerance = 0.1;  ///< relative error of the solves of EigenAdjoint::correction, in (0, 1)
  OnCluster onCluster = OnCluster::Raise;
  double clusterFactor = 1e-8;  ///< values are one cluster with gaps ≤ max(this·max|θ|, error bounds), ≥ 0
  double gaugeTolerance = 1e-7;  ///< relative defect of a loss in a cluster that passes, > 0
  /// Whether a loss of values alone is certified after a solve with one random vector, which shows copies of
  /// the last value beyond k; otherwise it costs no product and stays uncertified. Losses with vectors come
  /// to know in their own solve.
  bool probesCopies = true;
  bool wantsMass = false;  ///< Y even though the problem's B is no ParametricOperator
  SylvesterOptions solve{};
};

/// Throws InvalidOption for anything out of range.
void validate(const AdjointOptions& options);

}  // namespace ritz
