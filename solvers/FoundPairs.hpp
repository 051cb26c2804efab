#pragma once

#include <ritz/solvers/Verification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// The pairs that a search for Nearest or Interval has found so far, those outside of what is asked for among
/// them: best first, all to be kept out of further searches.
template <class S>
class FoundPairs {
 public:
  FoundPairs(const Pencil<S>& pencil, const Which& which) : pencil_(pencil), which_(which) {}

  /// Rayleigh-Ritz with A′ in the span of all, one product with A′ for each column of X, which is
  /// B′-orthogonal to those that are there. Collective.
  void add(const MultiVector<S>& X);

  /// Drops those whose residuals are not within the tolerance; returns the sum of these, if there are any.
  /// Collective.
  std::optional<MultiVector<S>> keepConverged();

  /// U, or null while there are none.
  const MultiVector<S>* vectors() const { return pairs_ ? &pairs_->U : nullptr; }

  /// Of those asked for, best first: Interval: inside, ends included to rounding; Nearest: at most `radius`
  /// from σ. A vector with a large residual, a mixture of others that are still to be found, counts as what
  /// is worst within its residual.
  std::vector<int> wanted(double radius) const;

  /// orderKey of the value, worsened by a large residual.
  double key(int index) const;
  /// The residual is what the tolerance makes likely.
  bool isPure(int index) const;
  /// Whether one that is not pure may be a mixture with something in it whose key is less, and asked for.
  bool mayHide(double key) const;

  /// Values, vectors and images of some of them. Collective.
  RitzPairs<S> pairs(const std::vector<int>& indices) const;

 private:
  bool isWanted(int index, double radius) const;
  Real<S> value(int index) const { return pairs_->values[static_cast<std::size_t>(index)]; }

  const Pencil<S>& pencil_;
  Which which_;
  std::optional<VerifiedPairs<S>> pairs_;
};

/// θ lies in the interval, or closer to it than rounding and a residual of `residual` can tell.
template <class S>
bool isInside(const Pencil<S>& pencil, const Interval& interval, Real<S> theta, Real<S> residual = 0);

/// A clause for EigenResult::reason: how many eigenvalues lie in an interval, of which `found` are known,
/// all if `isAll`; `numPairs` of them are given.
std::string intervalRemark(int found, int numPairs, bool isAll);

}  // namespace ritz
