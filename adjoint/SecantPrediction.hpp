#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/ParametricOperator.hpp>

#include <vector>

namespace ritz {

/// What a block that moves with θ, a column for each pair, will be at the next θ: on the line through its two
/// last values, as far as the step goes along the last one. Errors of first order along that line are gone,
/// as in a line search; others stay as they are.
template <class S>
class SecantPrediction {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// X at θ, in the place of an earlier X at the same θ. Keeps X. Collective.
  void add(const Theta& theta, MultiVectorPtr<S> X);

  /// The columns belong to other pairs from now on: X ← X C. Local.
  void carry(const Dense<S>& C);

  void forget() { points_.clear(); }

  /// The block at θ: null if there is none, the last one if the step is more than three times the last.
  /// Collective.
  MultiVectorPtr<S> at(const Theta& theta) const;

 private:
  struct Point {
    Theta theta;
    MultiVectorPtr<S> X;
  };
  std::vector<Point> points_;  // two at most, the last one in front
};

}  // namespace ritz
