#pragma once

#include <ritz/solvers/RitzEstimates.hpp>

#include <optional>

namespace ritz {

/// What a Krylov run from a random vector, which looks for pairs better than a bar, goes by.
template <class R>
struct BarSight {
  R bar;                    ///< θ
  std::optional<R> farEnd;  ///< no θ is far beyond it on the worse side, where that is known
  R knownWidth = 0;         ///< the spectrum of the map is at least so wide; 0: not known
  long steps = 0;
  long long n = 0;
};

/// The best value is known to be worse than the bar, and a pair at the bar would be seen by now: a random
/// start has about 1/√n of it, one in a thousand a thousandth of that, and m steps have amplified it by
/// T_m(1 + 2γ), the polynomial of Chebyshev, against all that lies beyond the gap γ (of the width of the
/// spectrum). With a far end that is known few steps may do; they know the best value to its residual.
template <class S>
bool isExcluded(const RitzEstimates<S>& ritz, const Which& order, const BarSight<Real<S>>& sight);

}  // namespace ritz
