#pragma once

namespace ritz {

/// How the projected systems of the adjoint are solved.
struct SylvesterOptions {
  int maxIterations = 0;          ///< 0: 10 n, at least 1000
  bool useGuards = true;          ///< take the Ritz vectors that the solver left into account
  bool usePreconditioner = true;  ///< the problem's own, for the smallest end
  /// Of the Chebyshev polynomial in A − λ_j that preconditions where the problem has no preconditioner and B
  /// = I (both ends of the spectrum alone): d products a step, an even d counts as d + 1; 0: none; −1:
  /// twice that of the filter behind which the pairs were found, none without, since it was chosen for the
  /// same reason: products that cost less than projections, of which a step of the adjoint has twice as many.
  int polynomialDegree = -1;
};

}  // namespace ritz
