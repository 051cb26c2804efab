#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// What m steps of Lanczos from a random vector tell of a spectrum of n values: its Ritz values are the nodes
/// of a Gauss quadrature of the density of states, the squared first entries of T's eigenvectors its weights.
/// Source: L. Lin, Y. Saad and C. Yang, Approximating spectral densities of large matrices, SIAM Review 58
/// (2016).
template <class R>
class SpectralEstimate {
 public:
  /// From the pairs of T, values ascending, and the residual norms |β s_m| of its Ritz values.
  SpectralEstimate(std::vector<R> nodes, std::vector<R> weights, std::vector<R> residuals, long long n);

  /// No value is far below or above these: the outermost Ritz values and their residuals.
  R low() const { return low_; }
  R high() const { return high_; }

  /// About `count` values lie beyond it, at the upper end or the lower one; the outermost node where that has
  /// more beyond it.
  R beyond(double count, bool atUpperEnd) const;

  /// Of the outermost nodes those that have converged: values apart from the others, in between there are
  /// none.
  int isolated(bool atUpperEnd) const;
  /// The end of the spectrum behind these.
  R endBehindIsolated(bool atUpperEnd) const;

  /// About so many values lie beyond the outermost node: smaller counts cannot be resolved.
  double resolution(bool atUpperEnd) const;

 private:
  std::size_t at(std::size_t i, bool atUpperEnd) const { return atUpperEnd ? nodes_.size() - 1 - i : i; }
  R endOf(std::size_t i, bool atUpperEnd) const;

  std::vector<R> nodes_, weights_, residuals_;
  double n_;
  R low_, high_;
};

/// The estimate from T (m × m Hermitian, of a run without restart) and the coupling b (m entries).
template <class S>
SpectralEstimate<Real<S>> spectralEstimate(const Dense<S>& T, const Dense<S>& coupling, long long n);

}  // namespace ritz
