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
  R share = 1;              ///< see StartShare, of a pair at the bar
  long steps = 0;
  long long n = 0;
};

/// The best value is known to be worse than the bar, and a pair at the bar would be seen by now: a random
/// start has about 1/√n of it, one in a thousand a thousandth of that, v, and m steps have amplified it by
/// T_m(1 + 2γ), the polynomial of Chebyshev, against all that lies beyond the gap γ (of the width of the
/// spectrum). With a far end that is known few steps may do; they know the best value to its residual.
///
/// What the run itself shows may do sooner: that no more than 3·10⁻⁴ of what is to be expected of the start
/// lies along a pair at the bar, which happens to one start in four thousand.
///
/// With a far end f and no restart so far the best value itself may tell, whatever its residual: with such a
/// pair some vector of the space would have, for every c, a Rayleigh quotient no more than
///
///     (c − f)/(T v)², T = T_{m−1}(1 + 2(bar − c)/(c − f)),
///
/// worse than c. Source for the first and the last: Y. Saad, Numerical Methods for Large Eigenvalue Problems,
/// 2nd ed. (2011), section 6.6.
template <class S>
bool isExcluded(const RitzEstimates<S>& ritz, const Which& order, const BarSight<Real<S>>& sight);

}  // namespace ritz
