#pragma once

#include <ritz/solvers/ChebyshevFilter.hpp>
#include <ritz/solvers/LanczosTimes.hpp>
#include <ritz/solvers/SpectralEstimate.hpp>

#include <optional>
#include <string>

namespace ritz {

/// What the choice of a filter rests on.
struct FilterTask {
  int numPairs = 0, basis = 0;
  bool atUpperEnd = true;
  long long n = 0;
  double tolerance = 0.0;              ///< of ‖A‖
  double secondsPerApplication = 0;    ///< of A (for B ≠ I of B⁻¹A), one column
  double secondsPerColumn = 0;         ///< of orthogonalising a vector against one of the basis
  double secondsPerFurtherColumn = 0;  ///< as the first, of each column of a block but the first
};

template <class R>
struct FilterChoice {
  std::optional<ChebyshevFilter<R>> filter;  ///< none: plain Lanczos is expected to be faster
  std::string why;
  std::optional<LanczosTimes> times{};  ///< expected; none where the edge cannot be told from the far end
};

/// Filters damp all but about `basis` values of the wanted end. Of Lanczos without a filter
///
///     N ≈ 4 ln(2√n/tolerance)/acosh(1 + 2γ), γ = |λ_k − edge|/|edge − far end|,
///
/// products are expected (four times what Chebyshev's polynomial takes for one pair: restarts, and pairs that
/// share a space; 3 to 7 times were seen); LanczosTimes says what these cost. The d of the least time is
/// taken, or none where that saves less than a seventh. A `degree` > 0 is taken as it is (made odd). Either
/// is lowered until p ≤ 0.015/√ε over the spectrum: beyond that rounding hides what was damped. No filter
/// either where the edge cannot be told from the far end.
template <class R>
FilterChoice<R> chooseFilter(const SpectralEstimate<R>& spectrum, const FilterTask& task, int degree = 0);

/// A filter by which a Krylov run of about four steps in n dimensions can tell that no value from `bar` on is
/// left: all between `edge` and `farEnd` is damped, and p(bar)^4 is about what isExcluded asks for. Tamed as
/// above, for a `best` value of all. None where p(bar) would be too near 1 to be told from what is damped.
template <class R>
std::optional<ChebyshevFilter<R>> filterForSearch(R best, R bar, R edge, R farEnd, long long n);

}  // namespace ritz
