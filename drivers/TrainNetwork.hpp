#pragma once

#include <ritz/operators/NetworkObjective.hpp>

#include <functional>
#include <string>

namespace ritz {

/// Where training stands after an evaluation of F and ∇F.
struct TrainStep {
  int evaluations = 0;
  double loss = 0.0;  ///< F(w), ridge included
  double accuracy = 0.0;
  double gradientNorm = 0.0;  ///< ‖∇F(w)‖₂
};

struct TrainOptions {
  int maxEvaluations = 200;  ///< ≥ 1
  /// Done when ‖∇F‖₂ ≤ this; ≥ 0. NLopt ends in any case where the largest entry of ∇F is about 1e-8.
  double gradientTolerance = 1e-6;
  int memory = 20;  ///< ≥ 1: pairs that L-BFGS keeps
  /// Called on every rank, with the same numbers, after each evaluation; false, on all of them, ends
  /// training.
  std::function<bool(const TrainStep&)> progress{};
};

struct TrainResult {
  TrainStep best;       ///< at the w that is returned; `evaluations` when it was found
  int evaluations = 0;  ///< of F and ∇F in all
  bool converged = false;
  std::string reason;  ///< why training ended
};

/// Minimises F from w on by the L-BFGS of NLopt (D. C. Liu, J. Nocedal, Mathematical Programming 45, 1989),
/// and leaves in w the point with the lowest F. Every rank runs the same iteration on all of w; samples are
/// spread. Collective. Throws InvalidOption, SpaceMismatch, and OperatorFailure if F or ∇F at the start is
/// not finite.
TrainResult trainNetwork(const NetworkObjective<double>& objective, Tpetra::Vector<double>& w,
                         const TrainOptions& options = {});

}  // namespace ritz
